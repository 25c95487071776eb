/** What one source comes to know of a person at one moment, in the source's own way of writing. */
import type { Random } from '../random.ts';
import type { Birth, Person } from './households.ts';
import type { Home } from './addresses.ts';
import type { ShopSource } from './shop-sources.ts';
import { misspelled } from './typos.ts';
import { spelled, type Word } from './words.ts';

/** Traits as Segment names them; what the source does not know is absent. */
export interface PersonTraits {
  readonly firstName?: string;
  readonly lastName?: string;
  /** Both in one field, where the source has only that. */
  readonly name?: string;
  readonly birthday?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly address?: {
    readonly street: string;
    readonly city: string;
    readonly postalCode?: string;
    readonly country: string;
  };
  readonly loyalty_id?: string;
}

export interface Telling {
  readonly random: Random;
  readonly source: ShopSource;
  /** Milliseconds. */
  readonly at: number;
  readonly mess: number;
  readonly wholeName: boolean;
  /** Given instead of the person's own: the number of an office, of a shop. */
  readonly sharedPhone: string | undefined;
}

type Told = { -readonly [Trait in keyof PersonTraits]: PersonTraits[Trait] };

export function tellPerson(person: Person, telling: Telling): PersonTraits {
  const { random, source, mess } = telling;
  const { has } = source;
  const lacks = (share: number): boolean => random.chance(Math.min(1, (1 - share) * mess));
  const told: Told = {};
  tellNames(told, person, telling, { given: !lacks(has.given), family: !lacks(has.family) });
  if (!lacks(has.birth)) told.birthday = tellBirth(person, telling);
  if (!lacks(has.email)) told.email = tellEmail(person, telling);
  if (!lacks(has.phone)) told.phone = tellPhone(person, telling);
  // Whoever leaves neither a birthday nor a mailbox nor a number leaves an address: a name alone tells nobody apart.
  const nameless = told.email === undefined && told.phone === undefined && told.birthday === undefined;
  if (!lacks(has.address) || nameless) told.address = tellAddress(person, telling);
  if (person.card !== undefined && !lacks(has.card)) told.loyalty_id = person.card;
  return told;
}

function tellNames(told: Told, person: Person, telling: Telling, has: { given: boolean; family: boolean }): void {
  const { random, source, at, mess } = telling;
  const inLatin = isInLatin(person, telling);
  const family = person.married !== undefined && at < person.married.at ? person.married.from : person.family;
  const called =
    person.nickname !== undefined && random.chance(source.nicknames * mess) ? person.nickname : person.given;
  const given = written(called, { person, telling, inLatin });
  const shortened = has.family && random.chance(source.initials * mess) ? initial(given, source) : given;
  const first = has.given || !has.family ? shortened : undefined;
  const last = has.family ? written(family, { person, telling, inLatin }) : undefined;
  if (telling.wholeName) {
    told.name = whole(person, { first, last, inLatin });
    return;
  }
  const swapped = first !== undefined && last !== undefined && random.chance(source.swapped * mess);
  const [firstField, lastField] = swapped ? [last, first] : [first, last];
  if (firstField !== undefined) told.firstName = firstField;
  if (lastField !== undefined) told.lastName = lastField;
}

interface Names {
  readonly first: string | undefined;
  readonly last: string | undefined;
}

function whole({ language }: Person, { first = '', last = '', inLatin }: Names & { inLatin: boolean }): string {
  const familyFirst = language.table.familyFirst && !inLatin;
  const joined = familyFirst && language.table.script !== 'Latin';
  return (familyFirst ? `${last}${joined ? '' : ' '}${first}` : `${first} ${last}`).trim();
}

const initial = (given: string, { capitals }: ShopSource): string =>
  `${Array.from(given)[0] ?? ''}${capitals ? '' : '.'}`;

/** Latin names lose their marks as often as others lose their script. */
function isInLatin({ language }: Person, { random, source, mess }: Telling): boolean {
  const share = language.table.script === 'Latin' ? source.latin / 2 : source.latin;
  return source.capitals && language.table.script === 'Latin' ? true : random.chance(share * mess);
}

interface Writing {
  readonly person: Person;
  readonly telling: Telling;
  readonly inLatin: boolean;
}

function written(word: Word, { person, telling, inLatin }: Writing): string {
  const { random, source, mess } = telling;
  // Mostly the person's own way; a clerk has another.
  const way = random.chance(0.8) ? person.way : random.below(word.latin.length);
  const text = inLatin ? spelled(word, way) : word.native;
  const wrong = random.chance(source.typos * mess) ? misspelled(random, text) : text;
  return source.capitals ? wrong.toUpperCase() : wrong;
}

function tellEmail(person: Person, { random, source, mess }: Telling): string {
  const own = person.emails[random.chance(0.8) ? 0 : random.below(person.emails.length)] ?? '';
  if (!random.chance(source.typos * mess * 0.5)) return own;
  const at = own.indexOf('@');
  return `${misspelled(random, own.slice(0, at))}${own.slice(at)}`;
}

function tellPhone({ language, phones }: Person, { random, source, mess, sharedPhone }: Telling): string {
  const number = sharedPhone ?? phones[random.chance(0.8) ? 0 : random.below(phones.length)] ?? '';
  const digits = random.chance(source.typos * mess * 0.5) ? otherDigit(random, number) : number;
  const { callingCode, trunk } = language.table;
  switch (source.phones) {
    case 'international':
      return `+${callingCode}${digits}`;
    case 'national':
      return `${trunk}${digits}`;
    case 'spaced':
      return `+${callingCode} ${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
  }
}

function otherDigit(random: Random, number: string): string {
  const at = 2 + random.below(number.length - 2);
  return `${number.slice(0, at)}${random.below(10)}${number.slice(at + 1)}`;
}

/** A wrong birth is one digit off, day and month exchanged, or what the form had in it. */
function tellBirth({ born, language }: Person, { random, source, mess }: Telling): string {
  if (!random.chance(source.typos * mess)) return dated(born, source.dates === 'iso' ? 'iso' : language.table.dates);
  const kind = random.next();
  if (kind < 0.12)
    return dated({ year: 1900, month: 1, day: 1 }, source.dates === 'iso' ? 'iso' : language.table.dates);
  const wrong =
    kind < 0.4 && born.day <= 12
      ? { ...born, month: born.day, day: born.month }
      : kind < 0.7
        ? { ...born, day: 1 + random.below(28) }
        : { ...born, year: born.year + random.below(3) - 1 };
  return dated(wrong, source.dates === 'iso' ? 'iso' : language.table.dates);
}

function dated({ year, month, day }: Birth, way: Person['language']['table']['dates'] | 'iso'): string {
  const [d, m] = [String(day).padStart(2, '0'), String(month).padStart(2, '0')];
  switch (way) {
    case 'iso':
      return `${year}-${m}-${d}`;
    case 'day/month/year':
      return `${d}/${m}/${year}`;
    case 'day.month.year':
      return `${d}.${m}.${year}`;
    case 'day-month-year':
      return `${d}-${m}-${year}`;
    case 'month/day/year':
      return `${m}/${d}/${year}`;
    case 'year/month/day':
      return `${year}/${m}/${d}`;
    case 'buddhist':
      return `${d}/${m}/${year + 543}`;
  }
}

function tellAddress(person: Person, telling: Telling): NonNullable<PersonTraits['address']> {
  const { random, at, source, mess } = telling;
  const home: Home = person.moved !== undefined && at < person.moved.at ? person.moved.from : person.home;
  const { houseNumber, country } = person.language.table;
  const writing = { person, telling, inLatin: isInLatin(person, telling) };
  const street = written(home.street, writing);
  const postcode = random.chance(source.typos * mess * 0.5) ? otherDigit(random, home.postcode) : home.postcode;
  return {
    street: houseNumber === 'before' ? `${home.number} ${street}` : `${street} ${home.number}`,
    city: written(home.town, writing),
    ...(random.chance(0.05 * mess) ? {} : { postalCode: postcode }),
    country,
  };
}
