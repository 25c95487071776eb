export { renderManifests, type HttpRoutes } from './kubernetes/render.ts';
