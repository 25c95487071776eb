/** Why a profile is or is not in a segment: every part of the rule judged now. */
import { type Explanation, type Membership, compile, explain, mergeActivity } from '@tributary/domain-segmentation';
import { type Clock } from '@tributary/telemetry';
import { type ActivityStore, type ProfileState, type ProfileStore, type Segment } from '../ports.ts';

export interface ExplainParts {
  readonly profiles: ProfileStore;
  readonly activities: ActivityStore;
  readonly clock: Clock;
}

export interface Explained {
  /** The profile that was asked for, or the one that it was merged into. */
  readonly profile: string;
  readonly explanation: Explanation;
  /** What was published last; undefined when nothing ever was. */
  readonly membership: Membership | undefined;
}

export class ExplainMembership {
  constructor(private readonly parts: ExplainParts) {}

  /** Undefined when nothing is known of the profile. */
  async of(segment: Segment, profile: string): Promise<Explained | undefined> {
    const rule = segment.active ?? segment.build;
    const state = await this.#survivor(profile);
    if (state === undefined || rule === null) return undefined;
    const kept = await this.parts.activities.load(state.records);
    const activity = mergeActivity([...kept.values()].map((record) => record.activity));
    const explanation = explain(compile(rule.rule), activity, state.traits, this.parts.clock.now());
    return { profile: state.id, explanation, membership: state.memberships[segment.id] };
  }

  async #survivor(profile: string): Promise<ProfileState | undefined> {
    const seen = new Set<string>();
    let [state] = await this.parts.profiles.load([profile]);
    while (state?.state === 'merged' && state.mergedInto !== null && !seen.has(state.id)) {
      seen.add(state.id);
      [state] = await this.parts.profiles.load([state.mergedInto]);
    }
    return state?.state === 'active' ? state : undefined;
  }
}
