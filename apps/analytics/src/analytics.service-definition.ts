/** The analytics service as the runtime sees it. */
import { type ServiceDefinition } from '@tributary/runtime';
import { cellSchema, claimSchema, generationSchema, profileSchema } from './adapters/mongo/schemas.ts';
import { analyticsModule } from './analytics.module.ts';
import { rebuildBindings } from './rebuild-bindings/rebuild-bindings.ts';

export const analyticsService: ServiceDefinition = {
  name: 'analytics',
  schemas: { Cell: cellSchema, Generation: generationSchema, Claim: claimSchema, Profile: profileSchema },
  migrations: [],
  rebuild: rebuildBindings,
  module: analyticsModule,
};
