/** The rules that a deployment begins with: those of the product with its model of matching, and the country of its phone numbers. */
import { defaultMatching, defaultPolicy, type Policy } from '@tributary/domain-identity';

export const firstPolicy = ({ country }: { readonly country: string | undefined }): Policy => ({
  ...defaultPolicy,
  matching: defaultMatching,
  ...(country === undefined ? {} : { country }),
});
