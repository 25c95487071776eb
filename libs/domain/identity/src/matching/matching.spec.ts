// cspell:ignore DOBY DOBM DOBD
// cspell:ignore Мария Иванова Mariya Ivanova Featherstonehaugh Tullaroop Birmingam Londno Jonathon Hihg Featherstnoe
import { describe, expect, it } from '@jest/globals';
import { recordId } from '@tributary/contracts';
import fc from 'fast-check';
import { comparesAtLeast } from '../comparisons.ts';
import { type RecordFacts } from '../facts.ts';
import { defaultPolicy } from '../policy.ts';
import { factsOfRow } from '../table.ts';
import { withMoreContacts } from '../testing/more-contacts.ts';
import { defaultMatching } from './default-matching.ts';
import { type MatchForm } from './form.ts';
import { matcherOf } from './matcher-of.ts';
import { startingModel } from './training/start.ts';

type Said = Readonly<Record<string, unknown>>;

const matcher = matcherOf(defaultMatching);

const record = (cells: Said): RecordFacts => factsOfRow({ id: recordId('r_1'), cells }, defaultPolicy);

function form(cells: Said): MatchForm {
  const made = matcher.formOf(record(cells));
  if (made === undefined) throw new Error('It says something.');
  return made;
}

const formOfMore = (cells: Said): MatchForm => matcher.formOf(withMoreContacts(record(cells))) ?? form(cells);

const levelOf = (field: string, a: Said, b: Said): string | null | undefined =>
  matcher.compare(form(a), form(b)).fields.find((one) => one.field === field)?.level;

describe('names', () => {
  const name = (first: string, last: string): Said => ({ firstName: first, lastName: last });
  it.each([
    ['Masha Kelley', 'Masha Kelley', 'exact'],
    ['Masha Kelley', 'Kelley Masha', 'reversed'],
    ['Мария Иванова', 'Mariya Ivanova', 'romanised'],
    ['Jonathan Smith', 'Jonathon Smith', 'close'],
    ['Robert Kelley', 'Bob Kelley', 'nickname and last'],
    ['M Kelley', 'Masha Kelley', 'initial and last'],
    ['Sasha Kelley', 'Masha Kelley', 'last only'],
    ['Peter Kelley', 'Masha Kelley', 'last, first different'],
    ['Masha Kelley', 'Masha Borodin', 'first only'],
    ['Peter Quill', 'Masha Kelley', 'else'],
  ])('%s and %s: %s', (a, b, level) => {
    const [one, other] = [a.split(' '), b.split(' ')];
    expect(levelOf('name', name(one[0] ?? '', one[1] ?? ''), name(other[0] ?? '', other[1] ?? ''))).toBe(level);
  });

  it.each([
    [{ lastName: 'Kelley' }, { firstName: 'Masha', lastName: 'Kelley' }, 'last, first unknown'],
    [{ firstName: 'Masha' }, { firstName: 'Masha', lastName: 'Kelley' }, 'first, last unknown'],
    [{ firstName: 'Kelley' }, { firstName: 'Masha', lastName: 'Kelley' }, 'last, first unknown'],
    [{ firstName: 'Peter' }, { firstName: 'Masha', lastName: 'Kelley' }, 'else'],
    [{ firstName: 'Peter' }, { lastName: 'Kelley' }, null],
    [{ name: 'Masha Kelley' }, { first_name: 'Masha', surname: 'Kelley' }, 'exact'],
  ])('%j and %j: %s', (a, b, level) => {
    expect(levelOf('name', a, b)).toBe(level);
  });

  it('weigh more where they are rare', () => {
    const bits = (last: string): number => matcher.bitsOf(form(name('John', last)), form(name('John', last)));
    expect(bits('Featherstonehaugh')).toBeGreaterThan(bits('Smith') + 2);
  });
});

describe('other fields', () => {
  it.each([
    ['birth', { birthday: '1985-03-02' }, { dob: '2 March 1985' }, 'exact'],
    ['birth', { birthday: '1985-03-02' }, { birthday: '1985-03-07' }, 'one edit'],
    ['birth', { birthday: '1985-03-12' }, { birthday: '1985-03-21' }, 'one edit'],
    ['birth', { birthday: '1985-03-02' }, { birthday: '1985-02-03' }, 'day and month exchanged'],
    ['birth', { birthday: '1985-03-02' }, { birthday: '1985-03-29' }, 'within a month'],
    ['birth', { birthday: '1985-03-02' }, { birthday: '1985-11-29' }, 'within a year'],
    ['birth', { birthday: '1985-03-02' }, { birthday: '1991-11-29' }, 'within ten years'],
    ['birth', { birthday: '1985-03-02' }, { birthday: '2001-11-29' }, 'else'],
    ['birth', { birthday: '1985-03-02' }, { birthday: '1985-33-02' }, 'one edit'],
    ['birth', { birthday: '1985-03-02' }, { birthday: '1985-00-02' }, 'one edit'],
    ['birth', { birthday: '1985-03-02' }, { birthday: '1985-03-00' }, 'one edit'],
    ['birth', { birthday: '1985-03-02' }, { birthday: '1085-03-02' }, 'one edit'],
    ['birth', { birthday: '1985-03-02' }, { birthday: '9185-03-02' }, 'one edit'],
    ['birth', { birthday: '1985-03-25' }, { birthday: '1985-25-03' }, 'day and month exchanged'],
    ['birth', { birthday: '1985-33-02' }, { birthday: '1985-33-02' }, 'one edit'],
    ['birth', { birthday: '1985-03-02' }, { birthday: '1957-33-20' }, null],
    ['birth', { birthday: '1985-01-01', firstName: 'Masha' }, { birthday: '1985-00-00', firstName: 'Masha' }, null],
    ['birth', { birthday: '2001-01-01', firstName: 'Masha' }, { birthday: '0001-01-01', firstName: 'Masha' }, null],
    ['birth', { birthday: '1999-12-31', firstName: 'Masha' }, { birthday: '9999-12-31', firstName: 'Masha' }, null],
    ['birth', { birthday: '1985-03-02' }, { birthday: '1985/0/2' }, 'one edit'],
    ['birth', { birthday: '1985-03-13' }, { birthday: '13/03/2528' }, 'exact'],
    ['birth', { birthday: '1985-03-02' }, { birth_year: 1985, birth_month: 3, birth_day: 2 }, 'exact'],
    ['birth', { birthday: '1985-03-02' }, { DOBY: '1985', DOBM: ' 03 ', DOBD: '02' }, 'exact'],
    ['birth', { birthday: '1985-03-02' }, { yob: 1985, month_of_birth: 0, day_of_birth: 2 }, 'one edit'],
    [
      'birth',
      { birthday: '1985-03-02' },
      { birthday: '1985-03-02', birth_year: 1957, birth_month: 1, dobd: 1 },
      'exact',
    ],
    ['birth', { birthday: '1985-03-02' }, { firstName: 'Masha', birth_year: 1985, birth_day: 2 }, null],
    ['birth', { birthday: '1985-03-02' }, { firstName: 'Masha' }, null],
    ['birth', { birthday: '1900-01-01', firstName: 'Masha' }, { birthday: '1900-01-01', firstName: 'Masha' }, null],
    ['email', { email: 'kelley82@example.com' }, { email: 'Kelley82@EXAMPLE.com' }, 'same mailbox'],
    ['email', { email: 'k.elley82@gmail.com' }, { email: 'kelley82@gmail.com' }, 'same mailbox'],
    ['email', { email: 'kelley82@example.com' }, { email: 'kelley82@example.org' }, 'same local part'],
    ['email', { email: 'kelley82@example.com' }, { email: 'kelley83@example.org' }, 'similar local part'],
    ['email', { email: 'kelley82@example.com' }, { email: 'sailor@example.com' }, 'else'],
    [
      ...(['email', { firstName: 'Masha', lastName: 'Kelley', email: 'masha.kelley82@example.com' }] as const),
      ...([{ firstName: 'Masha', lastName: 'Kelley', email: 'masha.kelley97@example.org' }, null] as const),
    ],
    ['phone', { phone: '+442079460958' }, { phone: '+44 20 7946 0958' }, 'exact'],
    ['phone', { phone: '+442079460958' }, { phone: '+442079460959' }, 'one edit'],
    ['phone', { phone: '+442079460958' }, { phone: '+442079461234' }, 'else'],
    ['number', { nationalId: '12-34567' }, { nationalId: '1234567' }, 'exact'],
    ['number', { nationalId: '1234567' }, { nationalId: '1234576' }, 'one edit'],
    ['number', { nationalId: '1234567' }, { nationalId: '7654321' }, 'else'],
    ['postcode', { postalCode: 'sw1a 1aa' }, { postcode: 'SW1A1AA' }, 'full'],
    ['postcode', { postalCode: 'SW1A 1AA' }, { postalCode: 'SW1A 1BB' }, 'sector'],
    ['postcode', { postalCode: '4011' }, { postalCode: '4101' }, 'one edit'],
    ['postcode', { postalCode: 'SW1A 1AA' }, { postalCode: 'SW1A 2BB' }, 'district'],
    ['postcode', { postalCode: 'SW1A 1AA' }, { postalCode: 'SW9 2BB' }, 'area'],
    ['postcode', { postalCode: 'SW1A 1AA' }, { postalCode: 'N1 2BB' }, 'else'],
    ['address', { street: '12 High Street' }, { street: 'High St 12' }, 'same'],
    ['address', { street: '12 Tullaroop Street' }, { street: '14 Tullaroop Street' }, 'similar'],
    ['address', { street: '12 High Street' }, { street: '3 Mill Lane' }, 'else'],
    ['city', { city: 'Minsk' }, { city: 'minsk' }, 'same'],
    ['city', { city: 'Birmingham' }, { city: 'Birmingam' }, 'similar'],
    ['city', { city: 'Birmingham' }, { city: 'London' }, 'else'],
    ['city', { city: 'London', postalCode: 'N1 2BB' }, { city: 'London', postalCode: 'N1 2BB' }, null],
  ])('%s: %j and %j: %s', (field, a, b, level) => {
    expect(levelOf(field, a, b)).toBe(level);
  });

  it('say nothing where a mailbox repeats the name that was compared already', () => {
    const [a, b] = ['masha.kelley@example.com', 'masha.kelley@example.org'].map((email) => ({
      ...{ firstName: 'Masha', lastName: 'Kelley', email },
    }));
    expect(levelOf('email', a ?? {}, b ?? {})).toBeNull();
  });
});

describe('M. Kelley and Masha Kelley', () => {
  const address = { street: '12 High Street', city: 'Leeds', postalCode: 'LS1 4AP', country: 'GB' };
  const other = { street: '3 Mill Lane', city: 'Leeds', postalCode: 'LS9 7TT', country: 'GB' };

  it.each([
    ['on names alone', {}, {}, false],
    ['with one birth date', { birthday: '1985-03-02' }, { birthday: '1985-03-02' }, true],
    ['with one e-mail address', { email: 'sunny.day@example.com' }, { email: 'sunny.day@example.com' }, true],
    [
      'with another birth date at one address',
      { address, birthday: '1985-03-02' },
      { address, birthday: '1957-11-20' },
      false,
    ],
    [
      'with another birth date elsewhere',
      { address, birthday: '1985-03-02' },
      { address: other, birthday: '1957-11-20' },
      false,
    ],
  ])('%s', (_, a, b, joined) => {
    const [one, two] = [
      form({ ...{ firstName: 'M.', lastName: 'Kelley' }, ...a }),
      form({ ...{ firstName: 'Masha', lastName: 'Kelley' }, ...b }),
    ];
    const comparison = matcher.compare(one, two);
    expect(comparison.p >= defaultMatching.joinFrom).toBe(joined);
    expect(comparison.fields.find(({ field }) => field === 'name')).toMatchObject({ level: 'initial and last' });
    expect(comparison.fields.reduce((sum, { bits }) => sum + bits, comparison.prior)).toBe(comparison.bits);
  });
});

describe('two people of one home', () => {
  const home = { lastName: 'Kelley', street: '12 High Street', postalCode: 'LS1 4AP', country: 'GB' };

  it('are not one person for all that they share', () => {
    const comparison = matcher.compare(form({ ...home, firstName: 'Masha' }), form({ ...home, firstName: 'Peter' }));
    expect(comparison.p).toBeLessThan(0.5);
    expect(comparison.fields.find(({ field }) => field === 'household')?.bits).toBeLessThan(-5);
  });
});

describe('a contradiction', () => {
  const said = (firstName: string, birthday?: string): Said => ({
    firstName,
    lastName: 'Kelley',
    ...(birthday && { birthday }),
  });

  it.each([
    [said('Masha', '1985-03-02'), said('Peter', '1957-11-20'), true],
    [said('Masha', '1985-03-02'), said('Peter', '1985-03-02'), false],
    [said('Masha', '1985-03-02'), said('M', '1957-11-20'), false],
    [said('Masha', '1985-03-02'), said('Peter'), false],
  ])('of %j and %j: %s', (a, b, contradicts) => {
    expect(matcher.compare(form(a), form(b)).contradicts).toBe(contradicts);
  });
});

const someone = fc.record(
  {
    firstName: fc.constantFrom('Masha', 'Maria', 'M.', 'Мария', 'Peter', 'Anna Maria', '小明'),
    lastName: fc.constantFrom('Kelley', 'Kelly', 'Masha', 'Иванова', 'Ivanova', '王', "O'Brien"),
    birthday: fc.constantFrom(
      ...['1985-03-02', '1985-02-03', '02/03/1985', '1985-33-02', '1957-11-20'],
      ...['1984-12-31', '1985-01-01', '1986-03-03', '1995-03-01', '1995-03-04', '1996-01-01'],
    ),
    email: fc.constantFrom('kelley82@example.com', 'kelley83@example.com', 'masha@example.com', 'm.kelley@example.org'),
    phone: fc.constantFrom('+442079460958', '+442079460959', '+442079460985', '+44207946095', '+375291234567'),
    street: fc.constantFrom(
      ...['12 High Street', '14 High Street', 'Mill Lane', 'High Hill Mill 12'],
      ...['5 Hihg Street Flat 12', '12 High Street Flat 5', '12 Featherstone Lane', '12 Featherstnoe Lane'],
    ),
    postalCode: fc.constantFrom('SW1A 1AA', 'SW1A 1AB', '4011', '4101'),
    city: fc.constantFrom('London', 'Londno', 'Minsk'),
    nationalId: fc.constantFrom('1234567', '1234576', '7654321'),
  },
  { requiredKeys: ['firstName'] },
);

describe('a comparison', () => {
  it('is symmetric, and its bits are those of bitsOf and of its fields', () => {
    fc.assert(
      fc.property(someone, someone, (a, b) => {
        const [one, other] = [form(a), form(b)];
        const comparison = matcher.compare(one, other);
        expect(matcher.compare(other, one)).toEqual(comparison);
        expect(matcher.bitsOf(one, other)).toBe(comparison.bits);
        expect(comparison.fields.reduce((sum, { bits }) => sum + bits, comparison.prior)).toBe(comparison.bits);
      }),
      { numRuns: 500 },
    );
  });

  it('is of as many fields as it tells levels of; a shared home is none', () => {
    fc.assert(
      fc.property(someone, someone, fc.integer({ min: 1, max: 8 }), (a, b, fields) => {
        const [one, other] = [form(a), form(b)];
        expect(comparesAtLeast(fields, matcher.compare(one, other))).toBe(matcher.haveInCommon(one, other, fields));
      }),
      { numRuns: 500 },
    );
  });

  it('that is given up early would have come to less', () => {
    fc.assert(
      fc.property(someone, someone, fc.integer({ min: -20, max: 20 }), fc.boolean(), (a, b, floor, hasMore) => {
        const [one, other] = [hasMore ? formOfMore(a) : form(a), form(b)];
        const bits = matcher.bitsOf(one, other);
        const early = matcher.bitsOf(one, other, floor);
        expect(bits >= floor ? early : early < floor).toBe(bits >= floor ? bits : true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('depends on the fingerprints alone', () => {
    fc.assert(
      fc.property(someone, someone, (a, b) => {
        const [one, again, other] = [form(a), form({ ...a }), form(b)];
        expect(again.fingerprint).toBe(one.fingerprint);
        expect(matcher.bitsOf(again, other)).toBe(matcher.bitsOf(one, other));
        expect(matcher.blockingCodesOf(again)).toEqual(matcher.blockingCodesOf(one));
      }),
    );
  });
});

describe('a record', () => {
  it('that says nothing has no form', () => {
    expect(matcher.formOf(record({ colour: 'red', firstName: ' ', birthday: '1900-01-01' }))).toBeUndefined();
  });

  it.each([
    ['by e-mail', { email: 'kelley82@example.com', firstName: 'A' }, { email: 'Kelley82@example.com' }],
    ['by name, reversed', { firstName: 'Masha', lastName: 'Kelley' }, { firstName: 'Kelley', lastName: 'Masha' }],
    ['by nickname', { firstName: 'Bob', lastName: 'Kelley' }, { firstName: 'Robert', lastName: 'Kelley' }],
    ['across scripts', { firstName: 'Мария', lastName: 'Иванова' }, { firstName: 'Mariya', lastName: 'Ivanova' }],
    [
      'by sound and year',
      { lastName: 'Kelley', birthday: '1985-03-02' },
      { lastName: 'Kelly', birthday: '1985-07-09' },
    ],
    ['by house', { street: '12 High Street', postalCode: 'LS1 4AP' }, { street: 'High St. 12', postalCode: 'ls14ap' }],
    ['by town where no postcode is said', { lastName: 'Kelley', city: 'Leeds' }, { lastName: 'Kelley', city: 'LEEDS' }],
  ])('meets another %s', (_, a, b) => {
    const keys = new Set(matcher.blockingCodesOf(form(a)));
    expect(matcher.blockingCodesOf(form(b)).some((key) => keys.has(key))).toBe(true);
  });
});

describe('a matcher', () => {
  it.each([
    ['another month', 'within a year', '1985-03-02', '1985-11-02', '1985-11-29'],
    ['another year', 'else', '1985-03-02', '1957-03-02', '1957-11-20'],
  ])('of a model that did not tell %s apart weighs it as %s', (_, __, birthday, told, untold) => {
    const since = new Set(['another month', 'another year']);
    const birth = startingModel.fields.birth.filter(({ level }) => !since.has(level));
    const old = matcherOf({ model: { ...startingModel, fields: { ...startingModel.fields, birth } } });
    const [one, other, third] = [birthday, told, untold].map((day) => old.formOf(record({ birthday: day })));
    if (!one || !other || !third) throw new Error('There are three.');
    expect(old.bitsOf(one, other)).toBe(old.bitsOf(one, third));
    expect(matcher.bitsOf(one, other)).toBeGreaterThan(matcher.bitsOf(one, third));
  });

  it('of a model that was trained before first names were told apart weighs them as it did', () => {
    const before = startingModel.fields.name.filter(({ level }) => level !== 'last, first different');
    const old = matcherOf({ model: { ...startingModel, fields: { ...startingModel.fields, name: before } } });
    const [peter, sasha, masha] = ['Peter', 'Sasha', 'Masha'].map((firstName) => {
      const made = old.formOf(record({ firstName, lastName: 'Kelley' }));
      if (made === undefined) throw new Error('It says something.');
      return made;
    });
    if (!peter || !sasha || !masha) throw new Error('There are three.');
    expect(old.bitsOf(peter, masha)).toBe(old.bitsOf(sasha, masha));
  });

  it('is made once for a model, and never of a bad one', () => {
    expect(matcherOf(defaultMatching)).toBe(matcher);
    const [best, ...rest] = startingModel.fields.birth;
    const bad = {
      ...startingModel,
      fields: { ...startingModel.fields, birth: [{ ...(best ?? { level: '', u: 0, h: 0 }), m: 1e-5 }, ...rest] },
    };
    expect(() => matcherOf({ model: bad })).toThrow(/birth: "exact" weighs/);
  });
});
