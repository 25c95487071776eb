/** Reads each word once: customers share few thousand names, towns and streets, and what is known of a word is costly to find. */
import {
  givenNameKeys,
  isInitial,
  metaphone,
  type PersonName,
  readCity,
  readName,
  readPostcode,
} from '@tributary/domain-cleansing';
import { type BirthDate, type NamePart, type Postcode, type Street, type Value, type Word } from '../form.ts';
import { hashOf } from '../text/hash.ts';
import { lettersOf } from '../text/letters.ts';
import { digitsIn } from '../text/one-edit.ts';
import { birthsOf } from './births.ts';
import { streetOf } from './street.ts';

/** log2 of how much rarer a name is than the names in which two people agree by chance. */
export interface Rarity {
  first(name: string): number;
  last(name: string): number;
}

interface Names {
  readonly first: NamePart | undefined;
  readonly last: NamePart | undefined;
}

// Half a million words of each kind take some 200 MB; rare ones that come again are read again.
const mostWords = 500_000;

export class Lexicon {
  readonly #firsts = new Map<string, NamePart | undefined>();
  readonly #lasts = new Map<string, NamePart | undefined>();
  readonly #words = new Map<string, Word>();
  readonly #cities = new Map<string, Word | undefined>();
  readonly #postcodes = new Map<string, Postcode | undefined>();
  readonly #wholes = new Map<string, Names>();
  readonly #births = new Map<string, readonly BirthDate[]>();
  readonly #streets = new Map<string, Street | undefined>();

  constructor(private readonly rarity: Rarity) {}

  first(given: string): NamePart | undefined {
    return remembered(this.#firsts, given, () => this.#given(readName({ given })));
  }

  last(family: string): NamePart | undefined {
    return remembered(this.#lasts, family, () => this.#family(readName({ family })));
  }

  /** Of a name whose parts are not told apart. */
  whole(full: string): Names {
    return remembered(this.#wholes, full, () => {
      const name = readName({ full });
      return { first: this.#given(name), last: this.#family(name) };
    });
  }

  births(raw: string | undefined): readonly BirthDate[] {
    return raw === undefined ? none : remembered(this.#births, raw, () => birthsOf(raw));
  }

  /** Either may be empty. */
  street(house: string, street: string): Street | undefined {
    if (house === '' && street === '') return undefined;
    const line = `${house} ${street}`;
    return remembered(this.#streets, line, () => streetOf(line, (text) => this.word(text)));
  }

  city(raw: string): Word | undefined {
    return remembered(this.#cities, raw, () => {
      const city = readCity(raw);
      return city && this.word(city.romanised[0] ?? city.form);
    });
  }

  /** `country` in two letters, or empty. */
  postcode(raw: string, country: string): Postcode | undefined {
    return remembered(this.#postcodes, `${country} ${raw}`, () => postcodeOf(raw, country));
  }

  /** A word in the form in which it is compared. */
  word(text: string): Word {
    return remembered(this.#words, text, () => wordOf(text));
  }

  #given(name: PersonName | undefined): NamePart | undefined {
    if (name === undefined || name.given.length === 0) return undefined;
    const ways = name.romanised.map(({ given }) => given);
    const [lead = ''] = name.given;
    const sets = [lead, ...ways.map(([first = '']) => first)].flatMap(givenNameKeys);
    const text = name.given.join(' ');
    return this.#part(text, ways, {
      nicknames: [...new Set(sets)].map((set) => hashOf(set)),
      soundsOf: () => none,
      begins: 3,
      isInitial: name.given.every(isInitial),
      rarity: this.rarity.first(text),
    });
  }

  #family(name: PersonName | undefined): NamePart | undefined {
    if (name === undefined || name.family.length === 0) return undefined;
    const ways = name.romanised.map(({ family }) => family);
    const text = name.family.join(' ');
    return this.#part(text, ways, {
      nicknames: none,
      soundsOf: (latin) => metaphone(latin).map((sound) => hashOf(sound)),
      begins: 4,
      isInitial: name.family.every(isInitial),
      rarity: this.rarity.last(text),
    });
  }

  /** Written out in one literal: V8 lays its fields side by side, and those of a spread that others are added to elsewhere. */
  #part(text: string, ways: readonly (readonly string[])[], kind: Kind): NamePart {
    const spellings = [...new Set(ways.map((words) => words.join('')))];
    const latin = this.word(spellings[0] ?? text);
    const romanised = spellings.map((spelling) => hashOf(spelling));
    const leads = [...new Set(ways.map(([first = '']) => hashOf(first)))];
    const callings = [...leads, ...kind.nicknames];
    return {
      text,
      hash: hashOf(text),
      latin,
      romanised,
      spellings: bitsOf(romanised),
      leads,
      nicknames: kind.nicknames,
      callings,
      sets: bitsOf(callings),
      sounds: kind.soundsOf(latin.text),
      beginning: hashOf(latin.text.slice(0, kind.begins)),
      initial: latin.text.charCodeAt(0),
      isInitial: kind.isInitial,
      rarity: kind.rarity,
    };
  }
}

/** In what a first name differs from a last name. */
interface Kind {
  readonly nicknames: readonly number[];
  readonly soundsOf: (latin: string) => readonly number[];
  /** Letters by which it meets others. */
  readonly begins: number;
  readonly isInitial: boolean;
  readonly rarity: number;
}

const none: readonly never[] = [];

const bitsOf = (hashes: readonly number[]): number => hashes.reduce((bits, hash) => bits | (1 << (hash & 31)), 0);

function remembered<T>(known: Map<string, T>, text: string, read: () => T): T {
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= mostWords) known.clear();
  const now = read();
  known.set(text, now);
  return now;
}

export const valueOf = (text: string): Value => ({ text, hash: hashOf(text) });

export function wordOf(text: string): Word {
  const { size, letters, twice, spare, start } = lettersOf(text);
  return { text, hash: hashOf(text), size, letters, twice, spare, start };
}

function postcodeOf(raw: string, country: string): Postcode | undefined {
  const read = readPostcode(raw, country === '' ? undefined : country);
  return (
    read && {
      text: read.full,
      hash: hashOf(read.full),
      sector: hashOf(read.sector),
      district: hashOf(read.district),
      area: hashOf(read.area),
      start: hashOf(read.full.slice(0, 3)),
      digits: digitsIn(read.full),
    }
  );
}
