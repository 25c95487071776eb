import { describe, expect, it } from '@jest/globals';
import { type EventCollected, topics } from '@tributary/contracts';
import fc from 'fast-check';
import { parseSourceRules } from '../source-rules.ts';
import { violationsOf } from './check-plan.ts';
import { inferPlan } from './infer-plan.ts';
import { keepToPlan } from './keep-to-plan.ts';
import { typesOf } from './plan-types.ts';
import { type PropertyPlan, type TrackingPlan } from './tracking-plan.ts';

const viewed = (properties: Record<string, unknown>, rest: Partial<EventCollected> = {}): EventCollected => ({
  ...topics.eventCollected.message.example,
  properties,
  ...rest,
});

const plan: TrackingPlan = {
  events: [
    {
      type: 'track',
      name: 'Product Viewed',
      properties: {
        product_id: { type: 'string', required: true, longest: 12 },
        price: { type: 'number', atLeast: 0 },
        size: { type: 'string', oneOf: ['S', 'M'] },
        seen: { type: 'time' },
        tags: { type: 'list', of: { type: 'string' } },
        shop: { type: 'object', properties: { id: { type: 'integer', required: true } }, others: 'refuse' },
      },
      others: 'refuse',
    },
    { type: 'page', properties: {} },
  ],
  traits: { age: { type: 'integer', required: true } },
  unplanned: 'warn',
  violations: 'warn',
};

describe('an event held against its plan', () => {
  it.each<[string, EventCollected, readonly string[]]>([
    [
      'keeps to it',
      viewed({ product_id: 'p', price: 1, tags: ['a'], shop: { id: 1 }, seen: '2026-03-01T10:00:00Z' }),
      [],
    ],
    ['lacks what is required', viewed({}), ['missing /properties/product_id']],
    ['has nothing where something is required', viewed({ product_id: null }), ['missing /properties/product_id']],
    ['has a text for a number', viewed({ product_id: 'p', price: '1' }), ['wrong-type /properties/price']],
    ['has a number out of range', viewed({ product_id: 'p', price: -1 }), ['out-of-range /properties/price']],
    ['has a value that is not of the list', viewed({ product_id: 'p', size: 'XL' }), ['not-one-of /properties/size']],
    [
      'has a day that does not exist',
      viewed({ product_id: 'p', seen: '2026-02-30T00:00:00Z' }),
      ['wrong-type /properties/seen'],
    ],
    ['has a long text', viewed({ product_id: 'p'.repeat(13) }), ['too-long /properties/product_id']],
    ['has a wrong item in a list', viewed({ product_id: 'p', tags: ['a', 1] }), ['wrong-type /properties/tags/1']],
    ['has nothing in a list of texts', viewed({ product_id: 'p', tags: [null] }), ['wrong-type /properties/tags/0']],
    ['lacks something within', viewed({ product_id: 'p', shop: {} }), ['missing /properties/shop/id']],
    ['has more than is planned', viewed({ product_id: 'p', colour: 'red' }), ['unplanned-property /properties/colour']],
    ['has more within', viewed({ product_id: 'p', shop: { id: 1, x: 1 } }), ['unplanned-property /properties/shop/x']],
    ['is not planned', viewed({}, { name: 'Something' }), ['unplanned-event ']],
    ['is of a type that is planned as a whole', viewed({ a: 1 }, { type: 'page', name: 'Home' }), []],
    [
      'knows something wrong of somebody',
      viewed({ product_id: 'p' }, { traits: { age: 'old' } }),
      ['wrong-type /traits/age'],
    ],
  ])('%s', (_what, event, expected) => {
    expect(violationsOf(event, plan).map(({ kind, at }) => `${kind} ${at}`)).toEqual(expected);
  });

  it('says what was expected and found without any value', () => {
    const [violation] = violationsOf(viewed({ product_id: 'p', size: 'my-secret' }), plan);
    expect(violation).toEqual({
      kind: 'not-one-of',
      at: '/properties/size',
      expected: 'one of S, M',
      found: 'another string',
    });
  });
});

describe('what becomes of an event that does not keep to its plan', () => {
  const wrong = viewed({ product_id: 'p', price: 'x', tags: ['a', 1, 'b'], shop: { id: 1, more: true } });

  it.each<[TrackingPlan['violations'], object]>([
    ['warn', { kind: 'pass', event: { properties: wrong.properties, flags: ['PLAN_VIOLATION'] } }],
    [
      'strip',
      {
        kind: 'pass',
        event: {
          properties: { product_id: 'p', tags: ['a', 'b'], shop: { id: 1 } },
          flags: ['PLAN_VIOLATION', 'PLAN_STRIPPED'],
        },
      },
    ],
    ['block', { kind: 'block' }],
  ])('%s', (violations, expected) => {
    expect(keepToPlan(wrong, { ...plan, violations })).toMatchObject(expected);
  });

  it.each<[TrackingPlan['unplanned'], string, readonly string[]]>([
    ['allow', 'pass', []],
    ['warn', 'pass', ['PLAN_VIOLATION']],
    ['block', 'block', []],
  ])('where it is not planned at all: %s', (unplanned, kind, flags) => {
    const kept = keepToPlan(viewed({ anything: 1 }, { name: 'Something' }), { ...plan, unplanned });
    expect(kept.kind).toBe(kind);
    if (kept.kind === 'pass') expect(kept.event.flags).toEqual(flags);
  });

  it('loses every item that does not fit, however many there are and however deep they lie', () => {
    const rows: PropertyPlan = { type: 'list', of: { type: 'list', of: { type: 'integer', atMost: 9 } } };
    const nested: TrackingPlan = {
      ...{ unplanned: 'warn', violations: 'strip' },
      events: [{ type: 'track', name: 'Product Viewed', properties: { rows } }],
    };
    const many = Array.from({ length: 200 }, () => 'x');
    const kept = keepToPlan(viewed({ rows: [[1, 'a', 2, 10], 'b', many, [null, 3]] }), nested);
    expect(kept).toMatchObject({ event: { properties: { rows: [[1, 2], [], [3]] } } });
    expect(kept.violations).toHaveLength(50);
  });

  it('is kept to it after stripping, whatever came', () => {
    const strict: TrackingPlan = { ...plan, violations: 'strip' };
    const json = fc.dictionary(fc.constantFrom('product_id', 'price', 'size', 'tags', 'shop', 'other'), fc.jsonValue());
    fc.assert(
      fc.property(json, (properties) => {
        const first = keepToPlan(viewed(properties), strict);
        if (first.kind !== 'pass') throw new Error('Nothing is blocked here.');
        const left = violationsOf(first.event, strict);
        // What was taken out may be missing now; nothing else is wrong.
        expect(left.filter(({ kind }) => kind !== 'missing')).toEqual([]);
      }),
    );
  });
});

describe('a plan from what was seen', () => {
  const seen = Array.from({ length: 12 }, (_, n) =>
    viewed(
      { product_id: `p${n}`, price: n / 2, count: n, ...(n > 3 ? { note: 'x' } : {}), items: [{ id: n }] },
      { traits: { vip: n > 5 } },
    ),
  );

  it('knows types, what is always there, and what lists and objects hold', () => {
    expect(inferPlan(seen)).toEqual({
      events: [
        {
          type: 'track',
          name: 'Product Viewed',
          properties: {
            count: { type: 'integer', required: true },
            items: {
              type: 'list',
              of: { type: 'object', properties: { id: { type: 'integer', required: true } } },
              required: true,
            },
            note: { type: 'string' },
            price: { type: 'number', required: true },
            product_id: { type: 'string', required: true },
          },
        },
      ],
      traits: { vip: { type: 'boolean', required: false } },
      unplanned: 'warn',
      violations: 'warn',
    });
  });

  it('is kept to by everything it was made from, and can be read again', () => {
    const objects = fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 });
    const events = fc.array(fc.tuple(fc.constantFrom('A', 'B'), objects), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(events, (drawn) => {
        const all = drawn.map(([name, properties]) => viewed(properties, { name }));
        const inferred = inferPlan(all);
        expect(all.flatMap((event) => violationsOf(event, inferred))).toEqual([]);
        expect(parseSourceRules({ plan: JSON.parse(JSON.stringify(inferred)) })).toMatchObject({ ok: true });
      }),
    );
  });
});

describe('the types of a plan', () => {
  it('name each event, and what may be left out', () => {
    expect(typesOf({ ...plan, events: plan.events.slice(0, 1) }, 'the source "web", version 3'))
      .toBe(`/** Made from the tracking plan of the source "web", version 3. Do not edit: make it again. */

export interface ProductViewed {
  "product_id": string;
  "price"?: number;
  "size"?: "S" | "M";
  "seen"?: string;
  "tags"?: readonly (string)[];
  "shop"?: {
    "id": number;
  };
}

export interface Traits {
  "age": number;
  [other: string]: unknown;
}

export interface TrackedEvents {
  "Product Viewed": ProductViewed;
}

export type Track = <Name extends keyof TrackedEvents>(event: Name, properties: TrackedEvents[Name]) => void;
`);
  });

  it('make no comment end early and no name begin with a digit', () => {
    const odd: TrackingPlan = {
      ...plan,
      traits: {},
      events: [{ type: 'track', name: '3 steps */ evil', description: 'ends */ here', properties: {} }],
    };
    const text = typesOf(odd, 'x */ y');
    expect(text).toContain('export interface Event3StepsEvil {');
    expect(text.replaceAll(/\/\*\*.*?\*\/\n/g, '')).not.toContain('*/\n');
  });
});
