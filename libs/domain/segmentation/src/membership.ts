/**
 * What becomes of a membership when something is learned or time passes: the changes to publish, each with the time from which it
 * is true. Timers that are due fire one after the other, also long after; anything else is one correction of the present truth,
 * effective when it came about, though never before the change published last.
 */
import { type CompiledRule } from './compile.ts';
import { type Facts, because, ruleTimeline } from './evaluate.ts';
import { at } from './timeline.ts';

export interface Membership {
  readonly member: boolean;
  /** When the present truth came about, milliseconds. */
  readonly since: number;
  readonly because: string;
  /** Of the change published last; 0 before the first. */
  readonly sequence: number;
  /** When the truth changes unless something happens; null: it does not. */
  readonly nextChange: number | null;
  readonly ruleVersion: number;
}

export interface MembershipChange {
  readonly change: 'entered' | 'left';
  readonly effectiveAt: number;
  readonly because: string;
  readonly sequence: number;
  readonly ruleVersion: number;
}

export interface Situation {
  readonly prior: Membership | undefined;
  readonly rule: CompiledRule;
  readonly ruleVersion: number;
  readonly facts: Facts;
  /** Nothing that is learned now was true before: when the profile came to be, its traits changed, or the rule did. */
  readonly notBefore: number;
  readonly now: number;
}

export interface Settled {
  readonly membership: Membership;
  readonly changes: readonly MembershipChange[];
}

export function settle(situation: Situation): Settled {
  const { prior, rule, ruleVersion, facts, notBefore, now } = situation;
  const floor = Math.max(notBefore, prior?.since ?? notBefore);
  const sameRule = prior?.ruleVersion === ruleVersion;
  const due = sameRule ? dueTimer(prior, notBefore, now) : null;
  const from = due === null ? floor : Math.min(floor, due);
  const timeline = ruleTimeline(rule, facts, from);
  const present = at(timeline, now);
  const start: Membership = prior ?? {
    member: false,
    since: floor,
    because: '',
    sequence: 0,
    nextChange: null,
    ruleVersion,
  };
  const instants =
    due === null
      ? [Math.min(now, Math.max(floor, present.since ?? floor))]
      : [due, ...timeline.changes.filter((change) => change > due && change <= now)];
  const changes: MembershipChange[] = [];
  let current = { ...start, ruleVersion, nextChange: present.until };
  for (const instant of instants) {
    const truth = due === null ? present.truth : at(timeline, instant).truth;
    if (truth === current.member) continue;
    const effectiveAt = Math.max(instant, current.since);
    const reason = because(rule, facts, instant);
    current = { ...current, member: truth, since: effectiveAt, because: reason, sequence: current.sequence + 1 };
    changes.push({
      change: truth ? 'entered' : 'left',
      effectiveAt,
      because: reason,
      sequence: current.sequence,
      ruleVersion,
    });
  }
  return { membership: current, changes };
}

/** A timer from before a change of the traits judges by traits that are gone: then the present is corrected instead. */
function dueTimer({ nextChange }: Membership, notBefore: number, now: number): number | null {
  return nextChange !== null && nextChange <= now && nextChange >= notBefore ? nextChange : null;
}

/** Leaves for a reason outside the rule: the profile was merged or erased, or the segment deleted. */
export function withdraw(prior: Membership, reason: string, effective: number): Settled {
  if (!prior.member) return { membership: { ...prior, nextChange: null }, changes: [] };
  const effectiveAt = Math.max(effective, prior.since);
  const sequence = prior.sequence + 1;
  const { ruleVersion } = prior;
  return {
    membership: { member: false, since: effectiveAt, because: reason, sequence, nextChange: null, ruleVersion },
    changes: [{ change: 'left', effectiveAt, because: reason, sequence, ruleVersion }],
  };
}
