/** What is known of one record. */
export interface Word {
  readonly value: unknown;
  readonly time: number;
  readonly event: string;
  readonly source: string;
}

export interface Facts {
  readonly id: string;
  firstAt: number;
  /** `type|value` */
  readonly identifiers: Set<string>;
  /** Trait, then source. */
  readonly words: Map<string, Map<string, Word>>;
}

export const byAge = (a: Facts, b: Facts): number => a.firstAt - b.firstAt || (a.id < b.id ? -1 : 1);
