/** What the runtime needs to host ingestion. */
import { type ServiceDefinition } from '@tributary/runtime';
import { BeaconSchema, PresenceSchema } from './adapters/mongo/beacon-schemas.ts';
import { BridgeSchema, TallySchema } from './adapters/mongo/bridge-schemas.ts';
import { ImportNoteSchema, ImportRejectionSchema, ImportSchema, PieceSchema } from './adapters/mongo/import-schemas.ts';
import { SlotSchema, SubscriptionSchema } from './adapters/mongo/mqtt-schemas.ts';
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
    Beacon: BeaconSchema,
    Bridge: BridgeSchema,
    BridgeTally: TallySchema,
    ChangedDuplicate: ChangedDuplicateSchema,
    Import: ImportSchema,
    ImportNote: ImportNoteSchema,
    ImportPiece: PieceSchema,
    ImportRejection: ImportRejectionSchema,
    MqttSlot: SlotSchema,
    MqttSubscription: SubscriptionSchema,
    Presence: PresenceSchema,
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
