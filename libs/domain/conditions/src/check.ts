/** Checks conditions as they were written: every fault with its place, its reason and the way to mend it. */
import { operators, type Conditions } from './condition.ts';
import { parseMoment } from './moment.ts';
import { type Fields } from './value.ts';

const longestText = 256;
const longestList = 1000;

export interface ConditionFault {
  readonly kind: 'missing' | 'conflict' | 'operand' | 'moment';
  /** Steps from the object that carries the conditions. */
  readonly at: readonly (string | number)[];
  readonly detail: string;
  readonly fix: string;
}

/** `more`: further operators that may stand beside these; their operands are the caller's to check. */
export function conditionFaults(fields: Fields, zone: string, more: readonly string[] = []): readonly ConditionFault[] {
  const known = [...operators, ...more];
  const used = known.filter((operator) => fields[operator] !== undefined);
  if (used.length === 0) {
    const fix = `Add one of ${known.join(', ')}.`;
    return [{ kind: 'missing', at: [], detail: 'There is no condition.', fix }];
  }
  const faults = operators
    .filter((operator) => fields[operator] !== undefined)
    .flatMap((operator) => operandFaults(operator, fields[operator], zone));
  if (fields['exists'] !== false || used.length === 1) return faults;
  const detail = 'exists: false allows no other condition.';
  return [{ kind: 'conflict', at: [], detail, fix: 'Keep exists: false or the others.' }, ...faults];
}

/** Whether `conditionFaults` finds nothing to mend. */
export const areConditions = (fields: Fields, zone: string): fields is Conditions & Fields =>
  conditionFaults(fields, zone).length === 0;

function operandFaults(operator: keyof Conditions, operand: unknown, zone: string): readonly ConditionFault[] {
  switch (operator) {
    case 'exists':
      return typeof operand === 'boolean' ? [] : [misfit([operator], 'true or false')];
    case 'in':
      return listFaults(operand);
    case 'startsWith':
      return isText(operand) && operand !== '' ? [] : [misfit([operator], 'a text')];
    case 'equals':
    case 'contains':
      return isScalar(operand) ? [] : [misfit([operator], scalar)];
    default:
      return comparableFaults(operator, operand, zone);
  }
}

function listFaults(operand: unknown): readonly ConditionFault[] {
  if (!Array.isArray(operand) || operand.length === 0 || operand.length > longestList) {
    return [misfit(['in'], `a list of 1 to ${longestList} values`)];
  }
  return operand.flatMap((element, index) => (isScalar(element) ? [] : [misfit(['in', index], scalar)]));
}

function comparableFaults(operator: string, operand: unknown, zone: string): readonly ConditionFault[] {
  if (typeof operand !== 'string') {
    return Number.isFinite(operand) ? [] : [misfit([operator], 'a number, a date or an instant')];
  }
  return parseMoment(operand, zone) === undefined ? [{ kind: 'moment', at: [operator], ...noMoment }] : [];
}

export const noMoment = {
  detail: 'This is neither a date nor an instant.',
  fix: "Write '2026-03-01' or '2026-03-01T10:00:00Z'.",
} as const;

const scalar = `a text of at most ${longestText} characters, a number, true or false`;
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= longestText;
const isScalar = (value: unknown): boolean => isText(value) || typeof value === 'boolean' || Number.isFinite(value);

const misfit = (at: ConditionFault['at'], wanted: string): ConditionFault => ({
  ...{ kind: 'operand', at },
  ...{ detail: 'The value does not fit.', fix: `Give ${wanted}.` },
});
