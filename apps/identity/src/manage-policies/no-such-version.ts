/** The answer to whoever names a version of the policy that nobody has made. */
import { Problem } from '@tributary/http';

export const noSuchVersion = (version: number): Problem =>
  new Problem({
    status: 404,
    code: 'POLICY_NOT_FOUND',
    detail: `There is no version ${version} of the policy.`,
    fix: 'GET /v1/policies lists the versions.',
  });
