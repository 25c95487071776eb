/** What the matcher says of records, each form made once: the only door between the partition and the model. */
import { type RecordId } from '@tributary/contracts';
import { type RecordFacts, type TraitFact } from './facts.ts';
import { isIllegalTrait } from './illegal.ts';
import { type MatchForm } from './matching/form.ts';
import { keyOfCode, ruleOfCode } from './matching/blocking.ts';
import { matcherOf } from './matching/matcher-of.ts';
import { type Comparison, household, type Matcher, type Testimony } from './matching/matcher.ts';
import { type MatchingRules } from './matching/rules.ts';
import { type Policy } from './policy.ts';
import { mayJoin, trustOf } from './trust.ts';

export interface Comparisons {
  readonly rules: Omit<MatchingRules, 'model'>;
  /** Records of equal fingerprints compare equal to everybody; undefined when the record says nothing that could be compared. */
  fingerprintOf(record: RecordFacts): string | undefined;
  /** Where the record may meet others; none when it says nothing that could be compared. */
  readonly codesOf: (record: RecordFacts) => readonly BlockCode[];
  /** False when the record says nothing that could be compared. */
  speaks(record: RecordFacts): boolean;
  /** Symmetric; undefined when one of them says nothing. Below `floor`, where it is given, anything below it. */
  bitsOf(a: RecordFacts, b: RecordFacts, floor?: number): number | undefined;
  /** Symmetric; undefined when one of them says nothing. */
  compare(a: RecordFacts, b: RecordFacts): Comparison | undefined;
  /** Whether it compares at least so many fields. */
  haveInCommon(a: RecordFacts, b: RecordFacts, fields: number): boolean;
  /** A part of it, for a fraction of its cost. */
  testimonyOf(a: RecordFacts, b: RecordFacts): Testimony | undefined;
}

/** A blocking key as a matcher counts it, and as records are found by it in the store. */
export type BlockCode = number | string;

/** The blocking key as it is told: `rule|value`. */
export const blockingKeyOf = (code: BlockCode): string => (typeof code === 'number' ? keyOfCode(code) : code);

/** A key of more records leads nowhere. */
export const mostInBlock = (rules: Comparisons['rules'], code: BlockCode): number => {
  const rule = typeof code === 'number' ? ruleOfCode(code) : undefined;
  return (rule && rules.recordsPerBlockOf?.[rule]) ?? rules.recordsPerBlock;
};

/** Saturated blocking keys stand among saturated identifiers; no identifier type has a colon, so none collides. */
export const blockKey = (code: BlockCode): string => `${block}${blockingKeyOf(code)}`;

export const isBlockKey = (key: string): boolean => key.startsWith(block);

const block = 'block:';

export const probabilityOf = (bits: number): number => 1 / (1 + 2 ** -bits);

export const bitsFor = (probability: number): number => Math.log2(probability / (1 - probability));

/** Undefined when the policy compares nothing. */
export function comparisonsOf(policy: Policy): Comparisons | undefined {
  const rules = policy.matching;
  if (rules === undefined) return undefined;
  const matcher = matcherOf(rules);
  return comparisonsBy(rules, matcher, formsOf(matcher, policy));
}

/** `forms`: undefined where a record says nothing that could be compared. */
export function comparisonsBy(
  rules: Comparisons['rules'],
  matcher: Matcher,
  forms: (record: RecordFacts) => FormRead | undefined,
): Comparisons {
  const both = <T>(a: RecordFacts, b: RecordFacts, read: (a: MatchForm, b: MatchForm) => T): T | undefined => {
    const [first, second] = a.id < b.id ? [a, b] : [b, a]; // sums of fractions depend on their order
    const [p, q] = [forms(first), forms(second)];
    return p === undefined || q === undefined ? undefined : read(p.form, q.form);
  };
  return {
    rules,
    fingerprintOf: (record) => forms(record)?.form.fingerprint,
    codesOf: (record) => forms(record)?.codes ?? [],
    speaks: (record) => forms(record) !== undefined,
    bitsOf: (a, b, floor) => both(a, b, (p, q) => matcher.bitsOf(p, q, floor)),
    compare: (a, b) => both(a, b, (p, q) => matcher.compare(p, q)),
    haveInCommon: (a, b, fields) => both(a, b, (p, q) => matcher.haveInCommon(p, q, fields)) ?? false,
    testimonyOf: (a, b) => both(a, b, (p, q) => matcher.testimonyOf(p, q)),
  };
}

/** A form with its blocking keys, which are not asked of all. */
export class FormRead {
  #codes: readonly number[] | undefined;

  constructor(
    readonly form: MatchForm,
    private readonly matcher: Matcher,
  ) {}

  get codes(): readonly number[] {
    return (this.#codes ??= this.matcher.blockingCodesOf(this.form));
  }
}

export const formRead = (form: MatchForm | undefined, matcher: Matcher): FormRead | undefined =>
  form && new FormRead(form, matcher);

type Forms = WeakMap<RecordFacts, FormRead | 'nothing'>;

/** Records and policies are never changed in place, so a form is good for as long as its record lives. */
const known = new WeakMap<Matcher, WeakMap<Policy, Forms>>();

function formsOf(matcher: Matcher, policy: Policy): (record: RecordFacts) => FormRead | undefined {
  const byPolicy = known.get(matcher) ?? new WeakMap<Policy, Forms>();
  known.set(matcher, byPolicy);
  const forms: Forms = byPolicy.get(policy) ?? new WeakMap();
  byPolicy.set(policy, forms);
  const read = (record: RecordFacts): FormRead | 'nothing' =>
    formRead(matcher.formOf(trustedPart(record, policy, matcher.comparedTypes)), matcher) ?? 'nothing';
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
export function trustedPart(record: RecordFacts, policy: Policy, compared: ReadonlySet<string>): RecordFacts {
  const isTrusted = (trait: TraitFact): boolean =>
    (trait.verified === true || trustOf(policy, trait) >= policy.joinTrust) &&
    !isIllegalTrait(trait.name, trait.value, policy);
  const traits = record.traits.filter(isTrusted);
  // What forms are not made of stays: the record is then the same in most cases, and its form need not be read again.
  const identifiers = record.identifiers.filter((fact) => !compared.has(fact.type) || mayJoin(fact, record, policy));
  const whole = traits.length === record.traits.length && identifiers.length === record.identifiers.length;
  return whole ? record : { ...record, traits, identifiers };
}

/** `haveInCommon` of what was compared already. */
export const comparesAtLeast = (fields: number, comparison: Comparison | undefined): boolean =>
  (comparison?.fields ?? []).filter(({ field, level }) => level !== null && field !== household).length >= fields;

/** Comparisons of which each is made once, for as long as they are held. */
export interface Remembered extends Comparisons {
  /** Takes what somebody else has found. */
  learn(a: RecordId, b: RecordId, bits: number): void;
}

export function remembering(comparisons: Comparisons): Remembered {
  const bits = new Pairs<number>();
  const compared = new Pairs<Comparison>();
  const testimonies = new Pairs<Testimony>();
  return {
    ...comparisons,
    learn: (a, b, found) => {
      bits.set(a, b, found);
    },
    bitsOf: (a, b) => bits.of(a.id, b.id) ?? bits.set(a.id, b.id, comparisons.bitsOf(a, b)),
    compare: (a, b) => compared.of(a.id, b.id) ?? compared.set(a.id, b.id, comparisons.compare(a, b)),
    testimonyOf: (a, b) => testimonies.of(a.id, b.id) ?? testimonies.set(a.id, b.id, comparisons.testimonyOf(a, b)),
  };
}

class Pairs<T> {
  readonly #known = new Map<RecordId, Map<RecordId, T>>();

  of(a: RecordId, b: RecordId): T | undefined {
    return a < b ? this.#known.get(a)?.get(b) : this.#known.get(b)?.get(a);
  }

  /** Answers what it was given. */
  set(a: RecordId, b: RecordId, value: T | undefined): T | undefined {
    if (value === undefined) return undefined;
    const [first, second] = a < b ? [a, b] : [b, a];
    const row = this.#known.get(first);
    if (row) row.set(second, value);
    else this.#known.set(first, new Map([[second, value]]));
    return value;
  }
}
