import { EventCollected, eventId, recordId } from '@tributary/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { daysIn } from './calendar.ts';
import { differences, mergedSums, postingsOf, sumsOf, unseen, type Placed, type Sums } from './cells.ts';
import { contributionsOf } from './contributions.ts';

const settings = { dayOf: daysIn('Europe/London'), defaultCurrency: 'GBP' };

const anyProduct = fc.record({
  product_id: fc.constantFrom('mug', 'lamp', 'a.b', '$x', 'a|b'),
  name: fc.constantFrom('Mug', 'Lamp', 'Lamp | large', ''),
  price: fc.oneof(
    fc.integer({ min: -500, max: 10_000 }).map((cents) => cents / 100),
    fc.constantFrom('1.005', null),
  ),
  quantity: fc.integer({ min: -3, max: 12 }),
});

const anyEvent: fc.Arbitrary<EventCollected> = fc
  .record({
    id: fc.uuid(),
    record: fc.constantFrom('r1', 'r2', 'r3'),
    known: fc.boolean(),
    type: fc.constantFrom('track' as const, 'track' as const, 'page' as const, 'identify' as const),
    name: fc.constantFrom('Order Completed', 'Order Refunded', 'Product Viewed', 'a|b', 'a%7Cb', 'a'),
    time: fc.date({
      min: new Date('2012-02-27T00:00:00Z'),
      max: new Date('2012-03-02T00:00:00Z'),
      noInvalidDate: true,
    }),
    revenue: fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom('19.90', 'free', undefined)),
    currency: fc.constantFrom('GBP', 'jpy', 7),
    products: fc.array(anyProduct, { maxLength: 4 }),
  })
  .map(({ id, record, known, type, name, time, ...properties }) => ({
    ...EventCollected.example,
    event: eventId(id),
    record: recordId(record),
    type,
    name,
    identifiers: [{ type: known ? 'user_id' : 'anonymous_id', value: record }],
    time: time.toISOString(),
    properties,
  }));

/** A store in a map: guarded as the real one must be. */
class Cells {
  readonly #cells = new Map<string, { applied: number; sums: Sums }>();

  apply(partition: number, batch: readonly { position: number; event: EventCollected }[]): void {
    const placed = batch.flatMap(({ position, event }): Placed[] =>
      contributionsOf(event, settings).map((contribution) => ({ position, contribution })),
    );
    for (const posting of postingsOf(placed)) {
      const address = `${posting.kind}|${posting.shelf}|${partition}`;
      const cell = this.#cells.get(address);
      const fresh = cell ? unseen(posting, cell.applied) : posting;
      if (!fresh) continue;
      const added = sumsOf(fresh.placed.map(({ contribution }) => contribution));
      this.#cells.set(address, { applied: fresh.last, sums: mergedSums(cell ? [cell.sums, added] : [added]) });
    }
  }

  /** Everything, with the partitions of a cell added up. */
  figures(): ReadonlyMap<string, Sums> {
    const shelves = new Map<string, Sums>();
    for (const [address, { sums }] of this.#cells) {
      const shelf = address.slice(0, address.lastIndexOf('|'));
      const known = shelves.get(shelf);
      shelves.set(shelf, mergedSums(known ? [known, sums] : [sums]));
    }
    return new Map([...shelves].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

const whole = (events: readonly EventCollected[]): ReadonlyMap<string, Sums> => {
  const cells = new Cells();
  cells.apply(
    0,
    events.map((event, position) => ({ position, event })),
  );
  return cells.figures();
};

const events = fc.uniqueArray(anyEvent, { selector: ({ event }) => event, maxLength: 40 });

describe('figures', () => {
  it('do not depend on order, partitions or batches', () => {
    fc.assert(
      fc.property(
        events.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 9 }),
        ([inOrder, shuffled], partitions, size) => {
          const cells = new Cells();
          for (let partition = 0; partition < partitions; partition += 1) {
            const lane = shuffled.filter((_, index) => index % partitions === partition);
            const placed = lane.map((event, position) => ({ position, event }));
            for (let at = 0; at < placed.length; at += size) cells.apply(partition, placed.slice(at, at + size));
          }
          expect(cells.figures()).toEqual(whole(inOrder));
        },
      ),
    );
  });

  it('do not change when a lane goes back and repeats, in other batches than before', () => {
    fc.assert(
      fc.property(events, fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 6 }), (list, repetitions) => {
        const placed = list.map((event, position) => ({ position, event }));
        const cells = new Cells();
        let done = 0;
        for (const [back, forward] of repetitions) {
          const end = Math.min(placed.length, done + forward);
          cells.apply(0, placed.slice(Math.max(0, done - back), end)); // from any committed offset before
          done = Math.max(done, end);
        }
        cells.apply(0, placed.slice(done));
        cells.apply(0, placed);
        expect(cells.figures()).toEqual(whole(list));
      }),
    );
  });
});

it('names the fields in which two sums differ', () => {
  const before: Sums = { counters: new Map([['GBP', { gross: 5, orders: 1 }]]), labels: new Map([['GBP', 'a']]) };
  const after: Sums = { counters: new Map([['GBP', { gross: 7, orders: 1, refunds: 0 }]]), labels: new Map() };
  expect(differences(before, before)).toEqual([]);
  expect(differences(before, after)).toEqual([
    { field: 'GBP.gross', before: 5, after: 7 },
    { field: 'GBP.label', before: 'a', after: '' },
  ]);
});
