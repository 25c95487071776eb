export { Access, presentedKey } from './access.ts';
export { Health, type HealthCheck } from './health.ts';
export { createHttpApp } from './http-app.ts';
export { openApi, openApiPart, type OpenApiPart } from './open-api.ts';
export { PageQuery, cursorOf, pageOf, positionOf, type Page } from './paging.ts';
export { Problem, type FieldError, type ProblemParts } from './problem.ts';
export { sendProblem } from './problem-filter.ts';
