export { outranks, pairKey, pairOf, rankOf, type Assertion, type Pair } from './assertion.ts';
export { Batch, type MatchingPolicy } from './batch.ts';
export {
  bitsFor,
  type BlockCode,
  blockingKeyOf,
  blockKey,
  comparesAtLeast,
  comparisonsOf,
  type Comparisons,
  isBlockKey,
  mostInBlock,
} from './comparisons.ts';
export { codeOfKey } from './matching/blocking.ts';
export { emptyComponent, factsOnly, mergeComponents, type ComponentFacts } from './component.ts';
export { mayBeLinked } from './consent.ts';
export { diffPartitions, type AffectedProfile, type PartitionDifference } from './diff.ts';
export { explainPair, type PairExplanation, type PairQuestion } from './explain-pair.ts';
export { explain, type Explanation } from './explain.ts';
export { factsOf, holds, mergeFacts, type RecordFacts } from './facts.ts';
export { greetingOf } from './greeting.ts';
export { identifierKey, keysOf, readIdentifier } from './identifier.ts';
export { defaultMatching } from './matching/default-matching.ts';
export { matcherOf } from './matching/matcher-of.ts';
export { type ComparedField, type Comparison, type Matcher } from './matching/matcher.ts';
export { type MatchModel } from './matching/model.ts';
export { type MatchForm } from './matching/form.ts';
export { type MatchingRules } from './matching/rules.ts';
export { startingModel } from './matching/training/start.ts';
export { train, type Training } from './matching/training/train.ts';
export { faultsOf } from './matching/weights.ts';
export { partition, partitionOf, profileOf, type Partition, type Person } from './partition.ts';
export { peopleOf, type People, type PersonContent } from './people.ts';
export { checkPolicy, storedPolicy, type CheckedPolicy } from './policies/check-policy.ts';
export { newMeetings, patched, readingDifferences } from './policies/compare-policies.ts';
export { type PolicyIssue } from './policies/shape.ts';
export { defaultPolicy, ruleOf, type IdentifierRule, type Limits, type Policy } from './policy.ts';
export { reviewPriority, valueAtStake } from './review-priority.ts';
export { isUnusable, masked, qualityFields, readQuality, type FieldReading, type SourceReading } from './quality.ts';
export { reviewId, type Doubt, type Review } from './reviews.ts';
export { capsHit, hitCaps, urgencyOf, type Habit, type HitCap, type RowState } from './row-urgency.ts';
export { separate, type Separation, type SeparatingWord } from './separate.ts';
export { type Trait } from './survivorship.ts';
export { factsOfRow, type TableRow } from './table.ts';
export { joiningKeys, trustOf } from './trust.ts';
