import { describe, expect, it } from '@jest/globals';
import { decide, readOffer, readPlacement, type CapUse, type Offer } from '@tributary/domain-decisioning';
import fc from 'fast-check';
import { Crash, UnsteadyLedgerStore } from '../testing/unsteady-ledger-store.ts';
import { Ledgers } from './ledgers.ts';
import { ReservePlaces, totalOf } from './reserve-places.ts';

const now = Date.parse('2026-03-01T10:00:00Z');
const until = now + 3_600_000;

function offer(caps: object[]): Offer {
  const result = readOffer('gift', { placements: ['hero'], caps });
  if (!result.ok) throw new Error('unreadable');
  return result.value;
}

const hero = readPlacement('hero', {});
if (!hero.ok) throw new Error('unreadable');
const placement = hero.value;

/** Numbers that look like chance and repeat with the seed. */
function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const anyRun = fc.record({
  seed: fc.nat(),
  crashRate: fc.constantFrom(0, 0, 0.05),
  limit: fc.integer({ min: 1, max: 4 }),
});

function world({ seed, crashRate }: { seed: number; crashRate: number }) {
  const store = new UnsteadyLedgerStore(chanceOf(seed), crashRate);
  const ledgers = new Ledgers(store);
  // Three processes: each with its own queue, all on one store.
  const processes = [1, 2, 3].map(() => new ReservePlaces(new Ledgers(store)));
  return { store, ledgers, processes };
}

/** True where the offer was answered; a crash is tried again as a client would, with the same id. */
async function ask(
  places: ReservePlaces | undefined,
  decision: string,
  subject: string,
  gift: Offer,
): Promise<boolean> {
  for (;;) {
    try {
      const reservation = {
        ...{ decision, subject, candidates: [gift], now, until },
        decide: (capUse: CapUse) =>
          decide({
            ...{ placement, candidates: [gift], capUse, now, seed: decision, context: {} },
            person: { profile: subject, traits: {}, segments: [], owns: [] },
          }),
      };
      const reserved = await places?.reserve(reservation);
      return reserved?.held.length === 1;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
}

async function untilDone(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
}

describe('in random order and with crashes', () => {
  it('a cap gives exactly its places, and whoever got one is in the ledger', async () => {
    await fc.assert(
      fc.asyncProperty(anyRun, async (run) => {
        const { store, ledgers, processes } = world(run);
        const gift = offer([{ limit: run.limit, within: 'ever' }]);
        const asked = Array.from({ length: 12 }, (_, at) => ask(processes[at % 3], `d${at % 10}`, 'p_1', gift));
        const got = await Promise.all(asked);
        store.crashRate = 0;
        const { entries } = await ledgers.of('p_1');
        const answered = new Set(got.flatMap((yes, at) => (yes ? [`d${at % 10}|gift`] : [])));
        expect(new Set(entries.map(({ id }) => id))).toEqual(answered);
        expect(answered.size).toBe(run.limit);
      }),
      { numRuns: 40 },
    );
  });

  it('a total is never exceeded, and places that were not used are given back', async () => {
    await fc.assert(
      fc.asyncProperty(anyRun, async (run) => {
        const { ledgers, processes, store } = world({ ...run, crashRate: 0 });
        const gift = offer([
          { limit: run.limit, per: 'total', within: 'ever' },
          { limit: 1, within: 'ever' },
        ]);
        const asked = Array.from({ length: 12 }, (_, at) => ask(processes[at % 3], `d${at}`, `p_${at % 5}`, gift));
        const got = (await Promise.all(asked)).filter(Boolean).length;
        store.crashRate = 0;
        const { entries } = await ledgers.of(totalOf('gift'));
        expect(entries.filter(({ released }) => !released).length).toBe(got);
        // Whoever holds a total place while losing the person's gives it back; others may have found it taken meanwhile.
        expect(got).toBeLessThanOrEqual(Math.min(run.limit, 5));
        for (let at = got; at < run.limit; at++)
          expect(await ask(processes[0], `late${at}`, `late${at}`, gift)).toBe(true);
        expect(await ask(processes[0], 'last', 'last', gift)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('a merge and a split in the middle lose no entry and double none', async () => {
    await fc.assert(
      fc.asyncProperty(anyRun, async (run) => {
        const { store, ledgers, processes } = world(run);
        const gift = offer([{ limit: run.limit, within: 'ever' }]);
        const asked = Array.from({ length: 12 }, (_, at) =>
          ask(processes[at % 3], `d${at}`, `p_${(at % 2) + 1}`, gift),
        );
        const link = { from: 'p_2', to: 'p_1', at: now };
        const merges = [1, 2].map(() => untilDone(() => ledgers.link(link)));
        const got = await Promise.all([...asked, ...merges.map((merge) => merge.then(() => false))]);
        store.crashRate = 0;
        const answered = got.flatMap((yes, at) => (yes ? [`d${at}|gift`] : []));
        const united = await ledgers.of('p_1');
        expect(united.entries.map(({ id }) => id).sort()).toEqual(answered.sort());
        expect(answered.length).toBeLessThanOrEqual(2 * run.limit);
        expect((await ledgers.of('p_2')).subject).toBe('p_1');

        store.crashRate = run.crashRate;
        const apart = { from: 'p_1', to: 'p_2', origins: new Set(['p_2']), at: now + 1 };
        await Promise.all([1, 2].map(() => untilDone(() => ledgers.separate(apart))));
        await untilDone(() => ledgers.link(link)); // a late copy of old news
        store.crashRate = 0;
        const [first, second] = await ledgers.all(['p_1', 'p_2']);
        const both = [...(first?.entries ?? []), ...(second?.entries ?? [])];
        expect(both.map(({ id }) => id).sort()).toEqual(answered.sort());
        expect(second?.entries.every(({ origin }) => origin === 'p_2')).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('a decision that is asked again keeps its place, although the ledgers that merged are over the cap', async () => {
    const { ledgers, processes } = world({ seed: 7, crashRate: 0 });
    const gift = offer([{ limit: 1, within: 'ever' }]);
    await ask(processes[0], 'd1', 'p_1', gift);
    await ask(processes[0], 'd2', 'p_2', gift);
    await ledgers.link({ from: 'p_2', to: 'p_1', at: now });
    const again = [];
    for (const decision of ['d1', 'd2', 'd3']) again.push(await ask(processes[1], decision, 'p_2', gift));
    expect(again).toEqual([true, true, false]);
  });

  it('ledgers that merge one way and later the other stay one ledger', async () => {
    const { ledgers, processes } = world({ seed: 7, crashRate: 0 });
    const gift = offer([{ limit: 9, within: 'ever' }]);
    await ask(processes[0], 'd1', 'p_1', gift);
    await ask(processes[0], 'd2', 'p_2', gift);
    await ledgers.link({ from: 'p_1', to: 'p_2', at: now });
    await ledgers.link({ from: 'p_2', to: 'p_1', at: now + 1 });
    await ledgers.link({ from: 'p_1', to: 'p_2', at: now }); // old news
    const [first, second] = await ledgers.all(['p_1', 'p_2']);
    expect([first?.subject, second?.subject]).toEqual(['p_1', 'p_1']);
    expect(first?.entries.length).toBe(2);
  });
});
