/** Bridges, each a document of its own. */
import { type JsonObject } from '@tributary/contracts';
import { isObject } from '@tributary/domain-collection';
import { type Collection } from 'mongoose';
import { type Bridge, type BridgeStore } from '../../bridge-topics/ports.ts';
import { type BridgeDocument } from './bridge-schemas.ts';

export class MongoBridgeStore implements BridgeStore {
  constructor(private readonly bridges: Collection<BridgeDocument>) {}

  async all(): Promise<readonly Bridge[]> {
    return (await this.bridges.find({}).sort({ _id: 1 }).toArray()).map(read);
  }

  async find(name: string): Promise<Bridge | undefined> {
    const found = await this.bridges.findOne({ _id: name });
    return found ? read(found) : undefined;
  }

  async put({ name, mapping, startAt, ...rest }: Bridge): Promise<void> {
    const set = { ...rest, mapping: JSON.stringify(mapping), startAt: [...startAt] };
    await this.bridges.updateOne({ _id: name }, { $set: set }, { upsert: true });
  }

  async remove(name: string): Promise<boolean> {
    return (await this.bridges.deleteOne({ _id: name })).deletedCount > 0;
  }
}

const read = ({ _id, mapping, from, ...rest }: BridgeDocument): Bridge => ({
  ...rest,
  name: _id,
  mapping: jsonOf(mapping),
  from: from === 'end' ? 'end' : 'beginning',
});

function jsonOf(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  return isObject(value) ? value : {};
}
