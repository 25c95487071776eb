/** Events and words of a seed: few values that many share, in any order, some of them twice. */
import { type Received } from '@tributary/bus';
import { EventCollected, eventId, recordId, type Identifier, type RecordId } from '@tributary/contracts';
import { pairOf, type Assertion } from '@tributary/domain-identity';

const pick = <T>(items: readonly T[], random: () => number): T | undefined =>
  items[Math.floor(random() * items.length)];

const values = ['1', '2', '3', '4'];
const types = ['user_id', 'email', 'anonymous_id', 'previous_id'];
const names = ['ann', 'amy', 'bob', 'cid', 'dee'];
const cities = ['Leeds', 'York', 'Hull'];

export interface Scenario {
  readonly events: readonly EventCollected[];
  /** The events with copies of some, shuffled. */
  readonly arriving: readonly Received<EventCollected>[];
}

export interface Words {
  readonly words: readonly Assertion[];
  /** The words with copies of some, shuffled. */
  readonly saying: readonly Assertion[];
}

/** `steady`: what a record says of its person never changes, it only becomes more. */
export function scenarioOf(random: () => number, steady: boolean): Scenario {
  const said = new Map<string, EventCollected['traits']>();
  const traitsOf = (record: string): EventCollected['traits'] => {
    const own = (steady ? said.get(record) : undefined) ?? {
      given: pick(names, random) ?? '',
      city: pick(cities, random) ?? '',
    };
    said.set(record, own);
    return Object.fromEntries(Object.entries(own).filter(() => random() < 0.5));
  };
  const events = Array.from({ length: 3 + Math.floor(random() * 12) }, (_, serial): EventCollected => {
    const identifiers = types.flatMap((type): Identifier[] => {
      const value = pick(values, random) ?? '';
      return random() < 0.3 ? [{ type, value: type === 'email' ? `${value}@example.com` : value }] : [];
    });
    if (identifiers.length === 0) identifiers.push({ type: 'anonymous_id', value: pick(values, random) ?? '' });
    const [first] = identifiers;
    const record = recordId(`r_${first?.type ?? ''}:${first?.value ?? ''}`);
    const time = `2026-03-01T10:0${Math.floor(random() * 10)}:00.000Z`;
    const traits = traitsOf(record);
    return {
      ...EventCollected.example,
      type: 'identify',
      event: eventId(`e_${serial}`),
      record,
      identifiers,
      traits,
      time,
      ...(random() < 0.2 ? { sender: 'client' as const } : {}),
      ...(random() < 0.1 ? consent(random() < 0.5) : {}),
    };
  });
  const copies = events.filter(() => random() < 0.3);
  const arriving = [...events, ...copies].map(received).sort(() => random() - 0.5);
  return { events, arriving };
}

export function wordsOn(events: readonly EventCollected[], random: () => number): Words {
  const words = Array.from({ length: Math.floor(random() * 5) }, () => someWord(random, events));
  const saying = [...words, ...words.filter(() => random() < 0.3)].sort(() => random() - 0.5);
  return { words, saying };
}

/** Of records that events name, and now and then of one that nobody ever sees. */
function someWord(random: () => number, events: readonly EventCollected[]): Assertion {
  const unseen = recordId(`r_${pick(['a', 'user_id', 'z'], random) ?? ''}:unseen`);
  const some = (): RecordId => (random() < 0.1 ? unseen : (pick(events, random)?.record ?? unseen));
  const [a, b] = [some(), some()];
  return {
    kind: pick(['must-link', 'cannot-link', 'undecided', 'retracted'] as const, random) ?? 'retracted',
    records: a === b ? pairOf(a, recordId('r_other:unseen')) : pairOf(a, b),
    by: pick(['ann', 'bob'], random) ?? '',
    at: Math.floor(random() * 4),
    why: '',
  };
}

const consent = (granted: boolean) => ({
  context: { consent: { categoryPreferences: { identity_linking: granted } } },
});

export const received = <T>(value: T, offset: number): Received<T> => ({
  ...{ id: String(offset), topic: 'any', partition: 0, offset, key: 'any', value },
  ...{ time: 0, appendedAt: 0, traceparent: undefined },
});
