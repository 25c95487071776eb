// cspell:ignore Мария Иванова Mariya Ivanova Londno Hihg
import { describe, expect, it } from '@jest/globals';
import { recordId } from '@tributary/contracts';
import fc from 'fast-check';
import { type RecordFacts } from '../../facts.ts';
import { defaultPolicy } from '../../policy.ts';
import { factsOfRow } from '../../table.ts';
import { withMoreContacts } from '../../testing/more-contacts.ts';
import { namePairs } from '../../testing/name-pairs.ts';
import { defaultMatching } from '../default-matching.ts';
import { type MatchForm } from '../form.ts';
import { household } from '../matcher.ts';
import { matcherOf } from '../matcher-of.ts';

const matcher = matcherOf(defaultMatching);

type Said = Readonly<Record<string, unknown>>;

const record = (cells: Said): RecordFacts => factsOfRow({ id: recordId('r_1'), cells }, defaultPolicy);

function mayReach(floor: number, a: MatchForm | undefined, b: MatchForm | undefined): boolean {
  const glances = matcher.glances();
  glances.add(undefined);
  for (const form of [a, b]) glances.add(form);
  return glances.mayReach(floor, 1, 2);
}

const whole = Object.values(namePairs).flatMap((pairs) => pairs.flatMap(({ a, b }) => [a, b]));
// A name that is written the same as first and as last name, and romanised otherwise.
const firsts = ['Masha', 'M.', 'Kelley', '예아', '곽', 'A', ...whole.map(({ firstName }) => firstName)];
const lasts = ['Kelley', 'Kelly', 'Masha', '예아', '곽', "O'Brien", ...whole.map(({ lastName }) => lastName)];

const day = fc
  .date({ min: new Date('1984-12-01'), max: new Date('1986-03-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const someone = fc.record(
  {
    firstName: fc.constantFrom(...firsts),
    lastName: fc.constantFrom(...lasts),
    birthday: fc.oneof(day, fc.constantFrom('1985-03-02', '02/03/1985', '1985-33-02', '1957-11-20')),
    email: fc.constantFrom('kelley82@example.com', 'kelley83@example.com', 'masha@example.com', 'masha@example.org'),
    phone: fc.constantFrom('+442079460958', '+442079460959', '+442079460985', '+44207946095', '+375291234567'),
    street: fc.constantFrom(
      '12 High Street',
      '14 High Street',
      'Mill Lane',
      'High Hill Mill 12',
      '5 Hihg Street Flat 12',
    ),
    postalCode: fc.constantFrom('SW1A 1AA', 'SW1A 1AB', 'SW1A 2AA', 'SW9 2AA', '4011', '4101'),
    city: fc.constantFrom('London', 'Londno', 'Minsk'),
    nationalId: fc.constantFrom('1234567', '1234576'),
  },
  { requiredKeys: [] },
);

const formOf = (cells: Said, hasMore: boolean): MatchForm | undefined =>
  matcher.formOf(hasMore ? withMoreContacts(record(cells)) : record(cells));

describe('a glance', () => {
  it('refuses no pair that comes to as many bits', () => {
    fc.assert(
      fc.property(someone, someone, fc.boolean(), (a, b, hasMore) => {
        const [one, other] = [formOf(a, hasMore), formOf(b, false)];
        if (one === undefined || other === undefined) return;
        const bits = matcher.bitsOf(one, other);
        expect(mayReach(bits, one, other)).toBe(true);
        expect(mayReach(bits, other, one)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('refuses no pair of names that a model finds alike', () => {
    for (const pairs of Object.values(namePairs)) {
      for (const { a, b } of pairs) {
        const [one, other] = [formOf({ ...a }, false), formOf({ ...b }, false)];
        if (one && other) expect(mayReach(matcher.bitsOf(one, other), one, other)).toBe(true);
      }
    }
  });

  const masha = { firstName: 'Masha', lastName: 'Kelley', postalCode: 'SW1A 1AA' };
  it.each([
    ['other names', masha, { ...masha, firstName: 'Peter', lastName: 'Borodin' }],
    ['a first name alone', masha, { firstName: 'Masha', lastName: 'Borodin', postalCode: 'SW9 2AA' }],
    ['another birth', { ...masha, birthday: '1985-03-02' }, { ...masha, birthday: '1957-11-20' }],
    [
      'another address and mailbox',
      { ...masha, email: 'sailor9@a.example' },
      { ...masha, postalCode: 'SW9 2AA', email: 'bqx77@b.example' },
    ],
    [
      'another number',
      { ...masha, phone: '+442079460958', street: '12 High Street' },
      { ...masha, postalCode: 'SW9 2AA', phone: '+375291234567', street: '9 Mill Lane' },
    ],
  ])('counts no more than the fields of two with %s', (_, a, b) => {
    const [one, other] = [formOf(a, false), formOf(b, false)];
    if (one === undefined || other === undefined) throw new Error('They say something.');
    const { prior, fields } = matcher.compare(one, other);
    const bits = fields.reduce((sum, { field, bits: own }) => sum + (field === household ? 0 : own), prior);
    expect([mayReach(bits, one, other), mayReach(bits + 1 / 1024, one, other)]).toEqual([true, false]);
  });
});
