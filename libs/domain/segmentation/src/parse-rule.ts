/** Lets a rule through, or says exactly what is wrong with it, where, and how to mend it. */
import { type Fields, isFields, isZone, operators } from '@tributary/domain-conditions';
import {
  checkConditions,
  checkDuration,
  checkGroup,
  checkMoment,
  checkThreshold,
  checkWhere,
  isGroundLeft,
} from './check-conditions.ts';
import { type Rule, choices, measures, timedConditions } from './rule.ts';
import { type Place, type RuleIssue, checkName, inside, issue, onlyFields } from './rule-issue.ts';

export type ParsedRule =
  { readonly ok: true; readonly rule: Rule } | { readonly ok: false; readonly issues: readonly RuleIssue[] };

export function parseRule(value: unknown): ParsedRule {
  const place: Place = { at: '', depth: 1, zone: 'UTC', report: { issues: [], nodes: 0 } };
  checkRule(value, place);
  const { issues } = place.report;
  return isSound(value, issues) ? { ok: true, rule: value } : { ok: false, issues };
}

const isSound = (_value: unknown, issues: readonly RuleIssue[]): _value is Rule => issues.length === 0;

const kinds = ['all', 'any', 'not', 'trait', 'did'];

function checkRule(value: unknown, place: Place): void {
  if (!isFields(value)) {
    const fix = 'Write { "did": "<event>" }, { "trait": "<name>", ... }, or all, any, not of such.';
    issue(place, 'RULE_NOT_AN_OBJECT', 'This is not an object.', fix);
    return;
  }
  if (!isGroundLeft(place)) return;
  const used = kinds.filter((kind) => value[kind] !== undefined);
  const [kind, ...others] = used;
  if (kind === undefined) {
    onlyFields(value, kinds, place);
    issue(place, 'RULE_KIND_MISSING', 'This is not a rule.', `Add one of ${kinds.join(', ')}.`);
  } else if (others.length > 0) {
    issue(place, 'RULE_KIND_AMBIGUOUS', `This has ${used.join(' and ')}.`, 'Keep one; combine them with all or any.');
  } else if (kind === 'trait') checkTrait(value, zoned(value, place));
  else if (kind === 'did') checkDid(value, zoned(value, place));
  else checkGroup(value, kind, place, checkRule);
}

/** The place with the zone that dates below it are read in. */
function zoned(fields: Fields, place: Place): Place {
  const zone = fields['zone'];
  if (zone === undefined) return place;
  if (typeof zone === 'string' && isZone(zone)) return { ...place, zone };
  issue(
    inside(place, 'zone'),
    'RULE_ZONE_INVALID',
    'This is not a time zone.',
    "Write an IANA name such as 'Europe/Amsterdam'.",
  );
  return place;
}

function checkTrait(fields: Fields, place: Place): void {
  checkName(fields['trait'], inside(place, 'trait'), 'trait');
  checkConditions(fields, place, { extra: ['trait', 'zone'], timed: true });
}

const windows = ['within', 'between', 'ever'];
const didFields = ['did', 'where', 'count', ...measures, ...choices, ...windows, 'zone'];

function checkDid(fields: Fields, place: Place): void {
  onlyFields(fields, didFields, place);
  checkName(fields['did'], inside(place, 'did'), 'did');
  if (fields['where'] !== undefined) checkWhere(fields['where'], { ...inside(place, 'where'), depth: place.depth + 1 });
  const used = ['count', ...measures, ...choices].filter((measure) => fields[measure] !== undefined);
  if (used.length > 1) {
    const fix = 'Keep one; write one did for each and combine them with all.';
    issue(place, 'RULE_MEASURE_CONFLICT', `This asks for ${used.join(' and ')} at once.`, fix);
  }
  for (const measure of used) checkMeasure(measure, fields[measure], inside(place, measure));
  checkWindow(fields, place);
}

function checkMeasure(measure: string, value: unknown, place: Place): void {
  if (measure === 'first' || measure === 'last') checkChosen(value, place);
  else checkThreshold(value, place, { of: measure !== 'count', whole: measure === 'count' || measure === 'distinct' });
}

function checkChosen(value: unknown, place: Place): void {
  if (!isFields(value)) {
    const fix = 'Write { "withinLast": "30d" }, or { "of": "<property>", "equals": ... }.';
    issue(place, 'RULE_NOT_AN_OBJECT', 'This is not an object.', fix);
    return;
  }
  if (value['of'] !== undefined) checkName(value['of'], inside(place, 'of'), 'of');
  else {
    for (const name of operators.filter((condition) => !isOfMoments(condition) && value[condition] !== undefined)) {
      issue(
        inside(place, name),
        'RULE_PROPERTY_MISSING',
        `${name} does not apply to a moment.`,
        'Add "of": "<property>".',
      );
    }
    for (const name of ['gt', 'gte', 'lt', 'lte'].filter((name) => typeof value[name] === 'number')) {
      issue(
        inside(place, name),
        'RULE_PROPERTY_MISSING',
        'A moment is compared with a date.',
        'Write a date, or add "of".',
      );
    }
  }
  checkConditions(value, place, { extra: ['of'], timed: true });
}

const isOfMoments = (name: string): boolean => ['gt', 'gte', 'lt', 'lte', ...timedConditions].includes(name);

function checkWindow(fields: Fields, place: Place): void {
  const used = windows.filter((name) => fields[name] !== undefined);
  if (used.length > 1) {
    issue(place, 'RULE_WINDOW_CONFLICT', `This has ${used.join(' and ')}.`, 'Keep one of within, between, ever.');
  }
  if (fields['within'] !== undefined) checkDuration(fields['within'], inside(place, 'within'));
  if (fields['ever'] !== undefined && fields['ever'] !== true) {
    issue(inside(place, 'ever'), 'RULE_OPERAND_INVALID', 'ever is true or absent.', 'Write true, or remove it.');
  }
  if (fields['between'] !== undefined) checkBetween(fields['between'], inside(place, 'between'));
}

function checkBetween(value: unknown, place: Place): void {
  if (!Array.isArray(value) || value.length !== 2) {
    issue(place, 'RULE_OPERAND_INVALID', 'between is two moments.', "Write ['2026-01-01', '2026-02-01'].");
    return;
  }
  const [from, to] = value.map((moment: unknown, index) => checkMoment(moment, inside(place, index)));
  if (from !== undefined && to !== undefined && from >= to) {
    issue(
      place,
      'RULE_INTERVAL_EMPTY',
      'The interval is empty.',
      'Put the earlier moment first; the second is not included.',
    );
  }
}
