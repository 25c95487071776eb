import { describe, expect, it } from '@jest/globals';
import { type Problem } from '@tributary/http';
import { changedOrder, checkOrder, decidedBy } from './order.ts';
import { type ImportOrder } from './ports.ts';

const mapping = { events: [{ type: 'identify', messageId: '{id}', userId: '{id}', timestamp: '{at}' }] };
const order: ImportOrder = { source: 'shop', dryRun: true, preview: false, name: 'people' };

function refusal(work: () => void): string | undefined {
  try {
    work();
  } catch (error) {
    const { parts } = error as Problem;
    return parts.code;
  }
  return undefined;
}

describe('an order', () => {
  it('is found wanting before anything is sent', () => {
    expect(refusal(() => { checkOrder({ ...order, mapping: {} }); })).toBe('MAPPING_INVALID'); // prettier-ignore
    expect(refusal(() => { checkOrder({ ...order, shiftDays: 1 }); })).toBe('SHIFT_NEEDS_MAPPING'); // prettier-ignore
    expect(refusal(() => { checkOrder({ ...order, mapping, shiftDays: 1 }); })).toBeUndefined(); // prettier-ignore
  });

  it('is what was said last, where something was said', () => {
    expect(changedOrder(order, { mapping, dryRun: false })).toEqual({ ...order, mapping, dryRun: false });
    expect(changedOrder({ ...order, mapping }, { mapping: undefined, shiftDays: 2 })).toEqual({
      ...{ ...order, mapping, shiftDays: 2 },
    });
    expect(refusal(() => changedOrder(order, { shiftDays: 2 }))).toBe('SHIFT_NEEDS_MAPPING');
  });

  it('makes another import of the same file with another source, mapping or shift alone', () => {
    const base = { ...order, mapping };
    const same = JSON.stringify(decidedBy(base));
    expect(JSON.stringify(decidedBy({ ...base, dryRun: false, name: 'others' }))).toBe(same);
    for (const change of [{ source: 'web' }, { mapping: { ...mapping, name: 'x' } }, { shiftDays: 1 }]) {
      expect(JSON.stringify(decidedBy({ ...base, ...change }))).not.toBe(same);
    }
  });
});
