/** Reasons in words: which figure met or missed which limit, over which events. */
import { type Conditions, conditionWords, valueWords, valuesAt } from '@tributary/domain-conditions';
import { type Activity } from './activity.ts';
import { type DidNode, type Node } from './compile.ts';
import { endOf, itemsOf } from './did-timeline.ts';
import { type Threshold, type TimedConditions, measures } from './rule.ts';
import { type Item, countTally, distinctTally, extremesTally, orderTally, sumTally } from './tally.ts';

export interface Circumstances {
  readonly activity: Activity;
  readonly traits: Readonly<Record<string, unknown>>;
  readonly now: number;
  holds(part: Node): boolean;
}

export function reasonOf(node: Node, circumstances: Circumstances): string {
  switch (node.kind) {
    case 'all':
    case 'any':
      return groupReason(node.parts, circumstances, node.kind === 'all');
    case 'not':
      return `not: ${reasonOf(node.part, circumstances)}`;
    case 'trait':
      return traitReason(node, circumstances);
    case 'did':
      return didReason(node, circumstances);
  }
}

/** One part decides: the first false one of `all`, the first true one of `any`; otherwise every part has its say. */
function groupReason(parts: readonly Node[], circumstances: Circumstances, everyPart: boolean): string {
  const decisive = parts.find((part) => circumstances.holds(part) !== everyPart);
  if (decisive !== undefined) return reasonOf(decisive, circumstances);
  return parts.map((part) => reasonOf(part, circumstances)).join('; ');
}

function traitReason({ rule }: Extract<Node, { kind: 'trait' }>, { traits }: Circumstances): string {
  return `trait ${rule.trait} ${valueWords(valuesAt(traits, rule.trait))} (asked: ${conditionText(rule)})`;
}

function didReason(node: DidNode, { activity, now }: Circumstances): string {
  const { rule } = node;
  const items = itemsOf(node, activity[node.feature.key], now).filter(
    (item) => item.time <= now && endOf(node, item.time) > now,
  );
  const measure = measures.find((kind) => rule[kind] !== undefined);
  if (measure !== undefined) {
    const measured = rule[measure];
    const figure = figureOf(measure, items);
    return `${measure} of ${measured?.of ?? ''} over ${rule.did} is ${figure}${spanText(node, items)} (asked: ${limitText(measured ?? {})})`;
  }
  if (rule.first !== undefined || rule.last !== undefined) return chosenReason(node, items);
  const threshold = rule.count ?? { atLeast: 1 };
  const count = tallied(countTally(), items).count();
  const wanted = threshold.atLeast !== undefined && Object.keys(threshold).length === 1;
  const counted = wanted ? `${count} of ${threshold.atLeast ?? 1} ${rule.did}` : `${count} ${rule.did}`;
  return `${counted}${spanText(node, items)}${wanted ? '' : ` (asked: ${limitText(threshold)})`}`;
}

function chosenReason(node: DidNode, items: readonly Item[]): string {
  const { rule } = node;
  const which = rule.first === undefined ? 'last' : 'first';
  const chosen = rule[which] ?? {};
  const tally = tallied(orderTally(), items);
  const entry = which === 'first' ? tally.first() : tally.last();
  if (entry === undefined) return `no ${rule.did}${spanText(node, items)}`;
  const [time, , ...values] = entry;
  const value =
    chosen.of === undefined ? '' : ` with ${chosen.of} ${values.slice(0, 3).map(String).join(', ') || 'not given'}`;
  return `${which} ${rule.did} at ${moment(time)}${value} (asked: ${conditionText(chosen)})`;
}

function spanText({ rule }: DidNode, items: readonly Item[]): string {
  const earliest = items.reduce((least, item) => Math.min(least, item.first[0]), Infinity);
  if (Number.isFinite(earliest)) return ` since ${moment(earliest)}`;
  if (rule.within !== undefined) return ` in the last ${rule.within}`;
  return rule.between === undefined ? ' ever' : ` between ${rule.between[0]} and ${rule.between[1]}`;
}

function figureOf(measure: (typeof measures)[number], items: readonly Item[]): string {
  switch (measure) {
    case 'distinct':
      return String(tallied(distinctTally(), items).distinct());
    case 'min':
      return String(tallied(extremesTally(), items).min() ?? 'not known');
    case 'max':
      return String(tallied(extremesTally(), items).max() ?? 'not known');
    case 'sum':
      return decimal(Number(tallied(sumTally(), items).total().sum) / 1e6);
    case 'average': {
      const { sum, numbers } = tallied(sumTally(), items).total();
      return numbers === 0 ? 'not known' : decimal(Number(sum) / 1e6 / numbers);
    }
  }
}

function tallied<T extends { add(item: Item): void }>(tally: T, items: readonly Item[]): T {
  for (const item of items) tally.add(item);
  return tally;
}

const decimal = (value: number): string => String(Math.round(value * 1e6) / 1e6);

/** Midnight is written as its date. */
const moment = (at: number): string =>
  new Date(at).toISOString().replace(/T00:00:00\.000Z$|\.000Z$/, (end) => (end.startsWith('T') ? '' : 'Z'));

const limitWords = {
  atLeast: 'at least',
  atMost: 'at most',
  moreThan: 'more than',
  lessThan: 'less than',
  exactly: 'exactly',
} as const;

function limitText(threshold: Threshold): string {
  const { atLeast, atMost, moreThan, lessThan, exactly } = threshold;
  return Object.entries({ atLeast, atMost, moreThan, lessThan, exactly })
    .flatMap(([name, limit]) => (limit === undefined || !isLimit(name) ? [] : [`${limitWords[name]} ${limit}`]))
    .join(', ');
}

const isLimit = (name: string): name is keyof typeof limitWords => name in limitWords;

function conditionText(conditions: Conditions & TimedConditions): string {
  const { withinLast, olderThan, withinNext } = conditions;
  const timed = Object.entries({
    'within the last': withinLast,
    'older than': olderThan,
    'within the next': withinNext,
  }).flatMap(([words, length]) => (length === undefined ? [] : [`${words} ${length}`]));
  return [...conditionWords(conditions), ...timed].join(', ');
}
