/** What is known of a record, as sets, minima and last-writer-wins: order and repetition of events leave no trace. */
import { type EventCollected, type RecordId } from '@tributary/contracts';
import { readIdentifier, type ReadIdentifier } from './identifier.ts';
import { type Limits, type Policy } from './policy.ts';

export interface IdentifierFact extends ReadIdentifier {
  /** Time of the earliest event that carried it, milliseconds. */
  readonly firstAt: number;
  /** Sources that said so, sorted. */
  readonly sources: readonly string[];
}

/** The latest word of one source on one trait; later means (time, event id). */
export interface TraitFact {
  readonly name: string;
  readonly source: string;
  /** Null: the source has erased it. */
  readonly value: unknown;
  readonly event: string;
  readonly time: number;
}

export interface RecordFacts {
  readonly id: RecordId;
  /** Time of the earliest event, milliseconds. */
  readonly firstAt: number;
  /** Sorted by type and value. */
  readonly identifiers: readonly IdentifierFact[];
  /** Sorted by name and source. */
  readonly traits: readonly TraitFact[];
}

/** What one event says about its record. */
export function factsOf(event: EventCollected, policy: Policy): RecordFacts {
  const time = Date.parse(event.time);
  const read = event.identifiers.map((identifier) => readIdentifier(identifier, policy));
  // A record that is named after a placeholder is everybody and nobody: what else it carries must not join through it.
  const telling = read[0]?.unfit === 'placeholder' ? read.slice(0, 1) : read;
  const identifiers = telling.map((identifier) => ({ ...identifier, firstAt: time, sources: [event.source] }));
  return {
    id: event.record,
    firstAt: time,
    identifiers: identifiers.length > 1 ? mergeIdentifiers(identifiers, [], policy.limits) : identifiers,
    traits: event.type === 'group' ? [] : traitsOf(event, time, policy.limits),
  };
}

function traitsOf(event: EventCollected, time: number, limits: Limits): readonly TraitFact[] {
  const entries = Object.entries(event.traits);
  if (entries.length === 0) return [];
  const fitting = entries.filter(([, value]) => isShort(value, limits.traitLength));
  const traits = fitting.map(([name, value]) => ({ name, source: event.source, value, event: event.event, time }));
  return bounded(traits.sort(byTrait), limits.traitsPerRecord);
}

const isShort = (value: unknown, limit: number): boolean =>
  (typeof value === 'string' ? value : JSON.stringify(value)).length <= limit;

/** Commutative, associative, idempotent. */
export function mergeFacts(a: RecordFacts, b: RecordFacts, limits: Limits): RecordFacts {
  return {
    id: a.id,
    firstAt: Math.min(a.firstAt, b.firstAt),
    identifiers: mergeIdentifiers(a.identifiers, b.identifiers, limits),
    traits: mergeTraits(a.traits, b.traits, limits),
  };
}

/** True when merging `news` into `known` would change nothing; the common case, so it allocates nothing. */
export function holds(known: RecordFacts, news: RecordFacts, limits: Limits): boolean {
  return (
    known.firstAt <= news.firstAt &&
    news.identifiers.every((identifier) => holdsIdentifier(known, identifier, limits)) &&
    news.traits.every((trait) => holdsTrait(known, trait, limits))
  );
}

function holdsIdentifier(known: RecordFacts, news: IdentifierFact, limits: Limits): boolean {
  const own = known.identifiers.find(({ type, value }) => type === news.type && value === news.value);
  if (own === undefined) {
    const full = known.identifiers.length >= limits.identifiersPerRecord;
    return full && known.identifiers.every((other) => byAge(other, news) < 0);
  }
  const full = own.sources.length >= limits.sourcesPerIdentifier;
  return own.firstAt <= news.firstAt && news.sources.every((source) => own.sources.includes(source) || isPast(source));
  function isPast(source: string): boolean {
    return full && own !== undefined && own.sources.every((other) => other < source);
  }
}

function holdsTrait(known: RecordFacts, news: TraitFact, limits: Limits): boolean {
  const own = known.traits.find(({ name, source }) => name === news.name && source === news.source);
  if (own !== undefined) return !isLater(news, own);
  const last = known.traits.at(-1);
  return known.traits.length >= limits.traitsPerRecord && last !== undefined && byTrait(last, news) < 0;
}

function mergeIdentifiers(
  a: readonly IdentifierFact[],
  b: readonly IdentifierFact[],
  limits: Limits,
): readonly IdentifierFact[] {
  const byValue = new Map<string, IdentifierFact>();
  for (const fact of [...a, ...b]) {
    const key = `${fact.type}|${fact.value}`;
    const known = byValue.get(key);
    byValue.set(key, known ? mergeIdentifier(known, fact, limits) : fact);
  }
  // Of too many the earliest stay: a minimum, so which ones stay does not depend on the order of arrival.
  const all = [...byValue.values()];
  if (all.length > limits.identifiersPerRecord) all.sort(byAge).length = limits.identifiersPerRecord;
  return all.sort(byTypeAndValue);
}

function mergeIdentifier(a: IdentifierFact, b: IdentifierFact, limits: Limits): IdentifierFact {
  const sources = b.sources.every((source) => a.sources.includes(source))
    ? a.sources
    : bounded([...new Set([...a.sources, ...b.sources])].sort(), limits.sourcesPerIdentifier);
  return { ...a, firstAt: Math.min(a.firstAt, b.firstAt), sources };
}

function mergeTraits(a: readonly TraitFact[], b: readonly TraitFact[], limits: Limits): readonly TraitFact[] {
  if (b.length === 0) return a;
  const latest = new Map<string, TraitFact>();
  for (const fact of [...a, ...b]) {
    const key = `${fact.name}\n${fact.source}`;
    const known = latest.get(key);
    if (known === undefined || isLater(fact, known)) latest.set(key, fact);
  }
  return bounded([...latest.values()].sort(byTrait), limits.traitsPerRecord);
}

const bounded = <T>(items: readonly T[], limit: number): readonly T[] =>
  items.length > limit ? items.slice(0, limit) : items;

const isLater = (a: TraitFact, b: TraitFact): boolean => a.time > b.time || (a.time === b.time && a.event > b.event);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byTypeAndValue = (a: ReadIdentifier, b: ReadIdentifier): number =>
  compare(a.type, b.type) || compare(a.value, b.value);

const byAge = (a: IdentifierFact, b: IdentifierFact): number => a.firstAt - b.firstAt || byTypeAndValue(a, b);

const byTrait = (a: TraitFact, b: TraitFact): number => compare(a.name, b.name) || compare(a.source, b.source);
