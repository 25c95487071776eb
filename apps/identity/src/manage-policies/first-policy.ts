/** The rules that a deployment begins with: those of the product, with the country of its phone numbers. */
import { defaultPolicy, type Policy } from '@tributary/domain-identity';

export const firstPolicy = ({ country }: { readonly country: string | undefined }): Policy => ({
  ...defaultPolicy,
  ...(country === undefined ? {} : { country }),
});
