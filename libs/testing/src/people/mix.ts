/** Which people are made, and how messy their records are. */
import { languages } from './languages.ts';

export interface Mix {
  /** Language code and its share, in any unit. */
  readonly languages: Readonly<Record<string, number>>;
  /** Multiplies how often something is misspelled, left out or told otherwise; 1 is a usual shop. */
  readonly mess: number;
  /** Share of the newsletter's records that have the whole name in one field. */
  readonly wholeNames: number;
  /** Share of the web records that come from a device in a shop, each used by some two hundred people. */
  readonly kiosks: number;
  /** Share of the records with the number of an office or a shop instead of the person's own. */
  readonly sharedPhones: number;
  /** Share of the people who have a loyalty card. */
  readonly cards: number;
}

const shares = (of: (script: string) => boolean): Readonly<Record<string, number>> =>
  Object.fromEntries(languages.filter(({ table }) => of(table.script)).map(({ table }) => [table.code, table.weight]));

const usual = { mess: 1, wholeNames: 0.5, kiosks: 0.02, sharedPhones: 0.01, cards: 0.15 };

export const mixes = {
  /** All languages in their own scripts. */
  world: { ...usual, languages: shares(() => true) },
  /** Latin letters only, the name in two fields: fair to tools that know neither scripts nor how to take a name apart. */
  latin: { ...usual, languages: shares((script) => script === 'Latin'), wholeNames: 0 },
} as const satisfies Readonly<Record<string, Mix>>;
