export { emptyComponent, factsOnly, mergeComponents, type Assertion, type ComponentFacts } from './component.ts';
export { explain, type Explanation } from './explain.ts';
export { factsOf, holds, mergeFacts, type RecordFacts } from './facts.ts';
export { identifierKey, keysOf, readIdentifier } from './identifier.ts';
export { partition, profileOf, type Partition, type Person } from './partition.ts';
export { peopleOf, type People, type PersonContent } from './people.ts';
export { defaultPolicy, trustOf, type IdentifierRule, type Limits, type Policy } from './policy.ts';
export { type Trait } from './survivorship.ts';
