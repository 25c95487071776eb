/** Compares a trait or a session attribute with a value; a missing attribute meets only what asks for its absence. */
import { type JsonObject } from '@tributary/contracts';
import { type Condition, type Operator, type Scalar } from './definition.ts';

type Comparison = Extract<Condition, { kind: 'compare' }>;

export function compares(condition: Comparison, attributes: JsonObject): { met: boolean; because: string } {
  const actual = attributeOf(attributes, condition.name);
  const met = holds(condition.operator, actual, condition.value);
  return { met, because: `${condition.subject} ${condition.name} is ${shown(actual)}, ${wanted(condition)}` };
}

/** `city`, or `address.city` for an object within; a key that carries the dot itself goes first. */
export function attributeOf(attributes: JsonObject, path: string): unknown {
  if (Object.hasOwn(attributes, path)) return attributes[path];
  let value: unknown = attributes;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = new Map<string, unknown>(Object.entries(value)).get(key);
  }
  return value;
}

function holds(operator: Operator, actual: unknown, expected: Scalar | readonly Scalar[]): boolean {
  const absent = actual === undefined || actual === null;
  if (operator === 'exists') return absent !== (expected === true);
  const choices: readonly Scalar[] = typeof expected === 'object' ? expected : [expected];
  switch (operator) {
    case 'is':
    case 'oneOf':
      return choices.some((choice) => equals(actual, choice));
    case 'isNot':
    case 'notOneOf':
      return !choices.some((choice) => equals(actual, choice));
    case 'contains':
      return choices.some((choice) => contains(actual, choice));
    case 'startsWith':
      return choices.some((choice) => textOf(actual)?.startsWith(folded(String(choice))) === true);
    case 'moreThan':
    case 'atLeast':
    case 'lessThan':
    case 'atMost':
      return choices.some((choice) => ordered(operator, numberOf(actual), numberOf(choice)));
    case 'before':
      return choices.some((choice) => timeOf(actual) < timeOf(choice));
    case 'after':
      return choices.some((choice) => timeOf(actual) > timeOf(choice));
  }
}

/** Texts without regard to case, as people write them; a list is equal where one of its items is. */
function equals(actual: unknown, expected: Scalar): boolean {
  if (Array.isArray(actual)) return actual.some((item) => equals(item, expected));
  if (typeof expected === 'string') return textOf(actual) === folded(expected);
  return actual === expected;
}

function contains(actual: unknown, part: Scalar): boolean {
  if (Array.isArray(actual)) return equals(actual, part);
  return textOf(actual)?.includes(folded(String(part))) === true;
}

function ordered(operator: 'moreThan' | 'atLeast' | 'lessThan' | 'atMost', actual: number, expected: number): boolean {
  switch (operator) {
    case 'moreThan':
      return actual > expected;
    case 'atLeast':
      return actual >= expected;
    case 'lessThan':
      return actual < expected;
    case 'atMost':
      return actual <= expected;
  }
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? folded(String(value)) : undefined;
/** NaN, which compares with nothing, for what is no number. */
const numberOf = (value: unknown): number => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
};
const timeOf = (value: unknown): number => (typeof value === 'string' ? Date.parse(value) : numberOf(value));

const shown = (value: unknown): string => {
  if (value === undefined || value === null) return 'unknown';
  const written = JSON.stringify(value);
  return written.length > 60 ? `${written.slice(0, 60)}…` : written;
};

const words: Readonly<Record<Operator, string>> = {
  is: 'is',
  isNot: 'is not',
  oneOf: 'one of',
  notOneOf: 'none of',
  contains: 'contains',
  startsWith: 'starts with',
  moreThan: 'more than',
  atLeast: 'at least',
  lessThan: 'less than',
  atMost: 'at most',
  before: 'before',
  after: 'after',
  exists: 'known',
};

const wanted = ({ operator, value }: Comparison): string => `asked: ${words[operator]} ${shown(value)}`;
