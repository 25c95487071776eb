/** What the runtime needs to host identity. */
import { type ServiceDefinition } from '@tributary/runtime';
import { blocksByRecord } from './adapters/mongo/blocks-by-record.ts';
import {
  AssertionSchema,
  BlockEntrySchema,
  collections,
  ComponentSchema,
  IdentifierSchema,
  JobSchema,
  PolicySchema,
  ProfileSchema,
  ReviewSchema,
  WalkRowSchema,
  WalkSchema,
} from './adapters/mongo/schemas.ts';
import { componentsUnderTheFirstPolicy } from './manage-policies/components-under-the-first-policy.ts';
import { rebuildProfiles } from './rebuild-profiles/rebuild-profiles.ts';
import { IdentityModule } from './identity.module.ts';

export const identityService: ServiceDefinition = {
  name: 'identity',
  schemas: {
    ...{
      Identifier: IdentifierSchema,
      BlockEntry: BlockEntrySchema,
      Component: ComponentSchema,
      Profile: ProfileSchema,
    },
    ...{ Policy: PolicySchema, Job: JobSchema, Assertion: AssertionSchema, Review: ReviewSchema },
    ...{ Walk: WalkSchema, WalkRow: WalkRowSchema },
  },
  migrations: [componentsUnderTheFirstPolicy, blocksByRecord],
  outboxes: [{ collection: collections.profiles, since: 'unsentAt' }],
  rebuild: rebuildProfiles,
  module: (deps) => IdentityModule.with(deps),
};
