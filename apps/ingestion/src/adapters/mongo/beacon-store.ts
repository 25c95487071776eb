/** Beacons by id and by who they are. */
import { isObject } from '@tributary/domain-collection';
import { beaconKey } from '@tributary/domain-proximity';
import { takenIn } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import {
  type BeaconQuery,
  type BeaconStore,
  type PutOutcome,
  type RegisteredBeacon,
} from '../../sight-beacons/ports.ts';
import { type BeaconDocument } from './beacon-schemas.ts';
import { unordered } from './bulk-insert.ts';

export class MongoBeaconStore implements BeaconStore {
  constructor(private readonly beacons: Collection<BeaconDocument>) {}

  async put(beacons: readonly RegisteredBeacon[]): Promise<PutOutcome> {
    const known = await this.byKeys(beacons.map(keyOf));
    const elsewhere = beacons.filter((beacon) => (known.get(keyOf(beacon))?.id ?? beacon.id) !== beacon.id);
    if (elsewhere.length > 0) return { kind: 'taken', ids: elsewhere.map(({ id }) => id) };
    const writes = beacons.map((beacon) => ({
      updateOne: {
        filter: { _id: beacon.id },
        update: { $set: { key: keyOf(beacon), store: beacon.zone.store, beacon: JSON.stringify(beacon) } },
        upsert: true,
      },
    }));
    if (writes.length === 0) return { kind: 'put' };
    try {
      await this.beacons.bulkWrite(writes, unordered);
      return { kind: 'put' };
    } catch (error) {
      const taken = takenIn(error);
      if (taken === undefined) throw error;
      return { kind: 'overtaken', ids: taken.positions.flatMap((position) => beacons[position]?.id ?? []) };
    }
  }

  async find(id: string): Promise<RegisteredBeacon | undefined> {
    const found = await this.beacons.findOne({ _id: id });
    return found ? read(found) : undefined;
  }

  async byKeys(keys: readonly string[]): Promise<ReadonlyMap<string, RegisteredBeacon>> {
    if (keys.length === 0) return new Map();
    const found = await this.beacons.find({ key: { $in: [...keys] } }).toArray();
    return new Map(found.map((document) => [document.key, read(document)]));
  }

  async page({ store, after, limit }: BeaconQuery): Promise<readonly RegisteredBeacon[]> {
    const filter = {
      ...(store === undefined ? {} : { store }),
      ...(after === undefined ? {} : { _id: { $gt: after } }),
    };
    const found = await this.beacons.find(filter).sort({ _id: 1 }).limit(limit).toArray();
    return found.map(read);
  }

  async remove(id: string): Promise<boolean> {
    return (await this.beacons.deleteOne({ _id: id })).deletedCount > 0;
  }
}

const keyOf = ({ identity }: RegisteredBeacon): string => beaconKey(identity);

function read({ _id, beacon }: BeaconDocument): RegisteredBeacon {
  const value: unknown = JSON.parse(beacon);
  if (isRegistered(value)) return value;
  throw new Error(`The stored beacon ${_id} cannot be read.`);
}

/** Written above and by nobody else. */
const isRegistered = (value: unknown): value is RegisteredBeacon =>
  isObject(value) && ['id', 'identity', 'zone', 'updatedAt'].every((name) => Object.hasOwn(value, name));
