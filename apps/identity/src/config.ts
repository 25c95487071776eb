/** What the identity service reads from its environment. */
import { integer, readConfig, text } from '@tributary/config';
import { type ServiceDeps } from '@tributary/runtime';

const fields = {
  /** Country (two letters) whose national phone numbers are read; unset: only numbers with a country code join. */
  country: text('IDENTITY_PHONE_COUNTRY'),
  /** Components a second that are brought under another policy; the rest of the time belongs to events. */
  repartitionRate: integer('IDENTITY_REPARTITION_RATE', 1_000, { min: 1, max: 100_000 }),
  /** How long another process may have left something unfinished before it is finished for it. */
  sweepEveryMs: integer('IDENTITY_SWEEP_EVERY_MS', 15_000, { min: 100, max: 3_600_000 }),
};

export const readIdentityConfig = (env: ServiceDeps['env']) => readConfig(env, fields);
