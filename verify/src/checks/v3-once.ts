/** V3: no event has its effect twice, however often it was sent, delivered or published. */
import { type Evidence } from '../reading/evidence.ts';
import { grouped, type Check } from './check.ts';
import { accountsOf } from './ledger.ts';

export const once: Check = {
  name: 'V3',
  promise: 'no event is stored, passed on, parked or counted twice',
  find: (evidence) => [
    ...twice(
      'stored',
      evidence.archive,
      ({ marker, source }) => `${source} ${marker}`,
      ({ id, receivedId }) => `${id} ${receivedId}`,
    ),
    ...twice(
      'collected',
      evidence.collected,
      ({ marker }) => marker,
      ({ id }) => id,
    ),
    ...twice(
      'resolved',
      evidence.resolved,
      ({ marker }) => marker,
      ({ id }) => id,
    ),
    ...twice('dead-lettered', evidence.deadLetters, letterKey, ({ id }) => id),
    ...rejectedTwice(evidence),
    ...figuresOff(evidence),
  ],
};

const letterKey = ({ group, topic, place }: Evidence['deadLetters'][number]): string =>
  `${group} ${topic}/${place.partition}/${place.offset}`;

/** A message that stands twice under one id is a copy, which every consumer drops; two ids are two effects. */
function twice<T>(
  what: string,
  items: readonly T[],
  of: (item: T) => string,
  as: (item: T) => string,
): readonly string[] {
  return [...grouped(items, of)].flatMap(([key, all]) => {
    const times = new Set(all.map(as)).size;
    return times > 1 ? [`${key} is ${what} ${times} times`] : [];
  });
}

function rejectedTwice(evidence: Evidence): readonly string[] {
  return [...accountsOf(evidence).values()].flatMap(({ marker, rejected, possible }) =>
    rejected.length > possible ? [`${marker} was sent ${possible} times and rejected ${rejected.length} times`] : [],
  );
}

/** Figures add up: an effect that happened twice shows here, wherever it happened. */
function figuresOff({ figures, archive, sent }: Evidence): readonly string[] {
  if (figures === undefined) return [];
  const stored = new Set(archive.map(({ marker }) => marker));
  const claims = new Map(
    sent.flatMap(({ item }) => (item.claims && stored.has(item.id) ? [[item.id, item.claims]] : [])),
  );
  const expected: Record<string, number> = {};
  let orders = 0;
  let gross = 0;
  for (const { type, name, amount } of claims.values()) {
    const shown = type === 'track' && name !== undefined ? name : `$${type}`;
    expected[shown] = (expected[shown] ?? 0) + 1;
    if (amount !== undefined) [orders, gross] = [orders + 1, gross + amount];
  }
  const wrong: string[] = [];
  for (const [name, count] of Object.entries(figures.events)) {
    if (count !== (expected[name] ?? 0))
      wrong.push(`${name} is counted ${count} times and happened ${expected[name] ?? 0} times`);
  }
  if (figures.orders !== orders) wrong.push(`${figures.orders} orders are counted and there were ${orders}`);
  if (figures.gross !== gross) wrong.push(`revenue is ${figures.gross} and was ${gross}`);
  return wrong;
}
