/** What the runtime needs to host decisioning. */
import { type ServiceDefinition } from '@tributary/runtime';
import {
  collections,
  DecisionSchema,
  DefinitionSchema,
  LedgerSchema,
  PersonSchema,
  PurchaseSchema,
  RevisionSchema,
} from './adapters/mongo/schemas.ts';
import { DecisioningModule } from './decisioning.module.ts';
import { rebuildPeople } from './rebuild-people/rebuild-people.ts';

export const decisioningService: ServiceDefinition = {
  name: 'decisioning',
  schemas: {
    Definition: DefinitionSchema,
    Revision: RevisionSchema,
    Person: PersonSchema,
    Purchase: PurchaseSchema,
    Ledger: LedgerSchema,
    Decision: DecisionSchema,
  },
  migrations: [],
  outboxes: [{ collection: collections.decisions, since: 'unpublished' }],
  rebuild: rebuildPeople,
  module: (deps) => DecisioningModule.with(deps),
};
