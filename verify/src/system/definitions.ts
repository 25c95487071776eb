/** The services by name, each loaded only where it runs: a process that is killed often should start fast. */
import { type ServiceDefinition } from '@tributary/runtime';

const load: Readonly<Record<string, () => Promise<ServiceDefinition>>> = {
  ingestion: async () => (await import('@tributary/ingestion')).ingestionService,
  identity: async () => (await import('@tributary/identity')).identityService,
  segmentation: async () => (await import('@tributary/segmentation')).segmentationService,
  analytics: async () => (await import('@tributary/analytics')).analyticsService,
  decisioning: async () => (await import('@tributary/decisioning')).decisioningService,
};

/** None named: all. */
export function definitionsOf(names: readonly string[]): Promise<readonly ServiceDefinition[]> {
  const wanted = Object.entries(load).filter(([name]) => names.length === 0 || names.includes(name));
  return Promise.all(wanted.map(([, start]) => start()));
}
