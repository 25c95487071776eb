import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { capUseOf, decide, emptyLedger, readOffer, readPlacement, relevantTo, seedOf } from './index.ts';
import { type Offer, type Placement, type Question } from './index.ts';

const now = Date.parse('2026-03-04T10:00:00Z'); // a Wednesday

function offer(definition: object): Offer {
  const result = readOffer('gift', { placements: ['hero'], priority: 50, ...definition });
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.value;
}

function placement(definition: object = {}): Placement {
  const result = readPlacement('hero', definition);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.value;
}

const ann = {
  profile: 'p_ann',
  traits: {
    ...{ city: 'Leeds', age: 41, tags: ['vip', 'b2b'], address: { country: 'GB' }, born: '1985-02-03' },
    lines: [{ sku: 'a' }, { sku: 'b' }],
  },
  segments: ['loyal'],
  owns: ['console'],
};

const question = (parts: Partial<Question> = {}): Question => ({
  placement: placement(),
  channel: 'web',
  person: ann,
  context: { basket: 120, source: 'newsletter' },
  candidates: [],
  capUse: { used: {}, lost: [], busy: [] },
  now,
  seed: seedOf('d_1'),
  ...parts,
});

const outcomeOf = (definition: object, parts: Partial<Question> = {}) =>
  decide(question({ ...parts, candidates: [{ ...offer(definition) }] })).candidates[0];

describe('schedule', () => {
  it.each([
    [{ enabled: false }, 'switched off'],
    [{ schedule: { from: '2026-03-05T00:00:00Z' } }, 'starts at 2026-03-05T00:00:00.000Z'],
    [{ schedule: { to: '2026-03-04T10:00:00Z' } }, 'ended at 2026-03-04T10:00:00.000Z'],
    [{ schedule: { daily: [{ from: '12:00', to: '14:00' }] } }, 'closed on wed at 10:00 UTC; open 12:00-14:00'],
    [
      { schedule: { zone: 'America/New_York', daily: [{ from: '09:00', to: '17:00' }] } },
      'closed on wed at 05:00 America/New_York; open 09:00-17:00',
    ],
    [
      { schedule: { daily: [{ from: '09:00', to: '18:00', days: ['sat', 'sun'] }] } },
      'closed on wed at 10:00 UTC; open sat sun 09:00-18:00',
    ],
  ])('%j rejects: %s', (definition, because) => {
    expect(outcomeOf(definition)).toEqual({ offer: 'gift', outcome: 'rejected', stage: 'schedule', because });
  });

  it.each([
    [{ from: '2026-03-04T10:00:00Z', to: '2026-03-04T10:00:01Z' }],
    [{ daily: [{ from: '09:00', to: '10:01' }] }],
    [{ daily: [{ from: '22:00', to: '10:30', days: ['tue'] }] }], // over midnight: Tuesday's night ends on Wednesday
    [{ daily: [{ from: '00:00', to: '24:00', days: ['wed'] }] }],
    [{ zone: 'Asia/Tokyo', daily: [{ from: '19:00', to: '20:00' }] }],
  ])('%j lets pass', (schedule) => {
    expect(outcomeOf({ schedule })).toMatchObject({ outcome: 'chosen' });
  });

  it('follows the clock of the zone over the change to summer time', () => {
    const schedule = { zone: 'Europe/London', daily: [{ from: '09:00', to: '10:00' }] };
    const at = (time: string) => outcomeOf({ schedule }, { now: Date.parse(time) })?.outcome;
    expect(at('2026-03-28T09:30:00Z')).toBe('chosen');
    expect(at('2026-03-29T09:30:00Z')).toBe('rejected');
    expect(at('2026-03-29T08:30:00Z')).toBe('chosen');
  });
});

describe('placement and channel', () => {
  it.each([
    [{ placements: ['footer'] }, {}, 'made for footer, not for hero'],
    [{ channels: ['email'] }, {}, 'the offer is for email; channel web is not among them'],
    [
      {},
      { placement: placement({ channels: ['kiosk'] }) },
      'placement hero is for kiosk; channel web is not among them',
    ],
  ])('%j rejects', (definition, parts, because) => {
    expect(outcomeOf(definition, parts)).toMatchObject({ stage: 'placement', because });
  });

  it('rejects where the request names no channel although one is asked for', () => {
    const silent: Question = { ...question({ candidates: [offer({ channels: ['email'] })] }) };
    delete (silent as { channel?: string }).channel;
    expect(decide(silent).candidates[0]?.because).toBe('the offer is for email; the request names no channel');
  });
});

describe('eligibility', () => {
  it.each([
    [{ inSegment: 'loyal' }, 'in segment loyal'],
    [{ notInSegment: 'new' }, 'not in segment new'],
    [{ trait: 'city', equals: 'Leeds' }, 'trait city is Leeds, asked: equals Leeds'],
    [{ trait: 'city', in: ['York', 'Leeds'] }, 'trait city is Leeds, asked: one of York, Leeds'],
    [{ trait: 'city', startsWith: 'Le' }, 'trait city is Leeds, asked: starts with Le'],
    [{ trait: 'tags', contains: 'vip' }, 'trait tags is vip, b2b, asked: contains vip'],
    [{ trait: 'tags', equals: 'b2b' }, 'trait tags is vip, b2b, asked: equals b2b'],
    [{ trait: 'address.country', equals: 'GB' }, 'trait address.country is GB, asked: equals GB'],
    [{ trait: 'lines.sku', equals: 'b' }, 'trait lines.sku is a, b, asked: equals b'],
    [{ trait: 'age', gte: 41, lt: 42 }, 'trait age is 41, asked: >= 41 and < 42'],
    [{ trait: 'born', lt: '1990-01-01' }, 'trait born is 1985-02-03, asked: < 1990-01-01'],
    [{ trait: 'born', gt: '1985-02-02T23:30:00Z' }, 'trait born is 1985-02-03, asked: > 1985-02-02T23:30:00Z'],
    [{ trait: 'phone', exists: false }, 'trait phone is not known, asked: exists false'],
    [{ context: 'basket', gte: 100 }, 'context basket is 120, asked: >= 100'],
    [{ owns: 'console' }, 'owns console'],
    [{ doesNotOwn: 'game' }, 'does not own game'],
    [{ not: { inSegment: 'new' } }, 'not in segment new'],
    [{ all: [{ inSegment: 'loyal' }, { owns: 'console' }] }, 'in segment loyal, owns console'],
    [{ any: [{ inSegment: 'new' }, { owns: 'console' }] }, 'owns console'],
  ])('%j is met', (eligibility, because) => {
    expect(outcomeOf({ eligibility })).toEqual({
      offer: 'gift',
      outcome: 'chosen',
      because: `priority 50, ${because}`,
    });
    expect(outcomeOf({ eligibility: { not: eligibility } })).toMatchObject({ stage: 'eligibility', because });
  });

  it.each([
    [{ trait: 'phone', equals: 'x' }],
    [{ trait: 'phone', gte: 1 }],
    [{ trait: 'phone', lt: '2026-01-01' }],
    [{ trait: 'city', gte: 1 }],
    [{ trait: 'city', equals: 'leeds' }],
    [{ trait: 'age', equals: '41' }],
    [{ trait: 'age', gte: 41, lt: 41 }],
    [{ trait: 'born', gt: '1985-02-02T23:30:00Z', zone: 'Europe/Berlin' }],
    [{ trait: 'phone', exists: true }],
    [{ trait: 'constructor', exists: true }],
  ])('%j is not met by what is missing or of another kind', (eligibility) => {
    expect(outcomeOf({ eligibility })).toMatchObject({ stage: 'eligibility' });
  });
});

describe('applicability', () => {
  it.each([
    [{ unlessOwns: ['game', 'console'] }, 'already owns console'],
    [{ onlyIfOwns: ['printer'] }, 'owns none of printer'],
  ])('%j rejects', (applicability, because) => {
    expect(outcomeOf({ applicability })).toMatchObject({ stage: 'applicability', because });
  });

  it('offers the accessory to whoever owns the thing', () => {
    expect(outcomeOf({ applicability: { onlyIfOwns: ['console'] } })?.because).toBe('priority 50, owns console');
  });
});

describe('caps', () => {
  const caps = [{ limit: 3, within: '7d' }];
  it.each([
    [{ used: { gift: [3] }, lost: [], busy: [] }, '3 of 3 decisions within 7d used'],
    [
      { used: { gift: [3] }, lost: ['gift'], busy: [] },
      '3 of 3 decisions within 7d used; the last place went to a parallel decision',
    ],
    [{ used: {}, lost: [], busy: ['gift'] }, 'too many decisions at once to be sure of its cap'],
  ])('%j rejects', (capUse, because) => {
    expect(outcomeOf({ caps }, { capUse })).toMatchObject({ stage: 'caps', because });
  });

  it('tells what is left to whoever passes', () => {
    const because = outcomeOf({ caps }, { capUse: { used: { gift: [2] }, lost: [], busy: [] } })?.because;
    expect(because).toBe('priority 50, 2 of 3 decisions within 7d used');
  });
});

describe('rank and fallback', () => {
  const three = ['a', 'b', 'c'].map((id, index) => ({ ...offer({}), id, priority: [10, 90, 40][index] ?? 0 }));

  it('takes the highest priority and says where the others stand', () => {
    const { chosen, candidates } = decide(question({ candidates: three, placement: placement({ size: 2 }) }));
    expect(chosen).toEqual(['b', 'c']);
    expect(candidates[2]).toEqual({
      offer: 'a',
      outcome: 'ranked',
      because: 'priority 10, place 3; there is room for 2',
    });
  });

  it('never shows more than the placement, and fewer when asked', () => {
    const show = (limit: number) =>
      decide(question({ candidates: three, placement: placement({ size: 2 }), limit })).chosen;
    expect(show(1)).toEqual(['b']);
    expect(show(20)).toEqual(['b', 'c']);
  });

  it('draws among equals by the seed, each as often as the other', () => {
    const equals = three.map((one) => ({ ...one, priority: 5 }));
    const wins = { a: 0, b: 0, c: 0 };
    for (let at = 0; at < 3_000; at++) {
      const [winner] = decide(question({ candidates: equals, seed: seedOf(`d_${at}`) })).chosen;
      if (winner === 'a' || winner === 'b' || winner === 'c') wins[winner] += 1;
    }
    expect(Math.min(...Object.values(wins))).toBeGreaterThan(900);
  });

  it('answers the fallback only where nothing qualified', () => {
    const home = placement({ fallback: { content: { title: 'Hello' } } });
    const closed = offer({ enabled: false });
    expect(decide(question({ placement: home, candidates: [closed] })).fallback).toMatchObject({ kind: 'content' });
    expect(decide(question({ placement: home, candidates: three })).fallback).toBeNull();
    expect(decide(question({ candidates: [closed] })).fallback).toBeNull();
  });
});

describe('properties', () => {
  const anyCondition = fc.constantFrom(
    { inSegment: 'loyal' },
    { inSegment: 'new' },
    { trait: 'city', equals: 'Leeds' },
    { trait: 'lines.sku', equals: 'b' },
    { all: [{ trait: 'address', exists: true }, { not: { trait: 'address.country', in: ['GB'] } }] },
    { not: { owns: 'console' } },
    { context: 'basket', gt: 500 },
  );
  const anyOffer = fc.record({
    enabled: fc.boolean(),
    placements: fc.constantFrom(['hero'], ['footer'], ['hero', 'footer']),
    priority: fc.integer({ min: 0, max: 3 }),
    eligibility: anyCondition,
    applicability: fc.constantFrom({}, { unlessOwns: ['console'] }, { onlyIfOwns: ['game'] }),
    caps: fc.constantFrom([], [{ limit: 1, within: 'ever' }]),
  });
  const anyQuestion = fc.record({
    offers: fc.array(anyOffer, { maxLength: 12 }),
    used: fc.integer({ min: 0, max: 2 }),
    size: fc.integer({ min: 1, max: 4 }),
    seed: fc.string(),
  });
  type Drawn = typeof anyQuestion extends fc.Arbitrary<infer T> ? T : never;

  const built = ({ offers, used, size, seed }: Drawn): Question => {
    const candidates = offers.map((definition, index) => ({ ...offer(definition), id: `o${index}` }));
    const capUse = { used: Object.fromEntries(candidates.map((one) => [one.id, [used]])), lost: [], busy: [] };
    return question({ candidates, capUse, seed, placement: placement({ size, fallback: { offer: 'x' } }) });
  };

  it('gives every candidate exactly one outcome, and a rejected one exactly one stage', () => {
    fc.assert(
      fc.property(anyQuestion, (drawn) => {
        const asked = built(drawn);
        const { chosen, candidates, fallback } = decide(asked);
        expect(candidates.map((one) => one.offer).sort()).toEqual(asked.candidates.map((one) => one.id).sort());
        for (const one of candidates) {
          expect('stage' in one).toBe(one.outcome === 'rejected');
          expect(one.because).not.toBe('');
        }
        expect(chosen).toEqual(candidates.filter((one) => one.outcome === 'chosen').map((one) => one.offer));
        expect(fallback === null).toBe(chosen.length > 0);
      }),
    );
  });

  it('does not depend on the order of the candidates', () => {
    fc.assert(
      fc.property(anyQuestion, (drawn) => {
        const asked = built(drawn);
        expect(decide({ ...asked, candidates: asked.candidates.toReversed() })).toEqual(decide(asked));
      }),
    );
  });

  it('depends on nothing but what the log keeps of the person', () => {
    fc.assert(
      fc.property(anyQuestion, (drawn) => {
        const asked = built(drawn);
        const kept = relevantTo(asked.candidates, asked.person, asked.context);
        expect(decide({ ...asked, ...kept })).toEqual(decide(asked));
      }),
    );
  });
});

describe('cap use', () => {
  it('counts nothing on an empty ledger, and names only offers with caps', () => {
    const capped = offer({
      caps: [
        { limit: 3, within: '7d' },
        { limit: 9, per: 'total', within: 'ever' },
      ],
    });
    const ledgers = { person: emptyLedger, totals: new Map() };
    expect(capUseOf([capped, { ...offer({}), id: 'free' }], ledgers, { decision: 'd', now })).toEqual({ gift: [0, 0] });
  });
});
