export { decodeDialect, type Dialect } from './dialect.ts';
export { ga4Validation, type ValidationMessage } from './ga4/validation.ts';
export { posthogConfig, posthogConfigScript, posthogFlags } from './posthog/answers.ts';
export { dialectRoutes, type Answer, type DialectRoute, type Purpose } from './routes.ts';
export { rudderstackSourceConfig, type ConfiguredSource } from './rudderstack/source-config.ts';
export { segmentSettings, type Door } from './segment/settings.ts';
export { renderVocabulary } from './vocabulary/render-vocabulary.ts';
export { toCanonical, type SpokenEvent } from './vocabulary/to-canonical.ts';
export { type WireRequest } from './wire/wire-request.ts';
