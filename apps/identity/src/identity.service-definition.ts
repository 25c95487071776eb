/** What the runtime needs to host identity. */
import { type ServiceDefinition } from '@tributary/runtime';
import {
  AssertionSchema,
  BlockSchema,
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
    ...{ Identifier: IdentifierSchema, Block: BlockSchema, Component: ComponentSchema, Profile: ProfileSchema },
    ...{ Policy: PolicySchema, Job: JobSchema, Assertion: AssertionSchema, Review: ReviewSchema },
    ...{ Walk: WalkSchema, WalkRow: WalkRowSchema },
  },
  migrations: [componentsUnderTheFirstPolicy],
  outboxes: [{ collection: collections.profiles, since: 'unsentAt' }],
  rebuild: rebuildProfiles,
  module: (deps) => IdentityModule.with(deps),
};
