/**
 * Numbers that lie side by side, outside the heap. In shared memory, though nobody shares it: V8 reckons any other towards the next
 * collection of garbage, and would search gigabytes of records each time that some hundred megabytes are added.
 */
export type Cells = Int32Array<SharedArrayBuffer>;

export const cells = (count: number): Cells =>
  new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT));

/** Twice as many, the first half as they were. */
export function extended(few: Cells): Cells {
  const more = cells(few.length * 2);
  more.set(few);
  return more;
}
