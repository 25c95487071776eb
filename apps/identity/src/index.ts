export { identityService } from './identity.service-definition.ts';
