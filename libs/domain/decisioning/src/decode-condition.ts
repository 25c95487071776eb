/** Reads a condition as marketers write it, e.g. `{"all": [{"inSegment": "loyal"}, {"trait": "city", "is": "Leeds"}]}`. */
import { operators, type Condition, type Operator, type Scalar } from './definition.ts';
import { child, fault, fields, isObject, list, name, text, wrongType, type Node } from './reading.ts';

/** Deeper trees are mistakes of a generator; nobody reads them, and recursion must end. */
const maxDepth = 12;
const maxChildren = 50;

const heads = ['all', 'any', 'not', 'inSegment', 'notInSegment', 'owns', 'doesNotOwn', 'trait', 'context'] as const;
type Head = (typeof heads)[number];

export function decodeCondition(node: Node, depth = 0): Condition | null {
  if (depth > maxDepth) {
    return fault(
      node,
      'TOO_DEEP',
      `It is nested deeper than ${maxDepth}.`,
      'Flatten it: `all` and `any` take many conditions.',
    );
  }
  if (!isObject(node.value)) return wrongType(node, 'a condition such as {"inSegment": "loyal"}');
  const found = heads.filter((head) => Object.hasOwn(node.value ?? {}, head));
  const [head] = found;
  if (head === undefined) {
    const detail = `None of ${heads.join(', ')} is there.`;
    return fault(node, 'UNKNOWN_CONDITION', detail, 'Write one of them, e.g. {"inSegment": "loyal"}.');
  }
  if (found.length > 1) {
    return fault(
      node,
      'AMBIGUOUS',
      `It says ${found.join(' and ')} at once.`,
      'Put each into `all` or `any` as its own condition.',
    );
  }
  return decodeHead(node, head, depth);
}

function decodeHead(node: Node, head: Head, depth: number): Condition | null {
  if (head === 'trait' || head === 'context') return decodeComparison(node, head);
  const part = fields(node, [head])?.(head);
  if (part === undefined) return null;
  switch (head) {
    case 'all':
    case 'any': {
      const of = list(part, { min: 1, max: maxChildren }, (item) => decodeCondition(item, depth + 1));
      return of === null ? null : { kind: head, of };
    }
    case 'not': {
      const of = decodeCondition(part, depth + 1);
      return of === null ? null : { kind: 'not', of };
    }
    case 'inSegment':
    case 'notInSegment': {
      const segment = name(part);
      return segment === null ? null : { kind: 'segment', segment, inside: head === 'inSegment' };
    }
    case 'owns':
    case 'doesNotOwn': {
      const product = text(part, 128);
      return product === null ? null : { kind: 'product', product, owning: head === 'owns' };
    }
  }
}

function decodeComparison(node: Node, subject: 'trait' | 'context'): Condition | null {
  const field = fields(node, [subject, ...operators]);
  if (field === null) return null;
  const attribute = text(field(subject), 128);
  const used = operators.filter((operator) => field(operator).value !== undefined);
  const [operator] = used;
  if (operator === undefined) {
    return fault(
      node,
      'MISSING_FIELD',
      'There is no operator.',
      `Add one of ${operators.join(', ')}, e.g. "is": "Leeds".`,
    );
  }
  if (used.length > 1) {
    return fault(
      node,
      'AMBIGUOUS',
      `It has ${used.join(' and ')}.`,
      'Use one operator; combine several conditions with `all`.',
    );
  }
  const value = decodeValue(field(operator), operator);
  if (attribute === null || value === null) return null;
  return { kind: 'compare', subject, name: attribute, operator, value };
}

function decodeValue(node: Node, operator: Operator): Scalar | readonly Scalar[] | null {
  switch (operator) {
    case 'exists':
      return typeof node.value === 'boolean' ? node.value : wrongType(node, 'true or false');
    case 'oneOf':
    case 'notOneOf':
      return list(node, { min: 1, max: 500 }, scalar);
    case 'moreThan':
    case 'atLeast':
    case 'lessThan':
    case 'atMost':
      return typeof node.value === 'number' ? node.value : wrongType(node, 'a number');
    case 'before':
    case 'after':
      return decodeDate(node);
    case 'contains':
    case 'startsWith':
      return text(node, 500);
    case 'is':
    case 'isNot':
      return scalar(node);
  }
}

function decodeDate(node: Node): string | null {
  if (typeof node.value !== 'string') return wrongType(node, 'a date such as `2026-03-01`');
  if (/^\d{4}-\d{2}-\d{2}/.test(node.value) && !Number.isNaN(Date.parse(node.value))) return node.value;
  return fault(
    node,
    'BAD_INSTANT',
    `\`${node.value.slice(0, 40)}\` is not a date.`,
    'Write `2026-03-01` or an instant.',
  );
}

function scalar(node: Node): Scalar | null {
  const { value } = child(node, '', node.value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return wrongType(node, 'a text, a number, true or false');
}
