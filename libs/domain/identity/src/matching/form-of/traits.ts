/** Finds in a record's traits what can be compared, under the names that sources give it. */
import { type RecordFacts } from '../../facts.ts';
import { isLater } from '../../last-word.ts';

type Named = 'first' | 'middle' | 'last' | 'full' | 'birth' | PartOfBirth | 'email' | 'phone' | 'number' | Placed;
type PartOfBirth = 'birthYear' | 'birthMonth' | 'birthDay';
type Placed = 'street' | 'house' | 'city' | 'postcode' | 'country';

/** Latest value by what it says. */
export type Said = ReadonlyMap<Named, string>;

// cspell:disable
// Compared without case, spaces, `_` and `-`. The first of a line is the name in Segment's specification, where it has one.
const names: Readonly<Record<Named, readonly string[]>> = {
  first: ['firstname', 'givenname', 'forename', 'fname'],
  middle: ['middlename'],
  last: ['lastname', 'surname', 'familyname', 'lname'],
  full: ['name', 'fullname'],
  birth: ['birthday', 'birthdate', 'dateofbirth', 'dob'],
  birthYear: ['birthyear', 'yearofbirth', 'yob', 'dobyear', 'dobyyyy', 'doby'],
  birthMonth: ['birthmonth', 'monthofbirth', 'dobmonth', 'dobmm', 'dobm'],
  birthDay: ['dayofbirth', 'dobday', 'dobdd', 'dobd'],
  email: ['email', 'emailaddress', 'mail'],
  phone: ['phone', 'phonenumber', 'mobile', 'mobilephone', 'telephone', 'tel'],
  number: ['nationalid', 'socialsecuritynumber', 'ssn', 'taxid', 'passportnumber'],
  street: ['street', 'streetname', 'address', 'addressline1', 'address1', 'addressline2', 'address2', 'line1', 'line2'],
  house: ['housenumber', 'streetnumber'],
  city: ['city', 'town', 'suburb', 'locality'],
  postcode: ['postalcode', 'postcode', 'zipcode', 'zip'],
  country: ['country', 'countrycode'],
};
// cspell:enable

const meaning = new Map<string, Named>();
for (const [named, spellings] of Object.entries(names)) {
  if (isNamed(named)) for (const spelling of spellings) meaning.set(spelling, named);
}

function isNamed(name: string): name is Named {
  return name in names;
}

/** Traits as sources have spelled them, of the few names that come again in every record. */
const spelled = new Map<string, Named | undefined>();
const mostSpellings = 10_000;

function meaningOf(trait: string): Named | undefined {
  const known = spelled.get(trait);
  if (known !== undefined || spelled.has(trait)) return known;
  const named = meaning.get(trait.replace(/[\s_-]/g, '').toLowerCase());
  if (spelled.size >= mostSpellings) spelled.clear();
  spelled.set(trait, named);
  return named;
}

/** Whether a trait of this name is a given name, or a name in which one stands. */
export function holdsGivenName(trait: string): boolean {
  const named = meaningOf(trait);
  return named === 'first' || named === 'middle' || named === 'full';
}

/** The latest word on each thing, by (time, event); lines of an address follow each other in the order of their names. */
export function whatIsSaid(traits: RecordFacts['traits']): Said {
  const said = new Map<Named, string>();
  let latest = traits[0];
  // Traits are sorted by name.
  for (const trait of traits) {
    if (latest !== undefined && trait.name !== latest.name) sayAll(said, latest);
    if (latest === undefined || trait.name !== latest.name || isLater(trait, latest)) latest = trait;
  }
  if (latest !== undefined) sayAll(said, latest);
  if (said.has('birthYear')) sayBirth(said);
  return said;
}

/** A date of birth in three parts, where it is not said in one; `birth_day` may be either. */
function sayBirth(said: Map<Named, string>): void {
  const [year, month, birth] = [said.get('birthYear'), said.get('birthMonth'), said.get('birth')];
  const day = said.get('birthDay') ?? birth;
  const isSaid = birth !== undefined && !/^\s*\d{1,2}\s*$/.test(birth);
  if (year !== undefined && month !== undefined && day !== undefined && !isSaid)
    said.set('birth', [year, month, day].map((part) => part.trim()).join('-'));
}

/** ISO 3166, in capitals; undefined where a country is named in words. */
export function countryOf(said: Said): string | undefined {
  const country = said.get('country')?.trim() ?? '';
  return country.length === 2 ? country.toUpperCase() : undefined;
}

type Trait = RecordFacts['traits'][number];

function sayAll(said: Map<Named, string>, { name, value }: Trait): void {
  if (isObject(value)) for (const [part, text] of Object.entries(value)) say(said, part, text);
  else say(said, name, value);
}

function say(said: Map<Named, string>, trait: string, value: unknown): void {
  const named = meaningOf(trait);
  if (named === undefined) return;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '') return;
  const before = said.get(named);
  if (before === undefined) said.set(named, text);
  else if (named === 'street') said.set(named, `${before}, ${text}`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
