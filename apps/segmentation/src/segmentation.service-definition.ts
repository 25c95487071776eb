/** The segmentation service, for whoever starts it. */
import { type ServiceDefinition } from '@tributary/runtime';
import { collections, schemas } from './adapters/mongo/schemas.ts';
import { rebuildMemberships } from './rebuild-memberships/rebuild-memberships.ts';
import { segmentationModule } from './segmentation.module.ts';

export const segmentationService: ServiceDefinition = {
  name: 'segmentation',
  schemas,
  migrations: [],
  rebuild: rebuildMemberships,
  outboxes: [{ collection: collections.profiles, since: 'outbox.knownAt' }],
  module: segmentationModule,
};
