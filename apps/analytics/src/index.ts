export { analyticsService } from './analytics.service-definition.ts';
