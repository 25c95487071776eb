/** What is known of the names of a language, as compact text; each table is compiled by us from what its README names. */

/**
 * Words stand apart by spaces, the most common first. `王=Wang/Wong` gives Latin spellings, the usual one first; words without
 * them are romanised by rule (Cyrillic) or by dropping marks (Latin).
 */
export interface LanguageTable {
  readonly code: string;
  /** Share among the people of a mix that names no shares. */
  readonly weight: number;
  readonly script: 'Latin' | 'Cyrillic' | 'Han' | 'Kana and Han' | 'Hangul' | 'Thai' | 'Arabic';
  /** ISO 3166 and E.164. */
  readonly country: string;
  readonly callingCode: string;
  readonly familyFirst: boolean;
  readonly women: GivenNames;
  readonly men: GivenNames;
  readonly families: FamilyNames;
  /** What one goes by: `Elizabeth:Liz,Beth`; where names for every day have nothing to do with the formal one, `*:Lek,Nok`. */
  readonly nicknames: string;
  /** `Leeds|LS#_#AA`: `#` is a digit, `A` a letter, `_` a space; a digit of its own stands as it is. */
  readonly towns: string;
  /** `High_Street`, most common first; `streetOrder` says where the number stands. */
  readonly streets: string;
  readonly houseNumber: 'before' | 'after';
  /** National mobile numbers without trunk prefix: `74########`; `trunk` is what national spellings begin with. */
  readonly mobile: string;
  readonly trunk: string;
  /** How dates are written by hand. */
  readonly dates:
    'day/month/year' | 'day.month.year' | 'day-month-year' | 'month/day/year' | 'year/month/day' | 'buddhist';
}

/** Whole names; `parts` are put together where the language makes names that way: most names are then rare, as in life. */
export interface GivenNames {
  readonly common: string;
  readonly parts?: { readonly share: number; readonly first: string; readonly second: string };
}

export interface FamilyNames {
  readonly common: string;
  /** Rare names are composed; `share` of the people bear one. `joint` stands between the parts. */
  readonly rare: { readonly share: number; readonly first: string; readonly second: string; readonly joint?: string };
  /** A woman's form of the name; `russian`: -ов, -ова; `polish`: -ski, -ska. */
  readonly feminine?: 'russian' | 'polish';
}
