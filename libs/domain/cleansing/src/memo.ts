/** Remembers the answers of a pure, costly function for the values that come again and again; bounded, and unseen from outside. */

export function memo<T>(answer: (text: string) => T, most: number): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const now = answer(text);
    // Emptied at once instead of one by one: the frequent values are back after a moment, and no order need be kept.
    if (known.size >= most) known.clear();
    known.set(text, now);
    return now;
  };
}
