/** V4: the events of one person take effect in the order of the log, and the log has the order of a door that was waited for. */
import { type Evidence, type Passed, type Place } from '../reading/evidence.ts';
import { grouped, type Check } from './check.ts';

export const order: Check = {
  name: 'V4',
  promise: "each person's events pass every stage in the order in which they were acknowledged",
  find: (evidence) => {
    const received = firsts(evidence.received);
    const collected = firsts(evidence.collected);
    const resolved = firsts(evidence.resolved);
    return [
      ...doorOrder(evidence, received),
      ...stageOrder('collected', evidence.collected, collected, received, ({ record }) => record),
      ...stageOrder(
        'resolved',
        evidence.resolved,
        resolved,
        collected,
        ({ record, partition }) => `${record} on ${partition}`,
      ),
    ];
  },
};

type Firsts = ReadonlyMap<string, Place>;

/** Where each event stands first; the records of a partition come in the order of their offsets. */
function firsts(records: readonly (Place & { readonly marker: string })[]): Firsts {
  const found = new Map<string, Place>();
  for (const { marker, partition, offset } of records) {
    const known = found.get(marker);
    if (known === undefined || (known.partition === partition && offset < known.offset))
      found.set(marker, { partition, offset });
  }
  return found;
}

/** Requests of a chain were sent one after another. */
function doorOrder({ sent }: Evidence, received: Firsts): readonly string[] {
  const chained = new Map(sent.flatMap(({ item, chain }) => (chain === undefined ? [] : [[item.id, item]])));
  return [...grouped(chained.values(), ({ key }) => key)].flatMap(([key, items]) => {
    const placed = items.flatMap(({ id, sequence }) => {
      const place = received.get(id);
      return place === undefined ? [] : [{ sequence, offset: place.offset }];
    });
    const bySequence = placed.toSorted((a, b) => a.sequence - b.sequence);
    return inversions(
      bySequence.map(({ offset }) => offset),
      `${key} on the log`,
    );
  });
}

interface Stage extends Passed {
  readonly before: Place;
}

function stageOrder(
  name: string,
  records: readonly Passed[],
  ...[own, before, lineOf]: readonly [Firsts, Firsts, (record: Passed) => string]
): readonly string[] {
  const firstOnly = records.flatMap((record): readonly Stage[] => {
    const place = own.get(record.marker);
    const earlier = before.get(record.marker);
    const isFirst = place?.partition === record.partition && place.offset === record.offset;
    return isFirst && earlier !== undefined ? [{ ...record, before: earlier }] : [];
  });
  // A channel may key as it likes: only what stood on one partition had an order.
  const lines = grouped(firstOnly, (stage) => `${lineOf(stage)} from ${stage.before.partition}`);
  return [...lines].flatMap(([line, all]) => {
    const inOrder = all.toSorted((a, b) => a.offset - b.offset);
    return inversions(
      inOrder.map((one) => one.before.offset),
      `${name} of ${line}`,
    );
  });
}

function inversions(positions: readonly number[], what: string): readonly string[] {
  const at = positions.findIndex((position, index) => index > 0 && position <= (positions[index - 1] ?? -1));
  return at < 0 ? [] : [`${what}: number ${at} of ${positions.length} overtook the one before`];
}
