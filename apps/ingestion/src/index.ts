export { doorPaths } from './accept-events/door-routes.ts';
export { ingestionService } from './ingestion.service-definition.ts';
