/** What the runtime needs to host ingestion. */
import { type ServiceDefinition } from '@tributary/runtime';
import {
  ArchivedEventSchema,
  ChangedDuplicateSchema,
  ProgressSchema,
  RejectionSchema,
  RulesSchema,
  SourceSchema,
  ViolationSchema,
} from './adapters/mongo/schemas.ts';
import { IngestionModule } from './ingestion.module.ts';
import { refillArchive } from './refill-archive/refill-archive.ts';

export const ingestionService: ServiceDefinition = {
  name: 'ingestion',
  schemas: {
    ArchivedEvent: ArchivedEventSchema,
    ChangedDuplicate: ChangedDuplicateSchema,
    Progress: ProgressSchema,
    Rejection: RejectionSchema,
    Source: SourceSchema,
    SourceRules: RulesSchema,
    Violation: ViolationSchema,
  },
  migrations: [],
  rebuild: refillArchive,
  module: (deps) => IngestionModule.with(deps),
};
