/**
 * What forms say in numbers, side by side in one table: of a million records that meet each other no form need be fetched, from a
 * memory that fits in no cache, to settle most pairs. A row is two lines of a cache.
 */
import { isInLatin } from '../comparisons/name.ts';
import { type Cells } from '../cells.ts';
import { type MatchForm, type NamePart, type Word } from '../form.ts';
import { digitsIn } from '../text/one-edit.ts';
import { perBit } from '../weights.ts';
import { type Parts } from './parts.ts';

/** Numbers of a row. */
export const width = 32;

/** Where in a row each stands; a word takes four. */
export const column = {
  said: 0,
  /** Numbers among `Parts`, of street and city as well. */
  firstName: 1,
  lastName: 2,
  /** Bits of the romanisations. */
  firstSpellings: 3,
  lastSpellings: 4,
  /** Bits of what its bearer may be called. */
  callings: 5,
  /** Of first and last name in 16 bits each: bits, times `perBit`. */
  rarity: 6,
  street: 7,
  first: 8,
  last: 12,
  /** yyyymmdd. */
  birth: 16,
  /** Days since 1970. */
  birthDays: 17,
  email: 18,
  phone: 19,
  phoneDigits: 20,
  postcode: 21,
  sector: 22,
  /** District and area, 16 bits of each. */
  region: 23,
  postcodeDigits: 24,
  city: 25,
  streetMarks: 26,
  streetShortMarks: 27,
  local: 28,
} as const;

/** Where in a word each number stands; its length stands above the letters that it has a third time and more often. */
export const ofWord = { letters: 0, twice: 1, start: 2, sizes: 3 } as const;

/** What a form says at all, as bits; above them the words of its street. */
export const says = {
  first: 1,
  last: 2,
  initial: 4,
  birth: 8,
  births: 16,
  email: 32,
  emails: 64,
  mailboxTells: 128,
  phone: 256,
  phones: 512,
  number: 1024,
  postcode: 2048,
  city: 4096,
  street: 8192,
  /** The address is written as it is compared. */
  plainEmail: 16_384,
  /** The first name is in Latin letters. */
  latin: 32_768,
} as const;

export const streetSizeAt = 16;
const mostWordsOfStreet = 0x7fff;

export function writeRow(form: MatchForm, parts: Parts, into: Cells, row: number): void {
  const { births, emails, phones, postcode, city, street } = form;
  const [birth, email, phone] = [births[0], emails[0], phones[0]];
  into[row + column.said] = whatItSays(form);
  if (form.first) {
    into[row + column.firstName] = parts.firsts.enter(form.first);
    writeName(form.first, into, row, true);
  }
  if (form.last) {
    into[row + column.lastName] = parts.lasts.enter(form.last);
    writeName(form.last, into, row, false);
  }
  if (birth) {
    into[row + column.birth] = birth.digits;
    into[row + column.birthDays] = birth.days;
  }
  if (email) {
    into[row + column.email] = email.hash;
    writeWord(email.local, into, row + column.local);
  }
  if (phone) {
    into[row + column.phone] = phone.hash;
    into[row + column.phoneDigits] = digitsIn(phone.text);
  }
  if (postcode) {
    into[row + column.postcode] = postcode.hash;
    into[row + column.sector] = postcode.sector;
    into[row + column.region] = (postcode.district << 16) | (postcode.area & 0xffff);
    into[row + column.postcodeDigits] = postcode.digits;
  }
  if (city) into[row + column.city] = parts.cities.enter(city);
  if (street) {
    into[row + column.street] = parts.streets.enter(street);
    into[row + column.streetMarks] = street.marks;
    into[row + column.streetShortMarks] = street.shortMarks;
  }
}

function writeName(name: NamePart, into: Cells, row: number, isFirst: boolean): void {
  into[row + (isFirst ? column.firstSpellings : column.lastSpellings)] = name.spellings;
  into[row + column.rarity] =
    (into[row + column.rarity] ?? 0) | (isFirst ? (name.rarity * perBit) << 16 : (name.rarity * perBit) & 0xffff);
  if (isFirst) into[row + column.callings] = name.sets;
  writeWord(name.latin, into, row + (isFirst ? column.first : column.last));
}

function writeWord({ size, letters, twice, spare, start }: Word, into: Cells, place: number): void {
  into[place + ofWord.letters] = letters;
  into[place + ofWord.twice] = twice;
  into[place + ofWord.start] = start;
  into[place + ofWord.sizes] = (size << 16) | spare;
}

function whatItSays({ first, last, births, emails, phones, number, postcode, city, street }: MatchForm): number {
  return (
    (first ? says.first | (first.isInitial ? says.initial : 0) | (isInLatin(first) ? says.latin : 0) : 0) |
    (last ? says.last : 0) |
    (births.length > 0 ? says.birth : 0) |
    (births.length > 1 ? says.births : 0) |
    (emails.length > 0 ? says.email : 0) |
    (emails.length > 1 ? says.emails : 0) |
    (emails[0]?.tells === true ? says.mailboxTells : 0) |
    (emails[0] !== undefined && emails[0].exact === emails[0].text ? says.plainEmail : 0) |
    (phones.length > 0 ? says.phone : 0) |
    (phones.length > 1 ? says.phones : 0) |
    (number ? says.number : 0) |
    (postcode ? says.postcode : 0) |
    (city ? says.city : 0) |
    (street ? says.street | (Math.min(street.size, mostWordsOfStreet) << streetSizeAt) : 0)
  );
}
