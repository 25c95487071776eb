/** What people say of pairs of records takes effect: kept in the list of words, brought to the components, shown on the profiles. */
import { type Outcome, type Received } from '@tributary/bus';
import { type IdentityAsserted, type ProfileId, type RecordId } from '@tributary/contracts';
import { outranks, pairKey, type Assertion } from '@tributary/domain-identity';
import { type SpreadSaturation } from '../link-records/spread-saturation.ts';
import { type Bond } from '../link-records/bond-groups.ts';
import { type UniteComponents } from '../link-records/unite-components.ts';
import { type AssertionStore } from '../ports.ts';
import { type ProjectProfiles } from '../project-profiles/project-profiles.ts';
import { assertionOf, messageOf } from './assertion-message.ts';

export interface AssertLinksParts {
  readonly assertions: AssertionStore;
  readonly unite: UniteComponents;
  readonly project: ProjectProfiles;
  readonly spread: SpreadSaturation;
}

export class AssertLinks {
  constructor(private readonly parts: AssertLinksParts) {}

  /** Safe to repeat, in any order, by several processes at once. */
  async apply(words: readonly Assertion[]): Promise<void> {
    const { assertions, unite, project, spread } = this.parts;
    if (words.length === 0) return;
    await assertions.keep(words);
    const { holders } = await unite.all(words.flatMap(bondsOf));
    await project.of(holders);
    await spread.waiting();
  }

  /** The people of records as they are now; a record that nobody has seen has none. */
  homesOf(records: Iterable<RecordId>): Promise<ReadonlyMap<RecordId, ProfileId>> {
    return this.parts.project.of(records);
  }

  async all(batch: readonly Received<IdentityAsserted>[]): Promise<readonly Outcome[]> {
    const said = batch.map(({ value }) => (value === null ? undefined : assertionOf(value)));
    const words = said.filter((word) => word !== undefined);
    await this.apply(words);
    const last = await this.parts.assertions.find(words.map(({ records }) => pairKey(records)));
    return batch.map(({ id }, index): Outcome => {
      const word = said[index];
      if (word === undefined) return { kind: 'suppressed', reason: 'TOMBSTONE' };
      const holds = last.get(pairKey(word.records));
      // The topic keeps the last message of a pair: where a slower writer's word came after the one that holds, that one is said again.
      const outputs = holds !== undefined && outranks(holds, word) ? [messageOf(holds, `${id}:holds`)] : [];
      return { kind: 'ok', outputs };
    });
  }
}

/**
 * A word links both components exactly as a shared identifier does, so that the partition sees both records; a record that nobody has seen
 * yet finds the word when it appears. Where they are too large to become one, each keeps the word.
 */
const bondsOf = (word: Assertion): readonly Bond[] => {
  const [a, b] = word.records;
  return [
    { record: a, others: [b], assertions: [word] },
    { record: b, others: [a], assertions: [word] },
  ];
};
