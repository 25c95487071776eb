export { renderComposeFiles } from './compose/render.ts';
export { renderManifests, type HttpRoutes } from './kubernetes/render.ts';
