/**
 * Brings components under the policy in force, a page at a time. What is done stands in the components themselves, so it
 * goes on after a crash where it was, and a component that another process has written by older rules meanwhile is found again.
 */
import { type RecordId } from '@tributary/contracts';
import {
  type ComponentFacts,
  isBlockKey,
  newMeetings,
  peopleOf,
  type Policy,
  type RecordFacts,
} from '@tributary/domain-identity';
import { type FindRoots } from '../link-records/find-roots.ts';
import { type LinkRecords } from '../link-records/link-records.ts';
import {
  type ActivePolicy,
  type ComparesBy,
  type ComponentStore,
  type InForce,
  type StoredComponent,
} from '../ports.ts';
import { type ProjectProfiles } from '../project-profiles/project-profiles.ts';
import { RecentMap } from '../recent-map.ts';

export interface RepartitionParts {
  readonly components: ComponentStore;
  readonly roots: FindRoots;
  readonly link: LinkRecords;
  readonly project: ProjectProfiles;
  readonly policies: ActivePolicy;
  readonly compares: ComparesBy;
}

const mostPairs = 10_000;

export class Repartition {
  /** Versions never change, so what one says of another holds for ever. */
  readonly #reached = new RecentMap<string, boolean>(mostPairs);

  constructor(private readonly parts: RepartitionParts) {}

  /** Answers how many components it looked at; 0: all are under the policy in force. */
  async page(limit: number): Promise<number> {
    const { components, policies, project } = this.parts;
    const by = policies.inForce();
    const behind = await components.linkedBefore(by.activation, limit);
    if (behind.length === 0) return 0;
    await policies.learn(Math.max(...behind.map(({ decidedBy }) => decidedBy)));
    const far = behind.filter((component) => this.#meetsAnew(component, by));
    const near = behind.filter((component) => !far.includes(component));
    const same = near.filter((component) => this.#staysAsItIs(component, by));
    const other = near.filter((component) => !same.includes(component));
    const { written, saturated } = await this.parts.link.relink(far, by);
    await this.#decideBy(other, by);
    const touched = new Set([...written.keys(), ...[...far, ...other].map(({ id }) => id)]);
    await project.of(touched);
    const asked = { records: new Map(far.flatMap(({ facts }) => [...facts.records])), saturated };
    await components.relinked([...same, ...(await this.#done(touched, asked, by))], by.activation);
    return behind.length;
  }

  /**
   * Its records may lead to other components now, or have lost what they led to: too many carried it. Where there is only what
   * somebody said of records that nobody has seen, nothing leads anywhere.
   */
  #meetsAnew({ facts, linkedBy }: StoredComponent, { activation, policy }: InForce): boolean {
    if (facts.records.size === 0) return false;
    if (facts.saturated.length > 0) return true;
    // Linked by that activation or a later one: each of them may be the one that knew less than this one.
    for (let since = linkedBy; since < activation; since += 1) {
      if (this.#reaches(this.parts.policies.of(since), policy)) return true;
    }
    return false;
  }

  #reaches(from: Policy, to: Policy): boolean {
    const pair = `${from.version} ${to.version}`;
    const known = this.#reached.get(pair);
    if (known !== undefined) return known;
    const reaches = newMeetings(from, to).length > 0;
    this.#reached.set(pair, reaches);
    return reaches;
  }

  #staysAsItIs({ facts, decidedBy, unsettled, absorbing }: StoredComponent, { activation, policy }: InForce): boolean {
    if (unsettled || absorbing.length > 0) return false;
    if (decidedBy >= activation) return true;
    const { policies, compares } = this.parts;
    const old = policies.of(decidedBy);
    const before = peopleOf(facts, old, compares(old));
    const after = peopleOf(facts, policy, compares(policy));
    if (after.saturated.length > 0) return false;
    if (after.reviews.length > 0 && old.valueTrait !== policy.valueTrait) return false; // asked again, in another order
    return JSON.stringify([before.people, before.reviews]) === JSON.stringify([after.people, after.reviews]);
  }

  /** Who is overtaken here is found again by the next page. */
  async #decideBy(components: readonly StoredComponent[], { activation }: InForce): Promise<void> {
    const older = components.filter(({ decidedBy }) => decidedBy < activation);
    const writes = older.map((component) => ({
      ...component,
      version: component.version + 1,
      unsettled: true,
      decidedBy: activation,
    }));
    if (writes.length > 0) await this.parts.components.save(writes);
  }

  /** Written by this policy, and nobody has brought in anything since that it has to link. */
  async #done(touched: ReadonlySet<RecordId>, asked: Asked, by: InForce): Promise<readonly StoredComponent[]> {
    const roots = new Set((await this.parts.roots.of(touched)).values());
    return [...roots].filter((component) => {
      const { version, facts, decidedBy, unsettled, absorbing } = component;
      if (version === 0 || unsettled || absorbing.length > 0 || decidedBy < by.activation) return false;
      return isLinked(facts, asked) || !this.#meetsAnew(component, by);
    });
  }
}

/** What was linked anew. */
interface Asked {
  /** As they were. */
  readonly records: ReadonlyMap<RecordId, RecordFacts>;
  /** Their identifiers that too many carry, by the policy in force. */
  readonly saturated: ReadonlySet<string>;
}

/**
 * Under an older policy somebody may have added what leads nowhere there, after we had asked where the record leads; and a component that
 * was absorbed brings with it what too many carried when it was linked.
 */
function isLinked({ records, saturated }: ComponentFacts, asked: Asked): boolean {
  const areAsked = [...records.values()].every(
    ({ id, identifiers }) => JSON.stringify(asked.records.get(id)?.identifiers) === JSON.stringify(identifiers),
  );
  return areAsked && saturated.every((key) => isBlockKey(key) || asked.saturated.has(key));
}
