/** The blocking rules that training learns from, with the comparisons that agree there by construction and so say nothing. */
import { comparisons, type Field, fields } from '../comparisons/fields.ts';
import { type blockingRules } from '../blocking.ts';
import { type Probabilities, type Shares } from './probabilities.ts';

export interface TrainingRule {
  readonly rule: (typeof blockingRules)[number];
  /** The levels that bring a pair here; a field that the rule settles otherwise has none. */
  readonly agrees: Readonly<Partial<Record<Field, readonly string[]>>>;
}

const exact = ['exact'];
const sameLast = [
  ...['exact', 'nickname and last', 'initial and last'],
  ...['last, first unknown', 'last only', 'last, first different'],
];
const sameFirst = ['exact', 'first, last unknown', 'first only'];

export const trainingRules: readonly TrainingRule[] = [
  { rule: 'email', agrees: { email: exact } },
  { rule: 'phone', agrees: { phone: exact } },
  { rule: 'number', agrees: { number: exact } },
  { rule: 'last+birth', agrees: { name: sameLast, birth: exact } },
  { rule: 'first+birth', agrees: { name: sameFirst, birth: exact } },
  { rule: 'birth+place3', agrees: { birth: exact, postcode: ['full'], city: [] } },
  { rule: 'place+last', agrees: { name: sameLast, postcode: ['full'], city: [] } },
  { rule: 'names', agrees: { name: exact } },
  { rule: 'street+place', agrees: { postcode: ['full'], address: ['same'], city: [] } },
];

/** How much rarer the rule makes two people of one home than one person. */
export function homesPerPerson({ agrees }: TrainingRule, { m, h }: Probabilities): number {
  return fields.reduce((product, field, i) => {
    const levels = agrees[field] ?? [];
    return levels.length === 0 ? product : (product * shareOf(levels, h, i)) / shareOf(levels, m, i);
  }, 1);
}

const shareOf = (levels: readonly string[], shares: Shares, comparison: number): number =>
  (comparisons[comparison]?.levels ?? []).reduce(
    (sum, { name }, level) => sum + (levels.includes(name) ? (shares[comparison]?.[level] ?? 0) : 0),
    0,
  );
