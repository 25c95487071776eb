// cspell:ignore Lindale
import { describe, expect, it } from '@jest/globals';
import { defaultMatching } from './matching/default-matching.ts';
import { peopleOf, type People } from './people.ts';
import { defaultPolicy } from './policy.ts';
import { component, groups, type Said } from './scenario.ts';

const policy = { ...defaultPolicy, matching: defaultMatching };
const given = (said: readonly Said[]): People => peopleOf(component(said, [], policy), policy);

const mailbox = 'thelindales@mail.example';
/** `joins`: the address is an identifier, as of a CRM; else it is only compared, as nobody has verified it. */
const lindale = (id: string, traits: Said[1], joins: boolean): Said => [
  joins ? `${id} email:${mailbox}` : id,
  { lastName: 'Lindale', ...traits, email: mailbox },
];

describe.each([
  ['that joins', true],
  ['that is compared', false],
])('a mailbox of a family %s', (_, joins) => {
  const [peter, susan] = [
    lindale('crm:1', { firstName: 'Peter' }, joins),
    lindale('crm:2', { firstName: 'Susan' }, joins),
  ];

  it('leaves two first names two people, births or not', () => {
    expect(groups(given([peter, susan]))).toEqual(['crm:1', 'crm:2']);
    const born = [
      lindale('crm:1', { firstName: 'Peter', birthday: '1970-08-19' }, joins),
      lindale('crm:2', { firstName: 'Susan', birthday: '1972-11-28' }, joins),
    ];
    expect(groups(given(born))).toEqual(['crm:1', 'crm:2']);
  });

  it('is no bridge between them for a record without a first name', () => {
    const people = groups(given([peter, lindale('crm:3', {}, joins), susan]));
    expect(people).toHaveLength(2);
    expect(people).not.toContain('crm:1 + crm:2');
  });

  it('brings together who is called by a short name', () => {
    expect(groups(given([peter, lindale('crm:3', { firstName: 'Pete' }, joins)]))).toEqual(['crm:1 + crm:3']);
  });
});

describe('a person who has taken another first name', () => {
  it('is one by mailbox and birth', () => {
    const said = ['Peter', 'Amanda'].map((firstName, i) =>
      lindale(`crm:${i}`, { firstName, birthday: '1970-08-19' }, true),
    );
    expect(groups(given(said))).toEqual(['crm:0 + crm:1']);
  });
});

describe('two of one family at one mailbox', () => {
  it('are refused in words, and a person is asked', () => {
    const { refusals, reviews } = given([
      lindale('crm:1', { firstName: 'Peter' }, true),
      lindale('crm:2', { firstName: 'Susan' }, true),
    ]);
    expect(refusals).toMatchObject([{ why: 'relatives', tier: 'personal', witnesses: ['r_crm:1', 'r_crm:2'] }]);
    expect(reviews).toMatchObject([{ why: 'contradicted', joined: false, records: ['r_crm:1', 'r_crm:2'] }]);
  });
});
