/** Last writer wins: the order of words is that of their events, never that of their arrival. */

export interface Word {
  readonly event: string;
  /** Milliseconds. */
  readonly time: number;
}

/** A total order, as no event says two things in one place. */
export const isLater = (a: Word, b: Word): boolean => a.time > b.time || (a.time === b.time && a.event > b.event);

export function laterOf<T extends Word>(a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return isLater(b, a) ? b : a;
}

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const bounded = <T>(items: readonly T[], limit: number): readonly T[] =>
  items.length > limit ? items.slice(0, limit) : items;

/** The last word on each slot, sorted by slot. Of too many the first stay: which ones does not depend on the order of arrival. */
export function mergeWords<T extends Word>(
  words: readonly T[],
  slotOf: (word: T) => string,
  limit: number,
): readonly T[] {
  const latest = new Map<string, T>();
  for (const word of words) {
    const slot = slotOf(word);
    const known = latest.get(slot);
    if (known === undefined || isLater(word, known)) latest.set(slot, word);
  }
  const sorted = [...latest.entries()].sort(([a], [b]) => compare(a, b)).map(([, word]) => word);
  return bounded(sorted, limit);
}

/** True when merging the word would change nothing. */
export function holdsWord<T extends Word>(
  words: readonly T[],
  news: T,
  slotOf: (word: T) => string,
  limit: number,
): boolean {
  const slot = slotOf(news);
  const own = words.find((word) => slotOf(word) === slot);
  if (own !== undefined) return !isLater(news, own);
  const last = words.at(-1);
  return words.length >= limit && last !== undefined && slotOf(last) < slot;
}
