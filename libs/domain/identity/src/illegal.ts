/** Values that the policy forbids to mean anybody. */
import { type Policy } from './policy.ts';

type Patterns = Policy['illegalPatterns'];

/** Patterns are read once per policy, not once per event. */
const compiled = new WeakMap<Patterns, Map<string, readonly RegExp[]>>();

function patternsOf(patterns: Patterns, name: string): readonly RegExp[] {
  const known = compiled.get(patterns) ?? new Map<string, readonly RegExp[]>();
  compiled.set(patterns, known);
  const found = known.get(name) ?? (patterns[name] ?? []).map((pattern) => new RegExp(pattern, 'iu'));
  known.set(name, found);
  return found;
}

const matches = (patterns: Patterns, name: string, value: string): boolean =>
  patternsOf(patterns, name).some((pattern) => pattern.test(value));

export const isIllegal = (type: string, value: string, { illegalValues, illegalPatterns }: Policy): boolean =>
  illegalValues.some((illegal) => illegal.toLowerCase() === value.toLowerCase()) ||
  matches(illegalPatterns, '*', value) ||
  matches(illegalPatterns, type, value);

export const isIllegalTrait = (name: string, value: unknown, { illegalPatterns }: Policy): boolean =>
  typeof value === 'string' && matches(illegalPatterns, name, value);

/** The domain or one above it is listed. */
export function isDisposable(address: string, { disposableDomains }: Policy): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return disposableDomains.some((listed) => domain === listed || domain.endsWith(`.${listed}`));
}
