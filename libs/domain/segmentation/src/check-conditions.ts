/** Checks the conditions on values, dates and numbers inside a rule. */
import { type Fields, conditionFaults, isFields, noMoment, operators, parseMoment } from '@tributary/domain-conditions';
import { parseDuration } from './duration.ts';
import { thresholds, timedConditions } from './rule.ts';
import { type Place, type RuleIssueCode, checkName, deeper, inside, issue, onlyFields } from './rule-issue.ts';

const codes = {
  missing: 'RULE_OPERATOR_MISSING',
  conflict: 'RULE_OPERATOR_CONFLICT',
  operand: 'RULE_OPERAND_INVALID',
  moment: 'RULE_MOMENT_INVALID',
} as const satisfies Record<string, RuleIssueCode>;

/** `extra`: the fields that may stand beside the conditions. */
export function checkConditions(
  fields: Fields,
  place: Place,
  options: { extra: readonly string[]; timed: boolean },
): void {
  const timed = options.timed ? timedConditions : [];
  onlyFields(fields, [...options.extra, ...operators, ...timed], place);
  for (const { kind, at, detail, fix } of conditionFaults(fields, place.zone, timed)) {
    issue(at.reduce(inside, place), codes[kind], detail, fix);
  }
  for (const name of timed) if (fields[name] !== undefined) checkDuration(fields[name], inside(place, name));
}

export function checkDuration(value: unknown, place: Place): void {
  if (typeof value === 'string' && parseDuration(value) !== undefined) return;
  const fix = "Write a whole number and s, m, h, d, w, mo or y, such as '30d'; at most 100 years.";
  issue(place, 'RULE_DURATION_INVALID', 'This is not a duration.', fix);
}

/** Answers the moment, when it is one. */
export function checkMoment(value: unknown, place: Place): number | undefined {
  const moment = typeof value === 'string' ? parseMoment(value, place.zone) : undefined;
  if (moment === undefined) {
    issue(place, 'RULE_MOMENT_INVALID', noMoment.detail, noMoment.fix);
  }
  return moment;
}

/** `of`: the measured property is named here. */
export function checkThreshold(value: unknown, place: Place, options: { of: boolean; whole: boolean }): void {
  if (!isFields(value)) {
    issue(place, 'RULE_NOT_AN_OBJECT', 'This is not an object.', 'Write limits such as { "atLeast": 3 }.');
    return;
  }
  onlyFields(value, options.of ? ['of', ...thresholds] : thresholds, place);
  if (options.of) checkProperty(value['of'], place);
  const used = thresholds.filter((name) => value[name] !== undefined);
  if (used.length === 0) {
    issue(place, 'RULE_OPERATOR_MISSING', 'There is no limit.', `Add one of ${thresholds.join(', ')}.`);
  }
  for (const name of used) checkLimit(value[name], inside(place, name), options.whole);
}

/** Beyond this a sum in millionths would not be what was written. */
const largestLimit = 1e12;

function checkLimit(limit: unknown, place: Place, whole: boolean): void {
  const fits = typeof limit === 'number' && Math.abs(limit) <= largestLimit;
  if (fits && (!whole || (Number.isInteger(limit) && limit >= 0))) return;
  const fix = whole ? 'Give a whole number from 0 on.' : 'Give a number of at most a million million.';
  issue(place, 'RULE_OPERAND_INVALID', 'The value does not fit.', fix);
}

function checkProperty(of: unknown, place: Place): void {
  if (of === undefined) {
    issue(place, 'RULE_PROPERTY_MISSING', 'The property to measure is not named.', 'Add "of": "<property>".');
  } else checkName(of, inside(place, 'of'), 'of');
}

export function checkWhere(value: unknown, place: Place): void {
  if (!isFields(value)) {
    const fix = 'Write { "property": "total", "gte": 100 }, or all, any, not of such.';
    issue(place, 'RULE_NOT_AN_OBJECT', 'This is not an object.', fix);
    return;
  }
  const kinds = ['all', 'any', 'not', 'property'].filter((kind) => value[kind] !== undefined);
  const [kind, ...others] = kinds;
  if (!isGroundLeft(place)) return;
  if (kind === undefined) {
    onlyFields(value, ['all', 'any', 'not', 'property', ...operators], place);
    issue(place, 'RULE_KIND_MISSING', 'This names no property.', 'Add "property": "<name>", or all, any, not.');
  } else if (others.length > 0) {
    issue(place, 'RULE_KIND_AMBIGUOUS', `This has ${kinds.join(' and ')}.`, 'Keep one; nest the others.');
  } else if (kind === 'property') {
    checkName(value['property'], inside(place, 'property'), 'property');
    checkConditions(value, place, { extra: ['property'], timed: false });
  } else checkGroup(value, kind, place, checkWhere);
}

/** A group (`all`, `any`) or a `not` of parts that `checkPart` checks. */
export function checkGroup(
  fields: Fields,
  kind: string,
  place: Place,
  checkPart: (value: unknown, place: Place) => void,
): void {
  onlyFields(fields, [kind], place);
  const parts = fields[kind];
  if (kind === 'not') {
    checkPart(parts, deeper(place, kind));
  } else if (!Array.isArray(parts) || parts.length === 0) {
    const fix = `Give a list of at least one part, or remove ${kind}.`;
    issue(inside(place, kind), 'RULE_GROUP_EMPTY', `${kind} has no parts.`, fix);
  } else {
    parts.forEach((part: unknown, index) => {
      checkPart(part, deeper(place, kind, index));
    });
  }
}

/** Bounds the cost of one evaluation; no rule written by a person comes near. */
const deepest = 20;
const mostNodes = 200;

/** Counts a part of the rule; false when the rule is beyond what is accepted. */
export function isGroundLeft(place: Place): boolean {
  place.report.nodes += 1;
  if (place.depth > deepest) {
    issue(place, 'RULE_TOO_DEEP', `The rule is nested more than ${deepest} deep.`, 'Flatten all and any groups.');
    return false;
  }
  if (place.report.nodes === mostNodes + 1) {
    issue(
      place,
      'RULE_TOO_LARGE',
      `The rule has more than ${mostNodes} parts.`,
      'Use in with a list, or split the segment.',
    );
  }
  return place.report.nodes <= mostNodes;
}
