/** What a change of policy asks for: a new partition of what is stored, new links between components, or new reading of the log. */
import { type Policy } from '../policy.ts';
import { isObject } from './shape.ts';

/** A value with what a patch says of it, as RFC 7396 has it: objects field by field, null takes away, all else replaces. */
export function patched(value: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result = new Map(isObject(value) ? Object.entries(value) : []);
  for (const [name, own] of Object.entries(patch)) {
    if (own === null) result.delete(name);
    else result.set(name, patched(result.get(name), own));
  }
  return Object.fromEntries(result);
}

/**
 * The parts by which events are read into facts, where the two differ. Facts that are stored were read by `from`; only a
 * rebuild reads the log by `to`.
 */
export function readingDifferences(from: Policy, to: Policy): readonly string[] {
  const [before, after] = [readingOf(from), readingOf(to)];
  return [...after.keys()].filter((name) => before.get(name) !== after.get(name));
}

const readingOf = ({
  country,
  illegalValues,
  illegalPatterns,
  disposableDomains,
  limits,
}: Policy): ReadonlyMap<string, string> =>
  new Map([
    ['country', country ?? ''],
    ['illegalValues', JSON.stringify([...illegalValues].sort())],
    ['illegalPatterns', JSON.stringify(illegalPatterns)],
    ['disposableDomains', JSON.stringify([...disposableDomains].sort())],
    ...Object.entries(limits).map(([name, limit]) => [`limits.${name}`, String(limit)] as const),
  ]);

/**
 * Where records meet by `to` that did not meet by `from`: identifier types that joined nobody, and compared fields. There,
 * components that never met may have to become one.
 */
export function newMeetings(from: Policy, to: Policy): readonly string[] {
  const types = Object.keys(to.identifiers).filter((type) => from.identifiers[type] === undefined);
  const compares = to.matching !== undefined && JSON.stringify(to.matching) !== JSON.stringify(from.matching);
  return compares ? [...types, 'matching'] : types;
}
