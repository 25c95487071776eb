/** Work that is awaited at its end only: should it fail before that, it is no failure that nobody looks at. */
export function awaitedLater<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}
