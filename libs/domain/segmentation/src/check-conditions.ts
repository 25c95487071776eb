/** Checks the conditions on values, dates and numbers inside a rule. */
import { parseDuration, parseMoment } from './duration.ts';
import { comparisons, conditions, thresholds, timedConditions } from './rule.ts';
import { type Fields, type Place, checkName, deeper, inside, issue, onlyFields } from './rule-issue.ts';
import { isFields } from './value.ts';

const longestOperand = 256;
const longestList = 1000;

/** `extra`: the fields that may stand beside the conditions. */
export function checkConditions(
  fields: Fields,
  place: Place,
  options: { extra: readonly string[]; timed: boolean },
): void {
  const operators: readonly string[] = options.timed ? [...conditions, ...timedConditions] : conditions;
  onlyFields(fields, [...options.extra, ...operators], place);
  const used = operators.filter((operator) => fields[operator] !== undefined);
  if (used.length === 0) {
    issue(place, 'RULE_OPERATOR_MISSING', 'There is no condition.', `Add one of ${operators.join(', ')}.`);
  }
  if (fields['exists'] === false && used.length > 1) {
    issue(
      place,
      'RULE_OPERATOR_CONFLICT',
      'exists: false allows no other condition.',
      'Keep exists: false or the others.',
    );
  }
  for (const operator of used) checkOperand(operator, fields[operator], inside(place, operator));
}

function checkOperand(operator: string, operand: unknown, place: Place): void {
  if (operator === 'exists') {
    if (typeof operand !== 'boolean') invalid(place, 'true or false');
  } else if (operator === 'in') checkList(operand, place);
  else if (operator === 'startsWith') {
    if (typeof operand !== 'string' || !isShort(operand) || operand === '') invalid(place, 'a text');
  } else if (isOneOf(timedConditions, operator)) checkDuration(operand, place);
  else if (isOneOf(comparisons, operator)) checkComparable(operand, place);
  else if (!isScalar(operand)) invalid(place, 'a text of at most 256 characters, a number, true or false');
}

function checkComparable(operand: unknown, place: Place): void {
  if (typeof operand === 'string') checkMoment(operand, place);
  else if (typeof operand !== 'number' || !Number.isFinite(operand)) invalid(place, 'a number, a date or an instant');
}

function checkList(operand: unknown, place: Place): void {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length > longestList) {
    invalid(place, `a list of 1 to ${longestList} values`);
    return;
  }
  operand.forEach((element: unknown, index) => {
    if (!isScalar(element)) invalid(inside(place, index), 'a text of at most 256 characters, a number, true or false');
  });
}

const isOneOf = (names: readonly string[], name: string): boolean => names.includes(name);
const isShort = (text: string): boolean => text.length <= longestOperand;
const isScalar = (value: unknown): boolean =>
  typeof value === 'string' ? isShort(value) : typeof value === 'boolean' || Number.isFinite(value);

const invalid = (place: Place, wanted: string): void => {
  issue(place, 'RULE_OPERAND_INVALID', 'The value does not fit.', `Give ${wanted}.`);
};

export function checkDuration(value: unknown, place: Place): void {
  if (typeof value === 'string' && parseDuration(value) !== undefined) return;
  const fix = "Write a whole number and s, m, h, d, w, mo or y, such as '30d'; at most 100 years.";
  issue(place, 'RULE_DURATION_INVALID', 'This is not a duration.', fix);
}

/** Answers the moment, when it is one. */
export function checkMoment(value: unknown, place: Place): number | undefined {
  const moment = typeof value === 'string' ? parseMoment(value, place.zone) : undefined;
  if (moment === undefined) {
    const fix = "Write '2026-03-01' or '2026-03-01T10:00:00Z'.";
    issue(place, 'RULE_MOMENT_INVALID', 'This is neither a date nor an instant.', fix);
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
  invalid(place, whole ? 'a whole number from 0 on' : 'a number of at most a million million');
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
    onlyFields(value, ['all', 'any', 'not', 'property', ...conditions], place);
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
