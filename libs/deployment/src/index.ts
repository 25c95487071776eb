export { renderComposeFiles } from './compose/render.ts';
export { renderManifests, type Sources } from './kubernetes/render.ts';
