export { doorPaths } from './accept-events/edge.ts';
export { ingestionService } from './ingestion.service-definition.ts';
