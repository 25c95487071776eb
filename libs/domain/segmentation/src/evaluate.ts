/** Whether a profile is in a segment: truth, reason, and the next instant at which the truth can change without an event. */
import { momentOf, satisfies, valuesAt } from '@tributary/domain-conditions';
import { type Activity } from './activity.ts';
import { type CompiledRule, type Node } from './compile.ts';
import { didTimeline } from './did-timeline.ts';
import { isTimed, timedTimeline } from './timed.ts';
import { type Timeline, all, always, any, at, never, not } from './timeline.ts';
import { reasonOf } from './wording.ts';

export type Traits = Readonly<Record<string, unknown>>;

/** What is known of a profile. */
export interface Facts {
  readonly activity: Activity;
  readonly traits: Traits;
}

export interface Evaluation {
  readonly member: boolean;
  readonly because: string;
  /** Since when it has been so by what is known now; null: always. */
  readonly since: number | null;
  readonly nextChange: number | null;
  /** False when events beyond those kept one by one had a say, counted by the hour. */
  readonly exact: boolean;
}

export interface Explanation extends Evaluation {
  /** JSON pointer into the rule. */
  readonly at: string;
  readonly kind: Node['kind'];
  readonly parts: readonly Explanation[];
}

export function evaluate(rule: CompiledRule, activity: Activity, traits: Traits, now: number): Evaluation {
  return judge(rule.root, { activity, traits }, now);
}

/** The evaluation of every part of the rule. */
export function explain(rule: CompiledRule, activity: Activity, traits: Traits, now: number): Explanation {
  return explainNode(rule.root, { activity, traits }, now);
}

/** When the rule is true, from `from` on. */
export function ruleTimeline(rule: CompiledRule, facts: Facts, from: number): Timeline {
  return timelineOf(rule.root, facts, from);
}

/** The reason in words for the truth at an instant. */
export function because(rule: CompiledRule, facts: Facts, instant: number): string {
  return judge(rule.root, facts, instant).because;
}

function explainNode(node: Node, facts: Facts, now: number): Explanation {
  const parts = node.kind === 'all' || node.kind === 'any' ? node.parts : node.kind === 'not' ? [node.part] : [];
  const explained = parts.map((part) => explainNode(part, facts, now));
  return { at: node.at, kind: node.kind, ...judge(node, facts, now), parts: explained };
}

function judge(node: Node, facts: Facts, now: number): Evaluation {
  const { truth, since, until } = at(timelineOf(node, facts, -Infinity), now);
  const holds = (part: Node): boolean => at(timelineOf(part, facts, -Infinity), now).truth;
  const exact = isExact(node, facts.activity);
  const reason = reasonOf(node, { ...facts, now, holds });
  return {
    member: truth,
    because: exact ? reason : `${reason} (events beyond the latest 5,000 counted by the hour)`,
    since,
    nextChange: until,
    exact,
  };
}

function isExact(node: Node, activity: Activity): boolean {
  switch (node.kind) {
    case 'all':
    case 'any':
      return node.parts.every((part) => isExact(part, activity));
    case 'not':
      return isExact(node.part, activity);
    case 'trait':
      return true;
    case 'did':
      return activity[node.feature.key]?.folded === undefined;
  }
}

function timelineOf(node: Node, facts: Facts, from: number): Timeline {
  switch (node.kind) {
    case 'all':
      return all(node.parts.map((part) => timelineOf(part, facts, from)));
    case 'any':
      return any(node.parts.map((part) => timelineOf(part, facts, from)));
    case 'not':
      return not(timelineOf(node.part, facts, from));
    case 'trait':
      return after(traitTimeline(node, facts.traits), from);
    case 'did':
      return didTimeline(node, facts.activity[node.feature.key], from);
  }
}

/** The same truths from `from` on. */
function after(timeline: Timeline, from: number): Timeline {
  const later = timeline.changes.filter((change) => change > from);
  return { initial: at(timeline, from).truth, changes: later };
}

function traitTimeline({ rule, zone }: Extract<Node, { kind: 'trait' }>, traits: Traits): Timeline {
  const values = valuesAt(traits, rule.trait);
  if (!satisfies(values, rule, zone)) return never;
  if (!isTimed(rule)) return always;
  const moments = values.map((value) => momentOf(value, zone)).filter((moment) => moment !== undefined);
  return any(moments.map((moment) => timedTimeline(moment, rule, zone)));
}
