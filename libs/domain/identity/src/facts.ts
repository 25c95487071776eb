/** What is known of a record, as sets, minima and last-writer-wins: order and repetition of events leave no trace. */
import { type EventCollected, type RecordId } from '@tributary/contracts';
import { isPlaceholder } from '@tributary/domain-cleansing';
import { consentsIn, purposeOf, type ConsentFact } from './consent.ts';
import { deviceClassIn, type DeviceClass } from './devices.ts';
import { readIdentifier, type ReadIdentifier } from './identifier.ts';
import { bounded, compare, holdsWord, isLater, laterOf, mergeWords, type Word } from './last-word.ts';
import { countryOf, whatIsSaid } from './matching/form-of/traits.ts';
import { ruleOf, type Limits, type Policy } from './policy.ts';

/** Kept apart by who speaks: what browsers and apps claim never displaces or dates what others have said. */
export interface IdentifierFact extends ReadIdentifier {
  /** Time of the earliest event that carried it, milliseconds. */
  readonly firstAt: number;
  /** Sources that said so, sorted. */
  readonly sources: readonly string[];
  /** Browsers and apps of these sources said so. */
  readonly client?: true;
  /** Proven once: by a login, a one-time code, a document. */
  readonly verified?: true;
  /** Of a device: what it is said to be. */
  readonly device?: DeviceClass;
}

/** The latest word of one source on one trait; later means (time, event id). Proven and claimed values have a place each. */
export interface TraitFact extends Word {
  readonly name: string;
  readonly source: string;
  /** Null: the source has erased it. */
  readonly value: unknown;
  /** A browser or an app of the source said so. */
  readonly client?: true;
  readonly verified?: true;
}

export interface RecordFacts {
  readonly id: RecordId;
  /** Time of the earliest event, milliseconds. */
  readonly firstAt: number;
  /** Sorted by type, value and who speaks. */
  readonly identifiers: readonly IdentifierFact[];
  /** Sorted by name, source and who speaks. */
  readonly traits: readonly TraitFact[];
  /** Sorted by purpose; absent: nothing has been said. */
  readonly consents?: readonly ConsentFact[];
}

/** What one event says about its record. */
export function factsOf(event: EventCollected, policy: Policy): RecordFacts {
  const time = Date.parse(event.time);
  const traits = event.type === 'group' ? [] : traitsOf(event, time, policy.limits);
  const identifiers = identifiersIn(event, { time, traits, policy });
  const consents = mergeWords(consentsIn(event, time), purposeOf, policy.limits.consentsPerRecord);
  return {
    id: event.record,
    firstAt: time,
    identifiers: identifiers.length > 1 ? mergeIdentifiers(identifiers, [], policy.limits) : identifiers,
    traits,
    ...(consents.length === 0 ? {} : { consents }),
  };
}

interface Reading {
  readonly time: number;
  /** What the event says beside its identifiers. */
  readonly traits: readonly TraitFact[];
  readonly policy: Policy;
}

function identifiersIn(event: EventCollected, { time, traits, policy }: Reading): readonly IdentifierFact[] {
  const device = deviceClassIn(event, time);
  const hasPhone = event.identifiers.some(({ type }) => type === 'phone');
  const country = hasPhone ? countryOf(whatIsSaid(traits)) : undefined;
  return tellingIn(event, policy, country).map((identifier) => ({
    ...identifier,
    firstAt: time,
    sources: [event.source],
    ...voiceOf(event, identifier.type),
    ...(device !== undefined && ruleOf(policy, identifier.type).kind === 'device' ? { device } : {}),
  }));
}

/**
 * The doors name no record after what they know to be a placeholder. One that is named after a value which only the policy
 * forbids is everybody and nobody: what else it carries must not join through it.
 */
function tellingIn(
  { identifiers }: EventCollected,
  policy: Policy,
  country: string | undefined,
): readonly ReadIdentifier[] {
  const read = identifiers.map((identifier) => readIdentifier(identifier, policy, country));
  const named = identifiers.findIndex(({ value }) => !isPlaceholder(value));
  const name = read[Math.max(named, 0)];
  return name?.unfit === 'placeholder' ? [name] : read;
}

function voiceOf({ sender, verified }: EventCollected, name: string): { client?: true; verified?: true } {
  if (sender === 'client') return { client: true };
  return verified?.includes(name) === true ? { verified: true } : {};
}

function traitsOf(event: EventCollected, time: number, limits: Limits): readonly TraitFact[] {
  const entries = Object.entries(event.traits);
  if (entries.length === 0) return [];
  const fitting = entries.filter(([, value]) => isShort(value, limits.traitLength));
  const traits = fitting.map(([name, value]) => ({
    ...{ name, source: event.source, value, event: event.event, time },
    ...voiceOf(event, name),
  }));
  return mergeWords(traits, placeOf, limits.traitsPerRecord);
}

const isShort = (value: unknown, limit: number): boolean =>
  (typeof value === 'string' ? value : JSON.stringify(value)).length <= limit;

/** Commutative, associative, idempotent. */
export function mergeFacts(a: RecordFacts, b: RecordFacts, limits: Limits): RecordFacts {
  const consents = mergeConsents(a.consents, b.consents, limits);
  return {
    id: a.id,
    firstAt: Math.min(a.firstAt, b.firstAt),
    identifiers: mergeIdentifiers(a.identifiers, b.identifiers, limits),
    traits: b.traits.length === 0 ? a.traits : mergeWords([...a.traits, ...b.traits], placeOf, limits.traitsPerRecord),
    ...(consents === undefined ? {} : { consents }),
  };
}

type Consents = RecordFacts['consents'];

function mergeConsents(a: Consents, b: Consents, limits: Limits): Consents {
  if (a === undefined || b === undefined) return a ?? b;
  return mergeWords([...a, ...b], purposeOf, limits.consentsPerRecord);
}

/** True when merging `news` into `known` would change nothing; the common case, so it allocates little. */
export function holds(known: RecordFacts, news: RecordFacts, limits: Limits): boolean {
  const consents = news.consents ?? [];
  return (
    known.firstAt <= news.firstAt &&
    news.identifiers.every((identifier) => holdsIdentifier(known, identifier, limits)) &&
    news.traits.every((trait) => holdsWord(known.traits, trait, placeOf, limits.traitsPerRecord)) &&
    consents.every((consent) => holdsWord(known.consents ?? [], consent, purposeOf, limits.consentsPerRecord))
  );
}

function holdsIdentifier(known: RecordFacts, news: IdentifierFact, limits: Limits): boolean {
  const own = known.identifiers.find(
    ({ type, value, client }) => type === news.type && value === news.value && client === news.client,
  );
  if (own === undefined) {
    const alike = known.identifiers.filter(({ client }) => client === news.client);
    return alike.length >= limits.identifiersPerRecord && alike.every((other) => byAge(other, news) < 0);
  }
  const full = own.sources.length >= limits.sourcesPerIdentifier;
  return (
    own.firstAt <= news.firstAt &&
    news.sources.every((source) => own.sources.includes(source) || isPast(source)) &&
    (own.verified === true || news.verified !== true) &&
    (news.device === undefined || (own.device !== undefined && !isLater(news.device, own.device)))
  );
  function isPast(source: string): boolean {
    return full && own !== undefined && own.sources.every((other) => other < source);
  }
}

function mergeIdentifiers(
  a: readonly IdentifierFact[],
  b: readonly IdentifierFact[],
  limits: Limits,
): readonly IdentifierFact[] {
  const byPlace = new Map<string, IdentifierFact>();
  for (const fact of [...a, ...b]) {
    const place = `${fact.type}|${fact.value}|${fact.client ? 'client' : ''}`;
    const known = byPlace.get(place);
    byPlace.set(place, known ? mergeIdentifier(known, fact, limits) : fact);
  }
  const all = [...byPlace.values()];
  if (all.length <= limits.identifiersPerRecord) return all.sort(byTypeAndValue);
  return [true, undefined]
    .flatMap((client) =>
      earliest(
        all.filter((fact) => fact.client === client),
        limits,
      ),
    )
    .sort(byTypeAndValue);
}

/** Of too many the earliest stay: a minimum, so which ones stay does not depend on the order of arrival. */
const earliest = (facts: readonly IdentifierFact[], limits: Limits): readonly IdentifierFact[] =>
  bounded([...facts].sort(byAge), limits.identifiersPerRecord);

function mergeIdentifier(a: IdentifierFact, b: IdentifierFact, limits: Limits): IdentifierFact {
  const sources = b.sources.every((source) => a.sources.includes(source))
    ? a.sources
    : bounded([...new Set([...a.sources, ...b.sources])].sort(), limits.sourcesPerIdentifier);
  const device = laterOf(a.device, b.device);
  return {
    ...a,
    ...(b.verified ? { verified: true } : {}),
    ...(device === undefined ? {} : { device }),
    firstAt: Math.min(a.firstAt, b.firstAt),
    sources,
  };
}

/** No name holds a NUL, so places sort by name, then source, then who speaks. */
const placeOf = ({ name, source, client, verified }: TraitFact): string =>
  `${name}\0${source}\0${client ? 'client' : verified ? 'verified' : ''}`;

const byTypeAndValue = (a: IdentifierFact, b: IdentifierFact): number =>
  compare(a.type, b.type) || compare(a.value, b.value) || Number(a.client ?? false) - Number(b.client ?? false);

const byAge = (a: IdentifierFact, b: IdentifierFact): number => a.firstAt - b.firstAt || byTypeAndValue(a, b);
