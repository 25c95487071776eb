import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  begin,
  fewMessages,
  handOver,
  noteOf,
  passed,
  suspicionIn,
  triesOf,
  type HandOver,
  type Suspicion,
} from './quarantine.ts';

/** A lane as far as quarantine is concerned: it hands over, commits, and is killed and assigned anew. */
class Lane {
  committed = 0;
  restarts = 0;
  readonly handled: number[] = [];
  readonly parked: number[] = [];
  #note: string | undefined;
  #suspicion: Suspicion | undefined;
  #watched: number;

  constructor(
    readonly end: number,
    readonly batch: number,
  ) {
    this.#watched = batch;
  }

  /** One step; `dies` says whether the process ends while these messages are handled. */
  step(dies: (how: HandOver, offsets: readonly number[]) => boolean): void {
    const how = handOver(this.#suspicion, this.committed);
    const size = how === 'batch' ? this.batch : how === 'few' ? Math.min(this.batch, fewMessages) : 1;
    const next = Math.min(this.end, this.committed + size);
    const offsets = Array.from({ length: next - this.committed }, (_, i) => this.committed + i);
    if (how === 'park') this.parked.push(...offsets);
    else {
      if (this.#watched > 0 || this.#suspicion) this.#note = noteOf(begin(this.#suspicion, this.committed, next));
      if (dies(how, offsets)) {
        this.restarts += 1;
        this.#suspicion = suspicionIn(this.#note);
        this.#watched = this.batch;
        return;
      }
      this.handled.push(...offsets);
    }
    this.#suspicion = passed(this.#suspicion, next);
    this.#note = noteOf(this.#suspicion);
    this.#watched -= offsets.length;
    this.committed = next;
  }

  run(dies: (how: HandOver, offsets: readonly number[]) => boolean): this {
    for (let steps = 0; this.committed < this.end; steps++) {
      if (steps > 100 * this.end) throw new Error('no end');
      this.step(dies);
    }
    return this;
  }
}

const range = (from: number, until: number) => Array.from({ length: until - from }, (_, i) => from + i);
/** The most restarts that one culprit costs: one before it is watched, then the tries that count. */
const boundOf = 1 + triesOf.batch + triesOf.few + triesOf.message;

describe('quarantine', () => {
  const table: readonly [string, Suspicion | undefined, number, HandOver][] = [
    ['nothing is known', undefined, 7, 'batch'],
    ['a batch did not end', { begun: 1, from: 7, until: 9, size: 'batch' }, 7, 'few'],
    ['a few did not end', { begun: 1, from: 7, until: 9, size: 'few' }, 7, 'alone'],
    ['a few were done, others of the batch are left', { begun: 0, from: 7, until: 9, size: 'few' }, 7, 'few'],
    ['beyond the suspected messages', { begun: 1, from: 7, until: 9, size: 'few' }, 9, 'batch'],
    ['a message alone, once', { begun: 1, from: 7, until: 9, size: 'alone' }, 7, 'decisive'],
    ['a message alone, twice', { begun: 2, from: 7, until: 9, size: 'alone' }, 7, 'decisive'],
    ['a message alone, three times', { begun: 3, from: 7, until: 9, size: 'alone' }, 7, 'park'],
    ['the message is gone, another is first', { begun: 3, from: 7, until: 9, size: 'alone' }, 8, 'alone'],
  ];
  it.each(table)('%s', (_, noted, offset, how) => {
    expect(handOver(suspicionIn(noteOf(noted)), offset)).toBe(how);
  });

  it.each([
    undefined,
    '',
    '{}',
    'null',
    '7',
    '{"begun":-1,"from":0,"until":1,"size":"few"}',
    '{"begun":3,"from":0,"until":1,"size":"all"}',
    '{"begun":3,"from":0',
  ])('a note that is not ours says nothing: %s', (note) => {
    expect(suspicionIn(note)).toBeUndefined();
  });

  it('forgets a kill as soon as the batch has passed', () => {
    const lane = new Lane(30, 10);
    let kills = 1;
    lane.run(() => kills-- > 0);
    expect([lane.restarts, lane.handled, lane.parked]).toEqual([1, range(0, 30), []]);
  });

  it('looks at few messages alone, however many were in the batch', () => {
    const looked: number[] = [];
    new Lane(1_000, 500).run((how, offsets) => {
      if (how === 'alone') looked.push(...offsets);
      return offsets.includes(333);
    });
    expect(looked.length).toBeLessThanOrEqual(fewMessages);
    expect(looked).toContain(333);
  });

  it('parks whatever kills the process, once, and nothing else, after bounded restarts', () => {
    const sizes = fc.record({ end: fc.integer({ min: 1, max: 60 }), batch: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(sizes, fc.uniqueArray(fc.nat(59), { maxLength: 5 }), ({ end, batch }, numbers) => {
        const culprits = numbers.filter((n) => n < end).sort((a, b) => a - b);
        const lane = new Lane(end, batch).run((_, offsets) => offsets.some((offset) => culprits.includes(offset)));
        expect(lane.parked).toEqual(culprits);
        expect(lane.handled).toEqual(range(0, end).filter((n) => !culprits.includes(n)));
        expect(lane.restarts).toBeLessThanOrEqual(boundOf * culprits.length);
      }),
    );
  });

  it('convicts nobody unless one message was hit three times in a row by itself, after a hit of its batch and one of a few', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.boolean(), { maxLength: 200 }), (batch, kills) => {
        const lane = new Lane(60, batch);
        const hits: string[] = [];
        let turn = 0;
        lane.run((how, offsets) => {
          const dies = kills[turn++] ?? false;
          if (dies) hits.push(`${how === 'batch' || how === 'few' ? how : 'alone'} ${offsets[0]}`);
          return dies;
        });
        for (const parked of lane.parked) {
          const alone = hits.flatMap((hit, i) => (hit === `alone ${parked}` ? [i] : []));
          expect(alone).toHaveLength(triesOf.message);
          expect((alone.at(-1) ?? 0) - (alone[0] ?? 0)).toBe(triesOf.message - 1);
          const before = hits.slice(0, alone[0]).filter((hit) => !hit.startsWith('alone'));
          expect(before.map((hit) => hit.split(' ')[0])).toEqual(expect.arrayContaining(['batch', 'few']));
        }
      }),
    );
  });
});
