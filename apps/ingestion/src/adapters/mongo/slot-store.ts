/** Who holds which connection to the broker, for how long. */
import { isDuplicate } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type SlotStore, type Term } from '../../listen-mqtt/ports.ts';
import { type SlotDocument } from './mqtt-schemas.ts';

export class MongoSlotStore implements SlotStore {
  constructor(private readonly slots: Collection<SlotDocument>) {}

  async beat(process: string, { now, until }: Term): Promise<readonly string[]> {
    const update = { $set: { kind: 'process', holder: process, until } };
    await this.slots.updateOne({ _id: `process:${process}` }, update, { upsert: true });
    await this.slots.deleteMany({ kind: 'process', until: { $lte: now } });
    const living = await this.slots.find({ kind: 'process' }).toArray();
    return living.map(({ holder }) => holder);
  }

  async acquire(slot: number, process: string, { now, until }: Term): Promise<boolean> {
    const free = { _id: `slot:${slot}`, $or: [{ holder: process }, { until: { $lte: now } }] };
    try {
      await this.slots.updateOne(free, { $set: { kind: 'slot', holder: process, until } }, { upsert: true });
      return true;
    } catch (error) {
      // It exists and is somebody else's: the upsert met its id.
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async release(slot: number, process: string): Promise<void> {
    await this.slots.deleteOne({ _id: `slot:${slot}`, holder: process });
  }

  async leave(process: string): Promise<void> {
    await this.slots.deleteOne({ _id: `process:${process}` });
  }
}
