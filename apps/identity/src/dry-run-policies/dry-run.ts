/** Tries a version of the policy on all history: who would be merged, and who taken apart. Nothing of the people changes. */
import {
  diffPartitions,
  newMeetings,
  readingDifferences,
  type AffectedProfile,
  type Policy,
} from '@tributary/domain-identity';
import { type PolicyBook } from '../manage-policies/policy-book.ts';
import { type PolicyStore } from '../manage-policies/policy-store.ts';
import { type PolicyVersions } from '../manage-policies/policy-versions.ts';
import { type Visit, type WalkComponents } from '../walk-components/walk-components.ts';
import { type Walk, type WalkRow } from '../walk-components/walk-store.ts';

/** What was asked, and what has been found so far. */
export interface DryRunSum {
  /** The version that is tried. */
  readonly version: number;
  /** The version that was in force when it was asked. */
  readonly against: number;
  readonly people: { readonly before: number; readonly after: number };
  /** People who would hold records of several people of today. */
  readonly merges: number;
  /** People whose records would be several people's. */
  readonly splits: number;
  /** People who would not keep exactly their records. */
  readonly affected: number;
  /** Components that hold such people, and how many of these were kept for the list. */
  readonly components: { readonly affected: number; readonly kept: number };
  /** Components with values that too many records carry. */
  readonly saturated: number;
}

/** The affected people of a component. */
export type DryRunRow = readonly AffectedProfile[];

export type DryRunWalk = Walk<DryRunSum>;

/** Where records could meet across components, which no look at single components can foresee. */
export interface Unforeseen {
  /** Identifier types that join where they did not, or `matching`. */
  readonly newMeetings: readonly string[];
  /** Parts by which events are read: history is read by them only in a rebuild. */
  readonly readDifferently: readonly string[];
}

export interface DryRunParts {
  readonly store: PolicyStore;
  readonly book: PolicyBook;
  readonly walk: WalkComponents<DryRunSum, DryRunRow>;
}

/** The list is read by people: what is beyond is counted and not kept. */
const mostKept = 10_000;

export class DryRun {
  constructor(private readonly parts: DryRunParts) {}

  /** The same question is one walk, also when it is asked twice; `anew`: once it has ended, look again. Undefined: no such version. */
  async start(version: number, { anew }: { readonly anew: boolean }): Promise<DryRunWalk | undefined> {
    const { book, walk } = this.parts;
    if (!(await this.isVersion(version))) return undefined;
    await book.refresh();
    const against = book.current().version;
    const before = await walk.find(String(version));
    const isSame = before?.sum.against === against && !(anew && before.endedAt !== undefined);
    return isSame ? before : walk.begin(String(version), before, nothingYet(version, against));
  }

  async isVersion(version: number): Promise<boolean> {
    return (await this.parts.store.find(version)) !== undefined;
  }

  find(version: number): Promise<DryRunWalk | undefined> {
    return this.parts.walk.find(String(version));
  }

  async unforeseen({ sum }: DryRunWalk): Promise<Unforeseen> {
    const { store } = this.parts;
    const [from, to] = [await store.find(sum.against), await store.find(sum.version)];
    if (from === undefined || to === undefined) throw new Error('A version of the policy that was tried is gone.');
    return {
      newMeetings: newMeetings(from.policy, to.policy),
      readDifferently: readingDifferences(from.policy, to.policy),
    };
  }

  /** In order of component, from `from` on, which is included. */
  affected(walk: DryRunWalk, from: string): AsyncIterable<WalkRow<DryRunRow>> {
    return this.parts.walk.rows(walk, from);
  }
}

const nothingYet = (version: number, against: number): DryRunSum => ({
  ...{ version, against, people: { before: 0, after: 0 } },
  ...{ merges: 0, splits: 0, affected: 0, components: { affected: 0, kept: 0 }, saturated: 0 },
});

export const dryRunVisits =
  (versions: PolicyVersions) =>
  async (sum: DryRunSum): Promise<Visit<DryRunSum, DryRunRow>> =>
    visit(sum, await versions.of(sum.against), await versions.of(sum.version));

function visit(begun: DryRunSum, from: Policy, to: Policy): Visit<DryRunSum, DryRunRow> {
  let sum = begun;
  return {
    get sum() {
      return sum;
    },
    look: ({ facts }) => {
      const { people, merged, split, affected } = diffPartitions(facts, from, to);
      const isAffected = affected.length > 0;
      const isKept = isAffected && sum.components.kept < mostKept;
      sum = {
        ...sum,
        people: { before: sum.people.before + people.before, after: sum.people.after + people.after },
        merges: sum.merges + merged.length,
        splits: sum.splits + split.length,
        affected: sum.affected + affected.length,
        components: {
          affected: sum.components.affected + Number(isAffected),
          kept: sum.components.kept + Number(isKept),
        },
        saturated: sum.saturated + Number(facts.saturated.length > 0),
      };
      return isKept ? affected : undefined;
    },
  };
}
