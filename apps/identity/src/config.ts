/** What the identity service reads from its environment. */
import { integer, readConfig, text } from '@tributary/config';
import { type ServiceDeps } from '@tributary/runtime';

const fields = {
  /** Country (two letters) whose national phone numbers are read; unset: only numbers with a country code join. */
  country: text('IDENTITY_PHONE_COUNTRY'),
  /** How long another process may have left something unfinished before it is finished for it. */
  sweepEveryMs: integer('IDENTITY_SWEEP_EVERY_MS', 15_000, { min: 100, max: 3_600_000 }),
};

export const readIdentityConfig = (env: ServiceDeps['env']) => readConfig(env, fields);
