/** A record as it is compared: names, births, addresses and contact points, normalised once. Its parts belong to the matcher that read it. */
import { type Letters } from './text/letters.ts';

export interface MatchForm {
  /** Forms of equal fingerprint compare equal to everything; a record whose fingerprint stays needs no new comparison. */
  readonly fingerprint: string;
  readonly first: NamePart | undefined;
  readonly last: NamePart | undefined;
  /** More than one where day and month cannot be told apart. */
  readonly births: readonly BirthDate[];
  readonly emails: readonly Email[];
  readonly phones: readonly Value[];
  readonly postcode: Postcode | undefined;
  readonly street: Street | undefined;
  readonly city: Word | undefined;
  /** A number that an authority or a house has given to one person, where the record names one. */
  readonly number: Value | undefined;
}

/** A text and the number it is found by, of 32 bits and signed; equal texts of one matcher have equal hashes. */
export interface Value {
  readonly text: string;
  readonly hash: number;
}

/** A word that may be misspelled. */
export interface Word extends Value, Letters {}

/** A first or last name in its own script, with what it may be elsewhere. */
export interface NamePart extends Value {
  /** In Latin letters; the text itself where it is in Latin. */
  readonly latin: Word;
  /** Hashes of all its romanisations, `latin` among them. */
  readonly romanised: readonly number[];
  /** A bit for each of `romanised`: without a common bit there is no common one. */
  readonly spellings: number;
  /** Hashes of the romanisations of its first word: Anna of Anna Maria. */
  readonly leads: readonly number[];
  /** Sets of names that are used for each other: Masha, Maria, Marie. */
  readonly nicknames: readonly number[];
  /** `leads` and `nicknames`: what its bearer may be called. */
  readonly callings: readonly number[];
  /** A bit for each of `callings`. */
  readonly sets: number;
  /** How it sounds. */
  readonly sounds: readonly number[];
  /** Hash of the first letters of `latin`: three of a first name, four of a last name. */
  readonly beginning: number;
  /** Its first Latin letter. */
  readonly initial: number;
  /** A single letter, with or without a full stop. */
  readonly isInitial: boolean;
  /** log2 of how much rarer than the average agreement this name is, as first or as last name. */
  readonly rarity: number;
}

export interface BirthDate {
  /** yyyymmdd, eight digits as one number. */
  readonly digits: number;
  readonly year: number;
  /** Days since 1970, or `noDay`. */
  readonly days: number;
}

export interface Email extends Value {
  readonly exact: string;
  /** The part before the @ says more than the name of its owner does: another mailbox with it is hardly another person's. */
  readonly tells: boolean;
  readonly local: Word;
}

/** `SW1A 1AA`: `SW1A1AA`, sector `SW1A1`, district `SW1A`, area `SW`; of digits alone, one digit less each time. */
export interface Postcode extends Value {
  readonly sector: number;
  readonly district: number;
  readonly area: number;
  /** Its first three characters. */
  readonly start: number;
  /** How often it has each digit (`digitsIn`). */
  readonly digits: number;
}

export interface Street {
  /** All its words. */
  readonly text: string;
  /** House number and words, generic ones (street, road) left out. */
  readonly words: readonly Word[];
  /** How many words, a bit for each, and a bit for each of those that must be equal to be alike. */
  readonly size: number;
  readonly marks: number;
  readonly shortMarks: number;
}
