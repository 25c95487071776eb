import { describe, expect, it } from '@jest/globals';
import { type Assertion } from './assertion.ts';
import { type ComponentFacts } from './component.ts';
import { explain, type Explanation } from './explain.ts';
import { explainPair, type PairExplanation } from './explain-pair.ts';
import { peopleOf } from './people.ts';
import { defaultPolicy } from './policy.ts';
import { asserted, byHand, component, named, type Said } from './scenario.ts';

const ann = { name: 'Ann Kelley', birth: '1980-02-03' };

function explained(facts: ComponentFacts, record: string): Explanation {
  const { people } = peopleOf(facts, defaultPolicy, byHand);
  const person = people.find(({ records }) => records.includes(named(record)));
  if (person === undefined) throw new Error(`Nobody is ${record}.`);
  return explain(facts, person, defaultPolicy, byHand);
}

function pair(components: readonly ComponentFacts[], a: string, b: string): PairExplanation {
  const records = [named(a), named(b)] as const;
  const told = explainPair({ components, records, policy: defaultPolicy, comparisons: byHand });
  if (told === undefined) throw new Error(`${a} or ${b} is unknown.`);
  return told;
}

describe('the explanation of a person', () => {
  const facts = component([
    ['crm:1 email:ann@example.com', { ...ann, city: 'Leeds' }],
    ['anonymous_id:a email:ann@example.com'],
    ['crm:2', { ...ann, city: 'York' }],
    ['crm:3', { name: 'Eve Kelley', city: 'York' }],
  ]);
  const told = explained(facts, 'crm:2');

  it('is a tree of joins, each with its reason and its bits', () => {
    expect(told.summary).toBe('3 records are one person through email:ann@example.com, what they say of themselves.');
    expect(told.joins.map(({ tier, of }) => [tier, of])).toEqual([
      ['personal', [{ record: 'r_crm:1' }, { record: 'r_anonymous_id:a' }]],
      ['scored', [{ join: 0 }, { record: 'r_crm:2' }]],
    ]);
    expect(told.joins[1]?.because).toBe(
      'The name (exact), the date of birth (exact) speak for one person; the city (different) does not. ' +
        'Of a hundred such pairs, about 94 are one person.',
    );
    expect(told.joins[1]?.comparison?.text).toBe(
      'prior -20.0, name: exact +13.0, birth: exact +14.0, city: else -3.0 = +4.0 bits, p 0.94',
    );
  });

  it('says of each record what its keepers call it, also of those that were refused', () => {
    expect(told.who.map(({ record, identifier, name }) => [record, identifier?.value, name])).toEqual([
      ['r_anonymous_id:a', 'ann@example.com', undefined],
      ['r_crm:1', 'ann@example.com', 'Ann Kelley'],
      ['r_crm:2', '2', 'Ann Kelley'],
      ['r_crm:3', '3', 'Eve Kelley'],
    ]);
    expect(told.who[0]?.sources).toEqual(['crm']);
  });

  it('names who was compared and remains another', () => {
    expect(told.refused.filter(({ reason }) => reason === 'unlikely')).toMatchObject([
      {
        records: ['r_crm:2', 'r_crm:3'],
        because:
          'Compared, but not enough to join: the name (last only), the city (exact) speak for one person. ' +
          'Of a thousand such pairs, hardly one is.',
        comparison: { bits: -10 },
      },
    ]);
  });

  it('says what would take it apart: an identifier, or a field of a record', () => {
    const apart = [['r_anonymous_id:a', 'r_crm:1'], ['r_crm:2']];
    expect(told.wouldSplit.map(({ identifier, field, into }) => [field ?? identifier, into])).toEqual([
      ['email:ann@example.com', [['r_anonymous_id:a'], ['r_crm:1', 'r_crm:2']]],
      [{ record: 'r_crm:1', name: 'birth' }, apart],
      [{ record: 'r_crm:2', name: 'birth' }, apart],
      [{ record: 'r_crm:1', name: 'name' }, apart],
      [{ record: 'r_crm:2', name: 'name' }, apart],
    ]);
    expect(told.wouldSplit[1]?.because).toBe(
      'Without the date of birth of r_crm:1 too little holds these parts together.',
    );
  });

  it('does not name what holds together in another way as well', () => {
    const twice = component([
      ['crm:1 email:ann@example.com', { ...ann, city: 'Leeds' }],
      ['crm:2 email:ann@example.com', { ...ann, city: 'Leeds' }],
    ]);
    expect(explained(twice, 'crm:1').wouldSplit).toEqual([]);
  });
});

describe('the explanation of a pair', () => {
  const leeds = { ...ann, city: 'Leeds' };

  it('leads from the one to the other', () => {
    const facts = component([
      ['crm:1 email:ann@example.com', leeds],
      ['anonymous_id:a email:ann@example.com'],
      ['crm:2', leeds],
    ]);
    const told = pair([facts], 'anonymous_id:a', 'crm:2');
    expect(told.onePerson).toBe(true);
    expect(told.path.map(({ tier }) => tier)).toEqual(['personal', 'scored']);
    expect(told.summary).toBe('One person through email:ann@example.com, what they say of themselves.');
    expect(told.comparison).toBeUndefined();
  });

  it.each<[string, Said[], Assertion[], string, string]>([
    ['names alone', [['crm:1', { name: 'Ann Kelley' }], ['crm:2', { name: 'Ann Kelley' }]], [], 'unlikely', 'the name (exact) speaks for one person.'],
    ['nothing in common', [['crm:1'], ['crm:2', leeds]], [], '', 'they carry no identifier in common'],
    ['two accounts', [['crm:1 user_id:1', leeds], ['crm:2 user_id:2', leeds]], [], 'clash', 'a different user_id, and a person has only one'],
    ['one address, another birth', [['crm:1 email:a@example.com', leeds], ['crm:2 email:a@example.com', { name: 'Tom Moor', birth: '1999-09-09' }]], [], 'contradiction', 'both the name and the date of birth are different'],
    ['a crowd that says the same', [['crm:1', ann], ['crm:2', ann], ...Array.from({ length: 20 }, (_, i): Said => [`crm:x${i}`, ann])], [], 'unmet', 'Too many records have what these two share'],
    ['a decision', [['crm:1', ann], ['crm:2', ann]], [asserted('cannot-link', 'crm:1', 'crm:2')], 'cannot-link', 'Two people: kim decided so.'],
    ['a value that stands for nobody', [['crm:1 phone:0'], ['crm:2 phone:0']], [], 'placeholder', 'phone:0 joins nobody: it stands for nobody.'],
  ])('tells two people apart by %s', (_, said, assertions, reason, words) => {
    const told = pair([component(said, assertions)], 'crm:1', 'crm:2');
    expect(told.onePerson).toBe(false);
    expect(told.refused[0]?.reason ?? '').toBe(reason);
    expect(told.summary).toContain(words);
  }); // prettier-ignore

  it('is given of records that never met', () => {
    const told = pair([component([['crm:1', ann]]), component([['crm:2', { name: 'Ann Kelley' }]])], 'crm:1', 'crm:2');
    expect(told).toMatchObject({ onePerson: false, refused: [{ reason: 'unlikely' }] });
    expect(told.comparison?.text).toBe('prior -20.0, name: exact +13.0 = -7.0 bits, p 0.007752');
  });

  it('is not given of a record that nobody knows', () => {
    const records = [named('crm:1'), named('crm:9')] as const;
    const components = [component([['crm:1', ann]])];
    expect(explainPair({ components, records, policy: defaultPolicy, comparisons: byHand })).toBeUndefined();
  });
});
