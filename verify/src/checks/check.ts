/** What a check is: a promise in words, and a pure function that finds what breaks it. */
import { type Evidence } from '../reading/evidence.ts';

export type CheckName = 'V1' | 'V2' | 'V3' | 'V4' | 'V5' | 'V6' | 'V7' | 'V8' | 'V9' | 'V10';

export interface Check {
  readonly name: CheckName;
  readonly promise: string;
  /** One sentence for each thing that is wrong; empty when the promise was kept. */
  readonly find: (evidence: Evidence) => readonly string[];
}

/** Groups by a key, in the order of arrival. */
export function grouped<T>(items: Iterable<T>, keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
