/** What the matcher says of records, each form made once: the only door between the partition and the model. */
import { type RecordFacts, type TraitFact } from './facts.ts';
import { isIllegalTrait } from './illegal.ts';
import { type MatchForm } from './matching/form.ts';
import { matcherOf } from './matching/matcher-of.ts';
import { type Comparison, type Matcher } from './matching/matcher.ts';
import { type MatchingRules } from './matching/rules.ts';
import { type Policy } from './policy.ts';
import { mayJoin, trustOf } from './trust.ts';

export interface Comparisons {
  readonly rules: Omit<MatchingRules, 'model'>;
  /** Records of equal fingerprints compare equal to everybody; undefined when the record says nothing that could be compared. */
  fingerprintOf(record: RecordFacts): string | undefined;
  /** Where the record may meet others, sorted; none when it says nothing that could be compared. */
  keysOf(record: RecordFacts): readonly string[];
  /** False when the record says nothing that could be compared. */
  speaks(record: RecordFacts): boolean;
  /** Symmetric; undefined when one of them says nothing. */
  bitsOf(a: RecordFacts, b: RecordFacts): number | undefined;
  /** Symmetric; undefined when one of them says nothing. */
  compare(a: RecordFacts, b: RecordFacts): Comparison | undefined;
}

/** Saturated blocking keys stand among saturated identifiers; no identifier type has a colon, so none collides. */
export const blockKey = (key: string): string => `block:${key}`;

export const probabilityOf = (bits: number): number => 1 / (1 + 2 ** -bits);

export const bitsFor = (probability: number): number => Math.log2(probability / (1 - probability));

/** Undefined when the policy compares nothing. `another`: another reading of records than that of the policy's model. */
export function comparisonsOf(policy: Policy, another?: Matcher): Comparisons | undefined {
  const rules = policy.matching;
  if (rules === undefined) return undefined;
  const matcher = another ?? matcherOf(rules);
  const forms = formsOf(matcher, policy);
  const both = <T>(a: RecordFacts, b: RecordFacts, read: (a: MatchForm, b: MatchForm) => T): T | undefined => {
    const [first, second] = a.id < b.id ? [a, b] : [b, a]; // sums of fractions depend on their order
    const [p, q] = [forms(first), forms(second)];
    return p === undefined || q === undefined ? undefined : read(p.form, q.form);
  };
  return {
    rules,
    fingerprintOf: (record) => forms(record)?.form.fingerprint,
    keysOf: (record) => forms(record)?.keys ?? [],
    speaks: (record) => forms(record) !== undefined,
    bitsOf: (a, b) => both(a, b, (p, q) => matcher.bitsOf(p, q)),
    compare: (a, b) => both(a, b, (p, q) => matcher.compare(p, q)),
  };
}

/** A form with its sorted blocking keys. */
interface Read {
  readonly form: MatchForm;
  readonly keys: readonly string[];
}

type Forms = WeakMap<RecordFacts, Read | 'nothing'>;

/** Records and policies are never changed in place, so a form is good for as long as its record lives. */
const known = new WeakMap<Matcher, WeakMap<Policy, Forms>>();

function formsOf(matcher: Matcher, policy: Policy): (record: RecordFacts) => Read | undefined {
  const byPolicy = known.get(matcher) ?? new WeakMap<Policy, Forms>();
  known.set(matcher, byPolicy);
  const forms: Forms = byPolicy.get(policy) ?? new WeakMap();
  byPolicy.set(policy, forms);
  const read = (record: RecordFacts): Read | 'nothing' => {
    const form = matcher.formOf(trustedPart(record, policy, matcher.comparedTypes));
    return form === undefined ? 'nothing' : { form, keys: [...matcher.blockingKeysOf(form)].sort() };
  };
  return (record) => {
    const found = forms.get(record) ?? read(record);
    forms.set(record, found);
    return found === 'nothing' ? undefined : found;
  };
}

/**
 * What sources say that are trusted enough to join by: a visitor who types somebody's name, birth and address into a
 * browser must not become that person.
 */
function trustedPart(record: RecordFacts, policy: Policy, compared: ReadonlySet<string>): RecordFacts {
  const isTrusted = (trait: TraitFact): boolean =>
    (trait.verified === true || trustOf(policy, trait) >= policy.joinTrust) &&
    !isIllegalTrait(trait.name, trait.value, policy);
  const traits = record.traits.filter(isTrusted);
  // What forms are not made of stays: the record is then the same in most cases, and its form need not be read again.
  const identifiers = record.identifiers.filter((fact) => !compared.has(fact.type) || mayJoin(fact, record, policy));
  const whole = traits.length === record.traits.length && identifiers.length === record.identifiers.length;
  return whole ? record : { ...record, traits, identifiers };
}

/** Compares each pair once, for as long as it is held. */
export function remembering(comparisons: Comparisons): Comparisons {
  const bits = new Pairs<number | undefined>();
  const compared = new Pairs<Comparison | undefined>();
  return {
    ...comparisons,
    bitsOf: (a, b) => bits.of(a, b, () => comparisons.bitsOf(a, b)),
    compare: (a, b) => compared.of(a, b, () => comparisons.compare(a, b)),
  };
}

class Pairs<T> {
  readonly #known = new Map<RecordFacts, Map<RecordFacts, { readonly value: T }>>();

  of(a: RecordFacts, b: RecordFacts, make: () => T): T {
    const [first, second] = a.id < b.id ? [a, b] : [b, a];
    const row = this.#known.get(first) ?? new Map<RecordFacts, { readonly value: T }>();
    this.#known.set(first, row);
    const made = row.get(second) ?? { value: make() };
    row.set(second, made);
    return made.value;
  }
}
