/** All services of the product: what runs in this process. */
import { analyticsService } from '@tributary/analytics';
import { decisioningService } from '@tributary/decisioning';
import { identityService } from '@tributary/identity';
import { ingestionService } from '@tributary/ingestion';
import { type ServiceDefinition } from '@tributary/runtime';
import { segmentationService } from '@tributary/segmentation';

export const allServices: readonly ServiceDefinition[] = [
  ingestionService,
  identityService,
  segmentationService,
  analyticsService,
  decisioningService,
];
