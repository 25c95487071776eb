import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hour } from './definition.ts';
import { confirmed, emptyLedger, entryId, folded, pruned, readOffer, released, reserved, united } from './index.ts';
import { type Entry, type Ledger, type Offer } from './index.ts';
import { used } from './ledger.ts';

const start = Date.parse('2026-03-04T10:00:00Z');
const day = 24 * hour;

function offer(...caps: object[]): Offer {
  const result = readOffer('gift', { placements: ['hero'], caps });
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.value;
}

const entry = (decision: string, at: number, parts: Partial<Entry> = {}): Entry => ({
  id: entryId(decision, 'gift'),
  offer: 'gift',
  origin: 'p_1',
  at,
  until: at + hour,
  shown: null,
  released: false,
  ...parts,
});

const holding = (...entries: Entry[]): Ledger => ({ ...emptyLedger, entries });

function useOf(capped: Offer, ledger: Ledger, now: number): number {
  const [cap] = capped.caps;
  return cap === undefined ? 0 : used(cap, capped, ledger, now);
}

describe('windows', () => {
  it.each([
    ['7d', start + 7 * day - 1, 1],
    ['7d', start + 7 * day, 0],
    ['30m', start + 30 * 60_000 - 1, 1],
    ['30m', start + 30 * 60_000, 0],
    ['day', Date.parse('2026-03-04T23:59:59Z'), 1],
    ['day', Date.parse('2026-03-05T00:00:00Z'), 0],
    ['ever', start + 3_000 * day, 1],
  ])('a decision counts within %s at %d: %d', (within, now, expected) => {
    expect(useOf(offer({ limit: 1, within }), holding(entry('d', start)), now)).toBe(expected);
  });

  it('counts days by the calendar of the zone of the offer', () => {
    const result = readOffer('gift', {
      placements: ['hero'],
      schedule: { zone: 'Asia/Tokyo' },
      caps: [{ limit: 1, within: 'day' }],
    });
    if (!result.ok) throw new Error('unreadable');
    const before = holding(entry('d', Date.parse('2026-03-04T14:59:00Z')));
    expect(useOf(result.value, before, Date.parse('2026-03-04T15:00:00Z'))).toBe(0); // midnight in Tokyo
  });
});

describe('exposures', () => {
  const capped = offer({ limit: 1, within: '7d', counts: 'exposure' });

  it('are held from the decision on, and free again when the hold expires', () => {
    const ledger = holding(entry('d', start));
    expect(useOf(capped, ledger, start + hour - 1)).toBe(1);
    expect(useOf(capped, ledger, start + hour)).toBe(0);
  });

  it('count from the moment they are shown', () => {
    const shownAt = start + 30 * 60_000;
    const ledger = confirmed(holding(entry('d', start)), entry('d', start), shownAt);
    expect(useOf(capped, ledger, shownAt + 7 * day - 1)).toBe(1);
    expect(useOf(capped, ledger, shownAt + 7 * day)).toBe(0);
  });

  it('count once, however often they are reported', () => {
    const once = confirmed(holding(entry('d', start)), entry('d', start), start + 1);
    expect(confirmed(once, entry('d', start), start + 999)).toEqual(once);
  });

  it('count even when reported after everything about them was forgotten', () => {
    const ledger = confirmed(emptyLedger, entry('d', start), start + 9 * day);
    expect(useOf(capped, ledger, start + 9 * day)).toBe(1);
  });

  it('give their place back when released, unless they were shown', () => {
    const id = entryId('d', 'gift');
    expect(useOf(capped, released(holding(entry('d', start)), [id]), start + 1)).toBe(0);
    const shown = confirmed(holding(entry('d', start)), entry('d', start), start + 1);
    expect(useOf(capped, released(shown, [id]), start + 2)).toBe(1);
  });
});

describe('reservation', () => {
  const capped = offer({ limit: 2, within: '7d' }, { limit: 3, within: 'ever', counts: 'exposure' });

  it('is refused when one of the caps is full, and repeats without counting twice', () => {
    const one = reserved(emptyLedger, capped, entry('a', start), 'person');
    const two = reserved(one ?? emptyLedger, capped, entry('b', start + 1), 'person');
    expect(reserved(two ?? emptyLedger, capped, entry('c', start + 2), 'person')).toBeUndefined();
    expect(reserved(two ?? emptyLedger, capped, entry('b', start + 3), 'person')).toBe(two);
  });

  it('never passes a cap, whatever reserves, shows, releases and expires in between', () => {
    const step = fc.record({
      kind: fc.constantFrom('reserve', 'reserve', 'reserve', 'confirm', 'release', 'prune'),
      decision: fc.integer({ min: 0, max: 30 }).map(String),
      pause: fc.integer({ min: 0, max: 3 * hour }),
    });
    const exact = offer({ limit: 2, within: '7d' }, { limit: 1, within: 'day', counts: 'exposure' });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        let ledger = emptyLedger;
        let now = start;
        const decided: number[] = [];
        for (const { kind, decision, pause } of steps) {
          now += pause;
          const id = entryId(decision, 'gift');
          const known = ledger.entries.some((one) => one.id === id);
          if (kind === 'reserve' && !known) {
            const next = reserved(ledger, exact, entry(decision, now), 'person');
            if (next !== undefined) decided.push(now);
            ledger = next ?? ledger;
          }
          if (kind === 'confirm' && known) ledger = confirmed(ledger, entry(decision, now), now);
          if (kind === 'prune') ledger = pruned(ledger, now);
          const latest = decided.filter((time) => time > now - 7 * day).length;
          expect(latest).toBeLessThanOrEqual(2);
        }
      }),
    );
  });
});

describe('union', () => {
  const anyEntry = fc
    .record({
      decision: fc.integer({ min: 0, max: 8 }),
      offer: fc.constantFrom('gift', 'other'),
      shown: fc.option(fc.integer({ min: start, max: start + day })),
      released: fc.boolean(),
      origin: fc.constantFrom('p_1', 'p_2'),
    })
    .map(({ decision, ...parts }) => ({
      ...entry(String(decision), start + decision, parts),
      id: entryId(String(decision), parts.offer),
      released: parts.released && parts.shown === null,
    }));
  const anyEntries = fc.uniqueArray(anyEntry, { selector: (one) => one.id });

  it('is exact: twice is once, and neither order nor grouping matters', () => {
    fc.assert(
      fc.property(anyEntries, anyEntries, anyEntries, (a, b, c) => {
        expect(united(united(a, b), b)).toEqual(united(a, b));
        expect(united(a, b)).toEqual(united(b, a));
        expect(united(united(a, b), c)).toEqual(united(a, united(b, c)));
      }),
    );
  });
});

describe('growth', () => {
  it('keeps what a cap of fifty needs and forgets the rest', () => {
    const capped = offer({ limit: 50, within: 'ever' });
    const shown = Array.from({ length: 60 }, (_, at) => entry(`s${at}`, start + at, { shown: start + at }));
    const open = Array.from({ length: 500 }, (_, at) => entry(`o${at}`, start + 100 + at));
    const small = pruned(holding(...shown, ...open), start + day);
    expect(small.entries.length).toBe(120);
    expect(small.entries.filter((one) => one.shown !== null).length).toBe(60);
    expect(useOf(capped, small, start + day)).toBeGreaterThanOrEqual(50);
  });

  it('folds the old entries of a total into hours without losing count', () => {
    const total = (within: string, counts: string) => offer({ limit: 9_999, per: 'total', within, counts });
    let ledger = emptyLedger;
    for (let at = 0; at < 5_000; at++) {
      const time = start + at * 60_000;
      const shown = at % 2 === 0 ? time : null;
      ledger = folded({ ...ledger, entries: [...ledger.entries, entry(`d${at}`, time, { shown, until: time })] }, time);
    }
    const now = start + 5_000 * 60_000;
    expect(ledger.entries.length).toBeLessThanOrEqual(600);
    expect(useOf(total('ever', 'decision'), ledger, now)).toBe(5_000);
    expect(useOf(total('ever', 'exposure'), ledger, now)).toBe(2_500);
    const inTwoDays = useOf(total('2d', 'decision'), ledger, now);
    expect(inTwoDays).toBeGreaterThanOrEqual(2 * 24 * 60 - 1);
    expect(inTwoDays).toBeLessThanOrEqual(2 * 24 * 60 + 60); // an hour counts whole
  });
});
