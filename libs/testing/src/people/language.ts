// cspell:ignore ский ская цкий цкая dzki dzka
/** A language table made ready to draw from. */
import type { Random } from '../random.ts';
import { romaniseCyrillic } from './romanise-cyrillic.ts';
import type { FamilyNames, GivenNames, LanguageTable } from './tables/language-table.ts';
import { byRank, Weighted } from './weighted.ts';
import { composed, readWord, readWords, withoutMarks, word, type Word } from './words.ts';

export interface FamilyName {
  readonly man: Word;
  readonly woman: Word;
}

export interface Town {
  readonly name: Word;
  /** As the table has it: `#` a digit, `A` a letter. */
  readonly postcode: string;
}

type Spell = (native: string) => readonly string[];

interface Names<T> {
  readonly common: Weighted<T>;
  readonly rare: readonly T[];
  readonly rareShare: number;
}

export class Language {
  readonly table: LanguageTable;
  readonly #women: Names<Word>;
  readonly #men: Names<Word>;
  readonly #families: Names<FamilyName>;
  readonly #nicknames: ReadonlyMap<string, readonly Word[]>;
  readonly #towns: Weighted<Town>;
  readonly #streets: Weighted<Word>;

  constructor(table: LanguageTable) {
    const spell: Spell =
      table.script === 'Cyrillic' ? (text) => romaniseCyrillic(text, table.code === 'be' ? 'be' : 'ru') : withoutMarks;
    this.table = table;
    this.#women = givenNames(table.women, spell);
    this.#men = givenNames(table.men, spell);
    this.#families = familyNames(table.families, spell);
    this.#nicknames = nicknames(table.nicknames, spell);
    this.#towns = new Weighted(towns(table.towns, spell), byRank);
    this.#streets = new Weighted(readWords(table.streets, spell), byRank);
  }

  givenName(random: Random, feminine: boolean): Word {
    return drawName(random, feminine ? this.#women : this.#men);
  }

  familyName(random: Random): FamilyName {
    return drawName(random, this.#families);
  }

  nicknamesOf(given: Word): readonly Word[] {
    return this.#nicknames.get(given.native) ?? this.#nicknames.get('*') ?? [];
  }

  town(random: Random): Town {
    return this.#towns.draw(random);
  }

  street(random: Random): Word {
    return this.#streets.draw(random);
  }
}

function drawName<T>(random: Random, names: Names<T>): T {
  if (names.rare.length === 0 || !random.chance(names.rareShare)) return names.common.draw(random);
  // Among the rare some are rarer; a steeper power would make the first of them common.
  const at = Math.floor(random.next() ** 1.3 * names.rare.length);
  return names.rare[at] ?? names.common.draw(random);
}

function givenNames({ common, parts }: GivenNames, spell: Spell): Names<Word> {
  return {
    common: new Weighted(readWords(common, spell), byRank),
    rare: parts ? shuffled(composed(readWords(parts.first, spell), readWords(parts.second, spell))) : [],
    rareShare: parts?.share ?? 0,
  };
}

function familyNames({ common, rare, feminine }: FamilyNames, spell: Spell): Names<FamilyName> {
  const bothForms = (name: Word): FamilyName => {
    const form = feminine === undefined ? name.native : womansForm(name.native);
    return { man: name, woman: form === name.native ? name : word(form, spell(form)) };
  };
  const unusual = composed(readWords(rare.first, spell), readWords(rare.second, spell));
  return {
    common: new Weighted(readWords(common, spell).map(bothForms), byRank),
    rare: shuffled(unusual).map(bothForms),
    rareShare: rare.share,
  };
}

/** Adjectives and possessives agree; other names stay. */
const endings: readonly (readonly [string, string])[] = [
  ...([
    ['ский', 'ская'],
    ['цкий', 'цкая'],
    ['скі', 'ская'],
    ['цкі', 'цкая'],
    ['ов', 'ова'],
    ['ев', 'ева'],
  ] as const),
  ...([
    ['ёв', 'ёва'],
    ['ин', 'ина'],
    ['оў', 'ова'],
    ['еў', 'ева'],
    ['ёў', 'ёва'],
    ['аў', 'ава'],
  ] as const),
  ...([
    ['ski', 'ska'],
    ['cki', 'cka'],
    ['dzki', 'dzka'],
  ] as const),
];

function womansForm(name: string): string {
  const found = endings.find(([man]) => name.endsWith(man));
  return found === undefined ? name : `${name.slice(0, -found[0].length)}${found[1]}`;
}

/** A fixed order in which neighbours have nothing in common. */
function shuffled<T>(items: readonly T[]): readonly T[] {
  const order = items.map((item, index) => ({ item, key: Math.imul(index + 1, 0x9e3779b1) >>> 0 }));
  return order.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

function nicknames(text: string, spell: Spell): ReadonlyMap<string, readonly Word[]> {
  const entries = text.split(/\s+/).filter((entry) => entry !== '');
  return new Map(
    entries.map((entry) => {
      const [formal = '', forms = ''] = entry.split(':', 2);
      return [readWord(formal, spell).native, forms.split(',').map((form) => readWord(form, spell))];
    }),
  );
}

const towns = (text: string, spell: Spell): readonly Town[] =>
  text.split(/\s+/).map((entry) => {
    const [name = '', postcode = ''] = entry.split('|', 2);
    return { name: readWord(name, spell), postcode };
  });
