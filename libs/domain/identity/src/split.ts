/** Items that belong, and the others. */
export function split<T>(items: readonly T[], belongs: (item: T) => boolean): readonly [T[], T[]] {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of items) (belongs(item) ? yes : no).push(item);
  return [yes, no];
}
