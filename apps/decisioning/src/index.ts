export { decisioningService } from './decisioning.service-definition.ts';
