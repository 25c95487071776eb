/**
 * The people that a set of accepted events describes, computed the slow way from the documents and without any of the
 * product's code: records from the strongest identifier, links by shared identifiers unless they are shared by too many,
 * traits by the last writer. Order of arrival is not an argument.
 */
import { type Claims } from '../traffic/request.ts';
import { byAge, type Facts, type Word } from './facts.ts';
import { eventOf, recordOf } from './hashes.ts';
import { linked } from './linked.ts';

export interface Accepted {
  readonly marker: string;
  readonly source: string;
  readonly claims: Claims;
  /** When the door received the copy that was stored, milliseconds. */
  readonly receivedAt: number;
}

export interface Person {
  readonly profile: string;
  readonly records: readonly string[];
  /** `type|value`, sorted. */
  readonly identifiers: readonly string[];
  readonly traits: Readonly<Record<string, unknown>>;
}

/** A client clock that is further ahead is not believed. */
const toleratedMs = 5 * 60_000;

export function fold(accepted: Iterable<Accepted>): readonly Person[] {
  const records = new Map<string, Facts>();
  for (const event of accepted) add(records, event);
  const { groups, ambiguous } = linked([...records.values()]);
  return groups.map((group) => personOf(group, ambiguous)).sort((a, b) => (a.profile < b.profile ? -1 : 1));
}

function add(records: Map<string, Facts>, { marker, source, claims, receivedAt }: Accepted): void {
  const time = claims.time > receivedAt + toleratedMs ? receivedAt : claims.time;
  const identifiers = identifiersOf(claims);
  const [type = '', value = ''] = identifiers[0] ?? [];
  const id = recordOf(type, value);
  const facts = records.get(id) ?? {
    id,
    firstAt: time,
    identifiers: new Set<string>(),
    words: new Map<string, Map<string, Word>>(),
  };
  records.set(id, facts);
  facts.firstAt = Math.min(facts.firstAt, time);
  for (const [kind, claimed] of identifiers) facts.identifiers.add(`${kind}|${claimed}`);
  const word = { time, event: eventOf(source, marker), source };
  for (const [name, said] of Object.entries(claims.traits)) {
    const bySource = facts.words.get(name) ?? new Map<string, Word>();
    facts.words.set(name, bySource);
    const known = bySource.get(source);
    if (known === undefined || isLater(word, known)) bySource.set(source, { ...word, value: said });
  }
}

const isLater = (a: Omit<Word, 'value'>, b: Word): boolean =>
  a.time > b.time || (a.time === b.time && a.event > b.event);

/** The strongest first. */
function identifiersOf({ userId, anonymousId, traits }: Claims): readonly (readonly [string, string])[] {
  const email = traits['email'];
  return [
    ...(userId === undefined ? [] : [['user_id', userId] as const]),
    ...(typeof email === 'string' ? [['email', email] as const] : []),
    ...(anonymousId === undefined ? [] : [['anonymous_id', anonymousId] as const]),
  ];
}

function personOf(records: readonly Facts[], ambiguous: ReadonlySet<string>): Person {
  const [seed] = records.toSorted(byAge);
  const identifiers = new Set<string>();
  for (const record of records) {
    for (const identifier of record.identifiers) {
      // What too many share finds nobody, except on a record that has nothing else.
      if (record.identifiers.size === 1 || !ambiguous.has(identifier)) identifiers.add(identifier);
    }
  }
  return {
    profile: `p_${(seed?.id ?? '').slice(2)}`,
    records: records.map(({ id }) => id).sort(),
    identifiers: [...identifiers].sort(),
    traits: traitsOf(records),
  };
}

/** Of all records and sources the latest word; a null is the silence of its source. */
function traitsOf(records: readonly Facts[]): Readonly<Record<string, unknown>> {
  const best = new Map<string, Word>();
  for (const { words } of records) {
    for (const [name, bySource] of words) {
      for (const word of bySource.values()) {
        const known = best.get(name);
        if (word.value !== null && (known === undefined || survives(word, known))) best.set(name, word);
      }
    }
  }
  return Object.fromEntries([...best].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { value }]) => [name, value]));
}

/** Sources are trusted alike here: the latest, then the longest, then a fixed order. */
function survives(a: Word, b: Word): boolean {
  if (a.time !== b.time) return a.time > b.time;
  const length = (value: unknown): number => (typeof value === 'string' ? value : JSON.stringify(value)).length;
  if (length(a.value) !== length(b.value)) return length(a.value) > length(b.value);
  return `${a.event} ${a.source}` < `${b.event} ${b.source}`;
}
