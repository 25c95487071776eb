// cspell:ignore Анна
import { describe, expect, it } from '@jest/globals';
import { recordId } from '@tributary/contracts';
import { defaultPolicy, type Policy } from './policy.ts';
import { masked, readQuality } from './quality.ts';
import { component, type Said } from './scenario.ts';

/** `crm: valid missing ...`, in the order name, address, city, phone, e-mail. */
function readingsOf(said: readonly Said[], policy: Policy = defaultPolicy): string[] {
  const record = component(said, [], policy).records.get(recordId('r_crm:1'));
  if (record === undefined) throw new Error('There is no such record.');
  return readQuality(record, policy).map(
    ({ source, fields }) => `${source}: ${fields.map(({ quality }) => quality).join(' ')}`,
  );
}

describe('what a source says of a record', () => {
  const whole = {
    name: 'Ann Kelley',
    address: '12 High Street',
    city: 'Leeds',
    phone: '+442079460958',
    email: 'a@b.uk',
  };

  it.each<[Record<string, unknown>, string]>([
    [whole, 'valid valid valid valid valid'],
    [{}, 'missing missing missing missing missing'],
    [{ firstName: 'Ann', lastName: 'Kelley' }, 'valid missing missing missing missing'],
    [{ address: { street: 'High Street', house_number: 12, city: 'Leeds' } }, 'missing valid valid missing missing'],
    [{ name: 'Test', city: 'n/a' }, 'placeholder missing placeholder missing missing'],
    [{ phone: '12', email: 'ann at home' }, 'missing missing missing invalid invalid'],
    [{ name: ' ', phone: null, email: { is: 'no text' } }, 'missing missing missing missing missing'],
    [{ street: 'High Street' }, 'missing invalid missing missing missing'],
    [{ phone: '020 123 4567' }, 'missing missing missing invalid missing'],
    [{ phone: '020 123 4567', country: 'nl' }, 'missing missing missing valid missing'],
  ])('%j is %s', (traits, expected) => {
    expect(readingsOf([['crm:1', traits]])).toEqual([`crm: ${expected}`]);
  });

  it('is a row of its own for each source, and an identifier is as good as a trait', () => {
    expect(
      readingsOf([
        ['crm:1 email:ann@kelley.uk', { name: 'Ann Kelley' }, 'shop'],
        ['crm:1', { name: 'xxx' }, 'app'],
      ]),
    ).toEqual(['app: placeholder missing missing missing missing', 'shop: valid missing missing missing valid']);
  });

  it('is judged by the policy as well: its illegal values, its throw-away mailboxes, its country', () => {
    const policy = {
      ...defaultPolicy,
      ...{ illegalValues: ['shop@shop.nl'], disposableDomains: ['gone.nl'], country: 'NL' },
    };
    expect(readingsOf([['crm:1', { email: 'Shop@shop.nl', phone: '020 123 4567' }]], policy)).toEqual([
      'crm: missing missing missing valid placeholder',
    ]);
    expect(readingsOf([['crm:1', { email: 'ann@gone.nl' }]], policy)).toEqual([
      'crm: missing missing missing missing invalid',
    ]);
  });
});

it.each([
  ['Ann at home 12', 'Xxx xx xxxx 00'],
  ['ann@kelley', 'xxx@xxxxxx'],
  ['Анна', 'Xxxx'],
  ['', ''],
])('%s is masked as %s', (value, expected) => {
  expect(masked(value)).toBe(expected);
});
