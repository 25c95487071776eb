/** Tallies of bridges: one document for each partition, which says up to which offset everything has been counted. */
import { type Collection } from 'mongoose';
import { type Counted, type Fate, type Tally, type TallyStore } from '../../bridge-topics/ports.ts';
import { insertNew, unordered } from './bulk-insert.ts';
import { type TallyDocument } from './bridge-schemas.ts';

type Place = Parameters<TallyStore['count']>[1];

const nothing = { taken: 0, rejected: 0, leftOut: 0, events: 0 };

export class MongoTallyStore implements TallyStore {
  constructor(private readonly tallies: Collection<TallyDocument>) {}

  async count({ name, createdAt }: Counted, { topic, partition }: Place, fates: readonly Fate[]): Promise<void> {
    const _id = [name, createdAt, topic, partition].join(' ');
    for (;;) {
      const known = (await this.tallies.findOne({ _id }))?.next;
      const fresh = fates.filter(({ offset }) => offset >= (known ?? 0));
      const last = fresh.at(-1);
      if (last === undefined) return;
      const [next, sums] = [last.offset + 1, summed(fresh)];
      if (known === undefined) {
        const first = { _id, bridge: name, since: createdAt, topic, next, ...sums };
        const taken = await insertNew([first], (inserts) => this.tallies.bulkWrite(inserts, unordered));
        if (taken.size === 0) return;
      } else {
        // Whoever held the partition before may still be at it: one of the two counts a message.
        const change = { $set: { next }, $inc: sums };
        if ((await this.tallies.updateOne({ _id, next: known }, change)).matchedCount > 0) return;
      }
    }
  }

  async of({ name, createdAt }: Counted): Promise<readonly Tally[]> {
    const found = await this.tallies.find({ bridge: name, since: createdAt }).toArray();
    const byTopic = new Map<string, Tally>();
    for (const { topic, taken, rejected, leftOut, events } of found) {
      const sum = byTopic.get(topic) ?? { topic, ...nothing };
      byTopic.set(topic, {
        topic,
        taken: sum.taken + taken,
        rejected: sum.rejected + rejected,
        leftOut: sum.leftOut + leftOut,
        events: sum.events + events,
      });
    }
    return [...byTopic.values()].sort((a, b) => (a.topic < b.topic ? -1 : 1));
  }

  async forget(name: string): Promise<void> {
    await this.tallies.deleteMany({ bridge: name });
  }
}

function summed(fates: readonly Fate[]): typeof nothing {
  const sums = { ...nothing };
  for (const { kind, events } of fates) {
    sums[kind === 'left-out' ? 'leftOut' : kind] += 1;
    sums.events += events;
  }
  return sums;
}
