import { describe, expect, it } from '@jest/globals';
import { recordId } from '@tributary/contracts';
import { type Assertion } from './assertion.ts';
import { comparisonsOf } from './comparisons.ts';
import { defaultMatching } from './matching/default-matching.ts';
import { peopleOf, type People } from './people.ts';
import { defaultPolicy, type Policy } from './policy.ts';
import { reviewId } from './reviews.ts';
import { asserted, byHand, component, groups, named, type Said } from './scenario.ts';
import { blocksOf } from './scored.ts';
import { factsOfRow } from './table.ts';

const ann = { name: 'Ann Kelley', birth: '1980-02-03' };

const given = (said: readonly Said[], assertions: readonly Assertion[] = [], policy: Policy = defaultPolicy): People =>
  peopleOf(component(said, assertions, policy), policy, byHand);

const doubts = ({ reviews }: People): unknown[] =>
  reviews.map(({ why, joined, bits, id }) => ({ why, joined, bits, id }));

it('records of one name and birth are two people while one of them may not be linked', () => {
  const all = component([
    ['crm:1', ann],
    ['crm:2', ann],
  ]);
  const consents = [{ purpose: 'identity_linking', granted: false, event: 'e', time: 0 }];
  const records = new Map(
    [...all.records].map(([id, facts]) => [id, id === named('crm:2') ? { ...facts, consents } : facts]),
  );
  expect(groups(peopleOf({ ...all, records }, defaultPolicy, byHand))).toEqual(['crm:1', 'crm:2']);
});

describe('records without a common identifier', () => {
  it.each<[string, Said[], string[]]>([
    [
      'of one name and birth are one person',
      [
        ['crm:1', ann],
        ['crm:2', ann],
      ],
      ['crm:1 + crm:2'],
    ],
    [
      'of one name alone are not',
      [
        ['crm:1', { name: 'Ann Kelley' }],
        ['crm:2', ann],
      ],
      ['crm:1', 'crm:2'],
    ],
    ['of which one says nothing are not', [['crm:1', ann], ['crm:2']], ['crm:1', 'crm:2']],
    [
      'of one name and birth are two people when they log in as two',
      [
        ['user_id:1', ann],
        ['user_id:2', ann],
      ],
      ['user_id:1', 'user_id:2'],
    ],
    [
      'bring with them what identifiers have joined',
      [['crm:1 email:ann@example.com', ann], ['crm:2', ann], ['anonymous_id:a email:ann@example.com']],
      ['anonymous_id:a + crm:1 + crm:2'],
    ],
  ])('%s', (_, said, expected) => {
    expect(groups(given(said))).toEqual(expected);
  });

  it('join the strongest first, and say through which block and how strongly', () => {
    const { joins } = given([
      ['crm:1', ann],
      ['crm:2', { ...ann, city: 'Leeds' }],
      ['crm:3', { ...ann, city: 'Leeds' }],
    ]);
    expect(joins).toEqual([
      { tier: 'scored', key: 'birth|1980-02-03', records: ['r_crm:2', 'r_crm:3'], bits: 12 },
      { tier: 'scored', key: 'birth|1980-02-03', records: ['r_crm:1', 'r_crm:2'], bits: 7 },
    ]);
  });

  it('do not meet where too many do, and the block is named', () => {
    const crowd = Array.from({ length: 21 }, (_, index): Said => [`crm:${index}`, { ...ann, city: `c${index}` }]);
    expect(given(crowd.slice(0, 20)).people).toHaveLength(1);
    const { people, saturated } = given(crowd);
    expect(people).toHaveLength(21);
    expect(saturated).toEqual(['block:birth|1980-02-03', 'block:last|Kelley']);
  });

  it('do not meet where too many do elsewhere', () => {
    const facts = component([
      ['crm:1', ann],
      ['crm:2', ann],
    ]);
    const both = ['block:birth|1980-02-03', 'block:last|Kelley'];
    expect(peopleOf({ ...facts, saturated: both }, defaultPolicy, byHand).people).toHaveLength(2);
    expect(peopleOf({ ...facts, saturated: both.slice(1) }, defaultPolicy, byHand).people).toHaveLength(1);
    expect(peopleOf({ ...facts, saturated: ['birth|1980-02-03'] }, defaultPolicy, byHand).people).toHaveLength(1);
  });
});

describe('a chain of probable pairs', () => {
  const other = { name: 'Bob Moor', birth: '1999-09-09', city: 'York' };
  const between: Said[] = [
    ['crm:2 phone:+442079460958', ann],
    ['crm:1 phone:+442079460958'],
    ['crm:3', { name: 'Ann Moor', birth: '1980-02-03', city: 'Leeds' }],
  ];

  it('ends where the members as a whole speak against it, and a person is asked', () => {
    const said: Said[] = [
      ['user_id:1 email:a@example.com', ann],
      ['crm:2 email:a@example.com', { name: 'Eve Stone', city: 'Rome' }],
      ['crm:3 email:a@example.com', { name: 'Eve Stone', city: 'Rome' }],
      ['crm:4', { ...ann, city: 'Leeds' }],
    ];
    const people = given(said);
    expect(groups(people)).toEqual(['crm:2 + crm:3 + user_id:1', 'crm:4']);
    expect(people.refusals).toEqual([
      {
        tier: 'scored',
        key: 'birth|1980-02-03',
        records: ['r_user_id:1', 'r_crm:4'],
        bits: 7,
        why: 'guard',
        mean: (7 - 29 - 29) / 3,
      },
    ]);
    expect(doubts(people)).toEqual([
      { why: 'guarded', joined: false, bits: 7, id: reviewId(named('crm:4'), named('user_id:1')) },
    ]);
  });

  it('is not ended by records that say nothing, or too little to be held against anybody', () => {
    expect(groups(given([...between.slice(0, 2), ['crm:4', ann]]))).toEqual(['crm:1 + crm:2 + crm:4']);
    const cities: Said[] = [
      ['crm:1 phone:+442079460958', ann],
      ['crm:2 phone:+442079460958', { city: 'Leeds' }],
      ['crm:3', { ...ann, city: 'York' }],
    ];
    expect(groups(given(cities))).toEqual(['crm:1 + crm:2 + crm:3']);
    expect(groups(given([...between, ['crm:9', other]]))).toContain('crm:9');
  });
});

describe('an identifier between people', () => {
  const shared: Said[] = [
    ['crm:1 email:kelley@example.com', ann],
    ['crm:2 email:kelley@example.com', { name: 'Tom Kelley', birth: '1999-09-09' }],
    ['crm:3 email:kelley@example.com', { name: 'Tom Moor', birth: '1999-09-09' }],
  ];

  it('joins unless name and birth both say two, and then a person is asked', () => {
    expect(groups(given(shared.slice(0, 2)))).toEqual(['crm:1 + crm:2']);
    const apart = given([shared[0] ?? [''], shared[2] ?? ['']]);
    expect(groups(apart)).toEqual(['crm:1', 'crm:3']);
    expect(apart.refusals).toMatchObject([{ why: 'contradiction', witnesses: ['r_crm:1', 'r_crm:3'] }]);
    expect(doubts(apart)).toEqual([
      { why: 'contradicted', joined: false, bits: -33, id: reviewId(named('crm:1'), named('crm:3')) },
    ]);
  });

  it('joins against a name and birth when it is given to one person only', () => {
    const card: Said[] = [
      ['crm:1 loyalty_id:7', ann],
      ['crm:2 loyalty_id:7', { name: 'Tom Moor', birth: '1999-09-09' }],
    ];
    expect(groups(given(card))).toEqual(['crm:1 + crm:2']);
  });

  it.each([
    ['a device does not join', 'anonymous_id:till', ['crm:1', 'crm:2']],
    ['an address joins', 'email:kelley@example.com', ['crm:1 + crm:2']],
  ])('of %s people of whom everything but a birth is known to differ', (_, identifier, people) => {
    const met: Said[] = [
      [`crm:1 ${identifier}`, { name: 'Ann Kelley', city: 'Leeds' }],
      [`crm:2 ${identifier}`, { name: 'Eve Stone', city: 'Rome' }],
    ];
    expect(groups(given(met))).toEqual(people);
  });

  it('of a device joins who says nothing, or too little to be held against anybody', () => {
    const met: Said[] = [
      ['crm:1 anonymous_id:till', ann],
      ['crm:2 anonymous_id:till', { city: 'Rome' }],
      ['anonymous_id:till'],
    ];
    expect(groups(given(met))).toEqual(['anonymous_id:till + crm:1 + crm:2']);
  });

  it('asks nobody what somebody has decided', () => {
    const pair = ['crm:1', 'crm:3'] as const;
    expect(given(shared, [asserted('must-link', ...pair)])).toMatchObject({ people: [{}], reviews: [] });
    expect(given(shared, [asserted('cannot-link', ...pair)])).toMatchObject({ people: [{}, {}], reviews: [] });
  });
});

describe('a person is asked', () => {
  const unsure: Said[] = [
    ['crm:1', { ...ann, city: 'Leeds' }],
    ['crm:2', { ...ann, city: 'York' }],
  ];

  it('about what is probable and no more, until somebody decides', () => {
    const people = given(unsure);
    expect(people.people).toHaveLength(1);
    const [review] = people.reviews;
    expect(review).toMatchObject({ why: 'unsure', joined: true, bits: 4, records: ['r_crm:1', 'r_crm:2'] });
    expect(review?.p).toBeCloseTo(16 / 17);
    expect(given(unsure, [asserted('must-link', 'crm:1', 'crm:2')]).reviews).toEqual([]);
    const apart = given(unsure, [asserted('cannot-link', 'crm:1', 'crm:2')]);
    expect(apart.reviews).toEqual([]);
    expect(apart.people).toHaveLength(2);
    expect(given(unsure, [asserted('retracted', 'crm:1', 'crm:2')])).toEqual(people);
  });

  it('about two people once, by their strongest pair', () => {
    const card = (id: string, traits: Record<string, string>): Said => [`${id} loyalty_id:7`, traits];
    const people = given([
      card('crm:1', { name: 'Eve Stone', birth: '1999-09-09' }),
      card('crm:2', ann),
      card('crm:3', ann),
      card('crm:4', { name: 'Eve Stone', birth: '1999-09-09' }),
      card('crm:5', { name: 'Eve Stone', birth: '1999-09-09' }),
      ['crm:6', ann],
      ['crm:7', ann],
    ]);
    expect(people.people).toHaveLength(2);
    expect(people.reviews.map(({ why, records }) => [why, records])).toEqual([['guarded', ['r_crm:2', 'r_crm:6']]]);
  });
});

describe('a block', () => {
  const rules = { ...defaultMatching, recordsPerBlock: 3, recordsPerBlockOf: { 'sound+year': 2 } };
  const policy = { ...defaultPolicy, matching: rules };
  const fullBlocks = (births: readonly string[]): readonly string[] => {
    const facts = births.map((birthday, i) =>
      factsOfRow({ id: recordId(`r_${i}`), cells: { firstName: 'Ann', lastName: 'Kelley', birthday } }, policy),
    );
    const comparisons = comparisonsOf(policy);
    return comparisons === undefined ? [] : blocksOf(facts, comparisons, new Set()).saturated;
  };

  it('leads nowhere once it has more records than its rule may have', () => {
    const rulesOf = (keys: readonly string[]): string[] => [...new Set(keys.map((key) => key.split('|')[0] ?? ''))];
    expect(rulesOf(fullBlocks(['1980-01-02', '1980-05-06']))).toEqual([]);
    expect(rulesOf(fullBlocks(['1980-01-02', '1980-05-06', '1980-08-09']))).toEqual(['block:sound+year']);
    expect(rulesOf(fullBlocks(['1980-01-02', '1980-05-06', '1981-02-03', '1981-08-09']))).toEqual([
      ...['block:first3+last4', 'block:names', 'block:nickname+last'],
    ]);
  });
});
