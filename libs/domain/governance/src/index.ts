export { govern, type Governed } from './govern.ts';
export { inferPlan } from './plan/infer-plan.ts';
export { typesOf } from './plan/plan-types.ts';
export { type TrackingPlan, type Violation } from './plan/tracking-plan.ts';
export { saidOfGpc } from './consent/consent-to-collect.ts';
export { detectors } from './privacy/detectors.ts';
export { type Finding } from './privacy/redact.ts';
export { type RuleError } from './rule-error.ts';
export { parseSourceRules, type ParsedRules, readStoredRules, type SourceRules, usualRules } from './source-rules.ts';
