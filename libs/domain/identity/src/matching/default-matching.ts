/** How records are matched unless a policy says otherwise. */
import { type MatchingRules } from './rules.ts';
import { shippedModel } from './shipped-model.ts';

export const defaultMatching: MatchingRules = {
  model: shippedModel,
  joinFrom: 0.5,
  reviewBelow: 0.95,
  reviewRefusedFrom: 0.9,
  guard: { bits: -5, members: 10 },
  recordsPerBlock: 200, // a name that two hundred share tells nobody apart, and comparing all of them is 20,000 pairs
  // Without these, more than half of the pairs of a large set met by such keys alone; one in a thousand of those was one person (bench/README.md).
  recordsPerBlockOf: { 'first3+last4': 10, 'sound+year': 10 },
};
