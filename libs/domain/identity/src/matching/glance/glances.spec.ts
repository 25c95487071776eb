// cspell:ignore Мария Иванова Mariya Ivanova Londno Hihg Xyqwzk Qzxwvb Kellye
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
import { matcherOf } from '../matcher-of.ts';
import { inForms, inParts } from './glances.ts';

const matcher = matcherOf(defaultMatching);

type Said = Readonly<Record<string, unknown>>;

const record = (cells: Said): RecordFacts => factsOfRow({ id: recordId('r_1'), cells }, defaultPolicy);

/** `others` are in the same table, before the two and behind them. */
const glanced = (a: MatchForm, b: MatchForm, others: readonly MatchForm[] = [], by = matcher) => {
  const glances = by.glances();
  const places = [...others, a, b, ...others].map((form) => glances.add(form));
  const [beside = 0, one = 0, other = 0] = [0, others.length, others.length + 1].map((at) => places[at]);
  return {
    bits: (floor: number): number => glances.bitsOf(one, other, floor),
    atAGlance: (floor: number): number => glances.glance(one, other, floor),
    /** Step by step, with another pair looked at in between. */
    later: (floor: number): number => {
      let bits = glances.glance(one, other, floor);
      for (const depth of [inParts, inForms] as const) {
        if (!Number.isNaN(bits)) break;
        glances.keep(0);
        glances.glance(beside, other, -Infinity);
        glances.resume(0);
        bits = glances.look(one, other, floor, depth);
      }
      return bits;
    },
  };
};

const both = (a: Said, b: Said, by = matcher): readonly [MatchForm, MatchForm] => {
  const [one, other] = [a, b].map((cells) => by.formOf(record(cells)));
  if (one === undefined || other === undefined) throw new Error('They say something.');
  return [one, other];
};

const whole = Object.values(namePairs).flatMap((pairs) => pairs.flatMap(({ a, b }) => [a, b]));
// A name that is written the same as first and as last name, and romanised otherwise.
const firsts = ['Masha', 'M.', 'Kelley', '예아', '곽', 'A', ...whole.map(({ firstName }) => firstName)];
// Müller may be Mueller, and Muller may not, though both are compared as the same.
const lasts = [
  'Kelley',
  'Kelly',
  'Masha',
  '예아',
  '곽',
  "O'Brien",
  'Müller',
  'Mueller',
  'Muller',
  ...whole.map(({ lastName }) => lastName),
];

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

/** Two, and somebody beside them. */
const pair = fc.tuple(someone, someone, someone);

const formOf = (cells: Said, hasMore: boolean): MatchForm | undefined =>
  matcher.formOf(hasMore ? withMoreContacts(record(cells)) : record(cells));

describe('a glance', () => {
  it('comes to the bits of the forms, wherever these are enough', () => {
    fc.assert(
      fc.property(pair, fc.boolean(), fc.integer({ min: -40, max: 60 }), ([a, b, c], hasMore, floor) => {
        const [one, other, third] = [formOf(a, hasMore), formOf(b, false), formOf(c, false)];
        if (one === undefined || other === undefined || third === undefined) return;
        const bits = matcher.bitsOf(one, other);
        for (const { bits: found, atAGlance, later } of [glanced(one, other, [third]), glanced(other, one, [third])]) {
          expect([later(bits), later(-Infinity)]).toEqual([bits, bits]);
          if (bits < floor) expect(later(floor)).toBeLessThan(floor);
          expect(found(bits)).toBe(bits);
          expect(found(-Infinity)).toBe(bits);
          const glance = atAGlance(bits);
          expect(Number.isNaN(glance) ? bits : glance).toBe(bits);
          if (bits < floor) expect(found(floor)).toBeLessThan(floor);
          if (bits < floor) expect(atAGlance(floor)).not.toBeGreaterThanOrEqual(floor);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('comes to the bits of all pairs of names', () => {
    for (const pairs of Object.values(namePairs)) {
      for (const { a, b } of pairs) {
        const [one, other] = [formOf({ ...a }, false), formOf({ ...b }, false)];
        if (one === undefined || other === undefined) continue;
        const { bits, later } = glanced(one, other);
        expect([bits(-Infinity), later(-Infinity)]).toEqual(Array(2).fill(matcher.bitsOf(one, other)));
      }
    }
  });

  const often = ['Masha', 'Kelley', '예아', '곽', 'Müller', 'Mueller', 'Muller'];
  const named = (firstName: string, lastName: string): MatchForm => both({ firstName, lastName }, { firstName })[0];
  const everybody = often.flatMap((one) => often.map((other) => named(one, other)));
  it.each(often.flatMap((first) => often.map((last) => [first, last])))(
    'comes to the bits of %s %s beside anybody, whoever else has these names in another spelling',
    (first, last) => {
      const one = named(first, last);
      for (const other of everybody) {
        const { bits, later } = glanced(one, other, everybody);
        expect([bits(-Infinity), later(-Infinity)]).toEqual(Array(2).fill(matcher.bitsOf(one, other)));
      }
    },
  );

  const nobody = { firstName: 'Xyqwzk', lastName: 'Qzxwvb' };
  const masha = { firstName: 'Masha', lastName: 'Kelley', postalCode: 'SW1A 1AA' };
  it.each([
    ['the same', { ...masha, birthday: '1985-03-02' }, { ...masha, birthday: '1985-03-02' }],
    ['other names', masha, { ...masha, firstName: 'Peter', lastName: 'Borodin' }],
    ['another first name', masha, { ...masha, firstName: 'Olga' }],
    ['a first name alone', masha, { firstName: 'Masha', postalCode: 'LS9 7TT' }],
    ['another birth', { ...masha, birthday: '1985-03-02' }, { ...masha, birthday: '1957-11-20' }],
    [
      'another address and mailbox',
      { ...masha, email: 'sailor9@a.example' },
      { ...masha, postalCode: 'LS9 7TT', email: 'bqx77@b.example' },
    ],
    ['births that can be read in two ways', { ...masha, birthday: '02/03/1985' }, { ...masha, birthday: '1985-03-02' }],
    [
      'another number',
      { ...masha, phone: '+442079460958', street: '12 High Street' },
      { ...masha, phone: '+375291234567', street: '9 Mill Lane' },
    ],
  ])('is enough for two with %s', (_, a, b) => {
    const [one, other] = both(a, b);
    expect(glanced(one, other).atAGlance(-Infinity)).toBe(matcher.bitsOf(one, other));
  });

  it.each([
    ['a nickname', masha, { ...masha, firstName: 'Maria' }],
    ['a slip in the name', masha, { ...masha, lastName: 'Kellye' }],
    ['names in two orders', masha, { ...masha, firstName: 'Kelley', lastName: 'Masha' }],
    ['like mailboxes', { ...masha, email: 'sailor92@a.example' }, { ...masha, email: 'sailor29@a.example' }],
  ])('is not enough for two with %s', (_, a, b) => {
    expect(glanced(...both(a, b)).atAGlance(-Infinity)).toBeNaN();
  });

  it('keeps as many as wait', () => {
    const glances = matcher.glances();
    const [one, other] = both(masha, { ...masha, firstName: 'Maria' });
    const others = Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? other : both(masha, nobody)[1]));
    const place = glances.add(one);
    const places = others.map((form) => glances.add(form));
    for (const [i, beside] of places.entries()) {
      glances.glance(place, beside, -Infinity);
      glances.keep(i);
    }
    const found = places.map((beside, i) => {
      glances.resume(i);
      return glances.look(place, beside, -Infinity, inForms);
    });
    expect(found).toEqual(others.map((form) => matcher.bitsOf(one, form)));
  });

  it('holds names that are rarer than any', () => {
    const { first, last } = defaultMatching.model.frequencies;
    const frequencies = { first: { ...first, rest: 1e-15 }, last: { ...last, rest: 1e-15 } };
    const rare = matcherOf({ model: { ...defaultMatching.model, frequencies } });
    const [one, other] = both(nobody, nobody, rare);
    expect(glanced(one, other, [], rare).bits(-Infinity)).toBe(rare.bitsOf(one, other));
  });

  it('is enough to refuse what can come to too little', () => {
    const [one, other] = both(masha, { ...masha, firstName: 'Maria' });
    expect(glanced(one, other).atAGlance(30)).toBe(-Infinity);
  });
});
