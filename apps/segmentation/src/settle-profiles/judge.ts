/** The next state of a profile: every membership in question settled, with the changes to publish. Pure. */
import { type Activity, type Membership, settle, withdraw } from '@tributary/domain-segmentation';
import { type KeptSegment, type Segments } from '../define-segments/catalogue.ts';
import { type PendingChange, type ProfileState } from '../ports.ts';

export interface Judgement {
  readonly after: ProfileState;
  readonly changes: readonly PendingChange[];
}

export interface Case {
  readonly state: ProfileState;
  readonly activity: Activity;
  readonly segments: Segments;
  /** Features that something was learned about; `all`: any membership may have changed. */
  readonly touched: ReadonlySet<string> | 'all';
  /** When the traits were learned, if that is what is new. */
  readonly traitsLearnedAt: number;
  readonly now: number;
}

export function judge(one: Case): Judgement {
  const { state, segments, now } = one;
  const memberships = new Map(Object.entries(state.memberships));
  const changes: PendingChange[] = [];
  const note = (segment: string, settled: ReturnType<typeof settle>): void => {
    if (isWorthKeeping(settled.membership)) memberships.set(segment, settled.membership);
    else memberships.delete(segment);
    for (const change of settled.changes) {
      changes.push({ ...change, id: `${state.id}:${segment}:${change.sequence}`, segment, knownAt: now });
    }
  };
  for (const segment of segments.kept) {
    const prior = state.memberships[segment.id];
    if (isInQuestion(one, segment, prior)) note(segment.id, settleOne(one, segment, prior));
  }
  for (const [segment, prior] of Object.entries(state.memberships)) {
    if (isGone(prior, segments.gone.get(segment))) note(segment, withdraw(prior, 'the segment was deleted', now));
  }
  return { after: { ...state, memberships: Object.fromEntries(memberships) }, changes };
}

/** A profile that is no longer a person of its own leaves everything. */
export function dismiss(
  state: ProfileState,
  reason: string,
  at: { readonly effective: number; readonly now: number },
): Judgement {
  const memberships: Record<string, Membership> = {};
  const changes: PendingChange[] = [];
  for (const [segment, prior] of Object.entries(state.memberships)) {
    const settled = withdraw(prior, reason, at.effective);
    memberships[segment] = settled.membership;
    for (const change of settled.changes) {
      changes.push({ ...change, id: `${state.id}:${segment}:${change.sequence}`, segment, knownAt: at.now });
    }
  }
  return { after: { ...state, memberships }, changes };
}

/** One that never was and will not come about by time needs no place. */
const isWorthKeeping = ({ member, sequence, nextChange }: Membership): boolean =>
  member || sequence > 0 || nextChange !== null;

const isGone = ({ member, nextChange, ruleVersion }: Membership, version = -Infinity): boolean =>
  ruleVersion < version && (member || nextChange !== null);

function isInQuestion({ touched, now }: Case, segment: KeptSegment, prior: Membership | undefined): boolean {
  // Another process has judged by a newer rule, which this one will know in a moment.
  if (prior !== undefined && prior.ruleVersion > segment.version) return false;
  if (touched === 'all') return true;
  if (prior !== undefined && (prior.ruleVersion !== segment.version || isDue(prior, now))) return true;
  return segment.rule.features.some((feature) => touched.has(feature.key));
}

const isDue = ({ nextChange }: Membership, now: number): boolean => nextChange !== null && nextChange <= now;

function settleOne(one: Case, segment: KeptSegment, prior: Membership | undefined): ReturnType<typeof settle> {
  const { state, activity, now } = one;
  const { rule, version: ruleVersion } = segment;
  const readsTraits = rule.traits.length > 0;
  const floors = [state.firstSeenAt];
  if (prior?.ruleVersion !== ruleVersion) floors.push(segment.notBefore);
  // The first judgement of a rule that reads traits: it cannot be known to have been true before they were.
  if (readsTraits) floors.push(prior === undefined ? state.traitsAt : one.traitsLearnedAt);
  const notBefore = Math.min(now, Math.max(...floors));
  return settle({ prior, rule, ruleVersion, facts: { activity, traits: state.traits }, notBefore, now });
}
