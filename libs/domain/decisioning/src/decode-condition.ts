/** Reads a condition as marketers write it, e.g. `{"all": [{"inSegment": "loyal"}, {"trait": "city", "equals": "Leeds"}]}`. */
import { areConditions, conditionFaults, operators } from '@tributary/domain-conditions';
import { type Condition } from './definition.ts';
import { zone } from './reading-time.ts';
import { child, fault, fields, isObject, list, name, optional, text, wrongType, type Node } from './reading.ts';

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

const codes = {
  missing: 'MISSING_FIELD',
  conflict: 'AMBIGUOUS',
  operand: 'WRONG_TYPE',
  moment: 'BAD_INSTANT',
} as const;

function decodeComparison(node: Node, subject: 'trait' | 'context'): Condition | null {
  const field = fields(node, [subject, 'zone', ...operators]);
  if (field === null || !isObject(node.value)) return null;
  const attribute = text(field(subject), 128);
  const datesIn = optional(field('zone'), 'UTC', zone);
  for (const { kind, at, detail, fix } of conditionFaults(node.value, datesIn ?? 'UTC')) {
    const place = at.reduce<Node>((outer, step) => child(outer, String(step), undefined), node);
    fault(place, codes[kind], detail, fix);
  }
  if (attribute === null || datesIn === null || !areConditions(node.value, datesIn)) return null;
  return { kind: 'compare', subject, name: attribute, conditions: node.value, zone: datesIn };
}
