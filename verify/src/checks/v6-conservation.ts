/** V6: acknowledged = stored + rejected + duplicate, and nothing is left in flight. */
import { type Evidence } from '../reading/evidence.ts';
import { type Check } from './check.ts';

interface Balance {
  readonly received: number;
  readonly stored: number;
  readonly rejected: number;
  readonly duplicate: number;
  readonly inFlight: number;
}

export const conservation: Check = {
  name: 'V6',
  promise: 'acknowledged = stored + rejected + duplicate per source and hour, and nothing stays in flight',
  find: (evidence) => [
    ...[...balances(evidence)].flatMap(([shelf, { inFlight, received }]) =>
      inFlight === 0 ? [] : [`${shelf}: ${inFlight} of ${received} have no end`],
    ),
    ...evidence.lags
      .filter(({ messages }) => messages > 0)
      .map(({ group, topic, messages }) => `${group} has ${messages} of ${topic} still to do`),
  ],
};

/** By source and hour of receipt. */
function balances({ received, archive, deadLetters }: Evidence): ReadonlyMap<string, Balance> {
  const stored = new Map(archive.map((one) => [`${one.source} ${one.marker}`, one.receivedId]));
  const parked = new Set(deadLetters.map(({ topic, place }) => `${topic} ${place.partition}/${place.offset}`));
  const found = new Map<string, Balance>();
  const seen = new Set<string>();
  for (const { id, marker, source, receivedAt, partition, offset } of received) {
    if (seen.has(id)) continue;
    seen.add(id);
    const shelf = `${source === '' ? 'unnamed' : source} ${new Date(receivedAt).toISOString().slice(0, 13)}`;
    const balance = found.get(shelf) ?? { received: 0, stored: 0, rejected: 0, duplicate: 0, inFlight: 0 };
    const archivedAs = stored.get(`${source} ${marker}`);
    const end = parked.has(`event.received.v1 ${partition}/${offset}`)
      ? 'rejected'
      : archivedAs === undefined
        ? 'inFlight'
        : archivedAs === id
          ? 'stored'
          : 'duplicate';
    found.set(shelf, { ...balance, received: balance.received + 1, [end]: balance[end] + 1 });
  }
  return found;
}
