import { expect, it } from '@jest/globals';
import { diffPartitions, diffPeople } from './diff.ts';
import { peopleOf } from './people.ts';
import { defaultPolicy, type Policy } from './policy.ts';
import { byHand, component, type Said } from './scenario.ts';

const said: Said[] = [
  ['crm:1 email:ann@example.com'],
  ['crm:2 email:ann@example.com phone:+442079460958'],
  ['crm:3 phone:+442079460958'],
  ['crm:4 loyalty_id:7'],
  ['crm:5 loyalty_id:7'],
];
const only = (...types: string[]): Policy => ({
  ...defaultPolicy,
  version: 2,
  identifiers: Object.fromEntries(Object.entries(defaultPolicy.identifiers).filter(([type]) => types.includes(type))),
});

it('a stricter policy takes people apart, a looser one merges them again', () => {
  const facts = component(said);
  const without = only('loyalty_id', 'phone');
  const apart = { profile: 'p_crm:1', into: [['r_crm:1'], ['r_crm:2', 'r_crm:3']] };
  const [first, others] = [
    { profile: 'p_crm:1', records: ['r_crm:1'] },
    { profile: 'p_crm:2', records: ['r_crm:2', 'r_crm:3'] },
  ];
  expect(diffPartitions(facts, defaultPolicy, without)).toEqual({
    ...{ merged: [], split: [apart], unchanged: 1, people: { before: 2, after: 3 } },
    affected: [{ profile: 'p_crm:1', change: 'split', into: [first, others] }],
  });
  expect(diffPartitions(facts, without, defaultPolicy)).toEqual({
    ...{ merged: [{ into: 'p_crm:1', from: ['p_crm:2'] }], split: [], unchanged: 1, people: { before: 3, after: 2 } },
    affected: [
      { profile: 'p_crm:1', change: 'grown', into: [first] },
      { profile: 'p_crm:2', change: 'merged', into: [{ ...others, profile: 'p_crm:1' }] },
    ],
  });
  expect(diffPartitions(facts, defaultPolicy, defaultPolicy)).toEqual({
    ...{ merged: [], split: [], affected: [], unchanged: 2, people: { before: 2, after: 2 } },
  });
});

it('a person who loses records to another is split, and the other merged', () => {
  const facts = component(said);
  expect(diffPartitions(facts, only('loyalty_id', 'email'), only('loyalty_id', 'phone'))).toMatchObject({
    merged: [{ into: 'p_crm:2', from: ['p_crm:1', 'p_crm:3'] }],
    split: [{ profile: 'p_crm:1', into: [['r_crm:1'], ['r_crm:2']] }],
    unchanged: 1,
  });
});

it('to compare what records say is to merge', () => {
  const ann = { name: 'Ann Kelley', birth: '1980-02-03' };
  const facts = component([
    ['crm:1', ann],
    ['crm:2', ann],
  ]);
  const [before, after] = [peopleOf(facts, defaultPolicy).people, peopleOf(facts, defaultPolicy, byHand).people];
  expect(diffPeople(before, after)).toMatchObject({
    merged: [{ into: 'p_crm:1', from: ['p_crm:2'] }],
    split: [],
    unchanged: 0,
  });
});
