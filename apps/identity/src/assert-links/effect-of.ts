/** What a decision has done, in a sentence. */
import { type Assertion } from '@tributary/domain-identity';

/** `profiles`: the people of the two records; `unknown`: those of them that nobody has seen. */
export function effectOf(
  kind: Assertion['kind'],
  profiles: readonly (string | null)[],
  unknown: readonly string[],
): string {
  if (unknown.length > 0) return `It takes effect when ${unknown.join(' and ')} appears.`;
  const together = profiles[0] === profiles[1];
  if (kind === 'must-link' && !together) {
    return 'They are two people still: another decision keeps them apart, or together they would be too many records; see /explain.';
  }
  return together ? 'They are one person.' : 'They are two people.';
}
