export { type Activity, foldActivity, mergeActivity } from './activity.ts';
export { canonicalJson } from './canonical.ts';
export { type CompiledRule, compile } from './compile.ts';
export { type Explanation, evaluate, explain } from './evaluate.ts';
export { type Feature, type FeatureFinder, featureFinder } from './feature.ts';
export { type Membership, type MembershipChange, settle, withdraw } from './membership.ts';
export { type Rule } from './rule.ts';
export { type RuleIssue } from './rule-issue.ts';
export { parseRule } from './parse-rule.ts';
