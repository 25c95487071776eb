/** What the decisioning service reads from its environment. */
import { integer, readConfig, type ConfigOf } from '@tributary/config';
import { type ServiceDeps } from '@tributary/runtime';

const fields = {
  /** People kept in memory; a person is some kilobytes, more with a long list of purchases. */
  peopleCached: integer('DECISIONING_PEOPLE_CACHED', 10_000, { min: 0, max: 1_000_000 }),
  /** How long a person in memory is believed although another process may have read newer news; it counts as lag. */
  peopleTtlMs: integer('DECISIONING_PEOPLE_TTL_MS', 1_000, { min: 0, max: 60_000 }),
  /** How often the definitions are compared with the store, for changes made through other processes. */
  definitionsEveryMs: integer('DECISIONING_DEFINITIONS_EVERY_MS', 500, { min: 50, max: 60_000 }),
};

export type DecisioningConfig = ConfigOf<typeof fields>;

export const readDecisioningConfig = (env: ServiceDeps['env']): DecisioningConfig => readConfig(env, fields);
