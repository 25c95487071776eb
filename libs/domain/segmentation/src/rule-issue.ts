/** What is wrong with a rule: a closed set of codes, each with the place and the way to mend it. */
import { type Fields } from '@tributary/domain-conditions';

export type RuleIssueCode =
  | 'RULE_NOT_AN_OBJECT'
  | 'RULE_KIND_MISSING'
  | 'RULE_KIND_AMBIGUOUS'
  | 'RULE_FIELD_UNKNOWN'
  | 'RULE_GROUP_EMPTY'
  | 'RULE_NAME_INVALID'
  | 'RULE_OPERATOR_MISSING'
  | 'RULE_OPERATOR_CONFLICT'
  | 'RULE_OPERAND_INVALID'
  | 'RULE_MEASURE_CONFLICT'
  | 'RULE_PROPERTY_MISSING'
  | 'RULE_WINDOW_CONFLICT'
  | 'RULE_DURATION_INVALID'
  | 'RULE_MOMENT_INVALID'
  | 'RULE_INTERVAL_EMPTY'
  | 'RULE_ZONE_INVALID'
  | 'RULE_TOO_DEEP'
  | 'RULE_TOO_LARGE';

export interface RuleIssue {
  readonly code: RuleIssueCode;
  /** JSON pointer into the rule; empty for the rule itself. */
  readonly at: string;
  readonly detail: string;
  readonly fix: string;
}

/** Where a check is, and where it reports to. */
export interface Place {
  readonly at: string;
  readonly depth: number;
  readonly zone: string;
  readonly report: Report;
}

interface Report {
  readonly issues: RuleIssue[];
  nodes: number;
}

export function issue(place: Place, code: RuleIssueCode, detail: string, fix: string): void {
  // Fifty are enough to mend; a hostile rule of thousands of errors must not make a large answer.
  if (place.report.issues.length < 50) place.report.issues.push({ code, at: place.at, detail, fix });
}

export const inside = (place: Place, step: string | number): Place => ({
  ...place,
  at: `${place.at}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`,
});

export const deeper = (place: Place, ...steps: readonly (string | number)[]): Place => ({
  ...steps.reduce(inside, place),
  depth: place.depth + 1,
});

export function onlyFields(fields: Fields, allowed: readonly string[], place: Place): void {
  for (const name of Object.keys(fields)) {
    if (allowed.includes(name)) continue;
    const near = allowed.find((known) => isNear(known.toLowerCase(), name.toLowerCase()));
    const fix = near === undefined ? `Remove it; known here: ${allowed.join(', ')}.` : `Write ${near}.`;
    issue(inside(place, name), 'RULE_FIELD_UNKNOWN', `${name} is not known here.`, fix);
  }
}

/** One letter more, less, other, or two exchanged; or the same word in another spelling. */
function isNear(known: string, given: string): boolean {
  const plain = given.replaceAll(/[_\s-]/g, '');
  if (known === plain) return true;
  let start = 0;
  while (start < known.length && known[start] === plain[start]) start += 1;
  let end = 0;
  while (end < Math.min(known.length, plain.length) - start && known.at(-1 - end) === plain.at(-1 - end)) end += 1;
  return known.length > 3 && Math.max(known.length, plain.length) - start - end <= 2 && start + end >= known.length - 2;
}

/** Names of events, traits and properties; bounds the size of a rule and of its answers. */
const longestName = 200;

export function checkName(value: unknown, place: Place, what: string): void {
  if (typeof value === 'string' && value.trim() !== '' && value.length <= longestName) return;
  issue(place, 'RULE_NAME_INVALID', `${what} is not a name.`, `Give a text of 1 to ${longestName} characters.`);
}
