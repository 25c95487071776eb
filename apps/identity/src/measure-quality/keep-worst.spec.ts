import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { admit, stepOf } from './keep-worst.ts';

const most = 5;

function keptOf(urgencies: readonly number[]): { readonly kept: number[]; readonly dropped: number[] } {
  let steps: readonly number[] = [];
  const [kept, dropped]: [number[], number[]] = [[], []];
  for (const urgency of urgencies) {
    const admission = admit(steps, urgency, most);
    steps = admission.steps;
    (admission.isKept ? kept : dropped).push(urgency);
  }
  return { kept, dropped };
}

const urgencies = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { maxLength: 100 });

it('keeps all, as long as there is room', () => {
  expect(keptOf([1, 0, 100, 3, 3]).dropped).toEqual([]);
});

it('finds room for a worse one whenever it comes', () => {
  expect(keptOf([1, 1, 1, 1, 1, 1, 200, 1]).kept).toEqual([1, 1, 1, 1, 1, 200]);
});

it('drops a row only where enough are kept that are at least as urgent, whatever the order', () => {
  fc.assert(
    fc.property(urgencies, (all) => {
      const { kept, dropped } = keptOf(all);
      for (const one of dropped) {
        expect(kept.filter((other) => stepOf(other) >= stepOf(one)).length).toBeGreaterThanOrEqual(most);
      }
    }),
  );
});

it('keeps a bounded number of each step', () => {
  fc.assert(
    fc.property(urgencies, (all) => {
      const bySteps = Map.groupBy(keptOf(all).kept, stepOf);
      for (const rows of bySteps.values()) expect(rows.length).toBeLessThanOrEqual(most);
    }),
  );
});
