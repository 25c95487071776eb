/** Who is where: one small document each, with its timer and the events that are on their way. */
import { inOneAnswer, isDuplicate, MarkedOutbox } from '@tributary/mongo';
import { type Clock } from '@tributary/telemetry';
import { type Collection } from 'mongoose';
import { type CarrierState, type PresenceStore } from '../../sight-beacons/ports.ts';
import { type PresenceDocument } from './beacon-schemas.ts';

/** What comes again after a month finds its events in the archive; the state has done its work long before. */
const forgottenAfterMs = 30 * 86_400_000;

export interface MongoPresenceStoreParts {
  readonly presences: Collection<PresenceDocument>;
  /** When the visit of a state ends; undefined where there is none. */
  readonly endsAt: (state: CarrierState) => number | undefined;
  readonly clock: Clock;
}

export class MongoPresenceStore implements PresenceStore {
  readonly #presences: Collection<PresenceDocument>;
  readonly #outbox: MarkedOutbox<PresenceDocument>;

  constructor(private readonly parts: MongoPresenceStoreParts) {
    this.#presences = parts.presences;
    this.#outbox = new MarkedOutbox({
      collection: parts.presences,
      since: 'unsentAt',
      contents: ['unsent'],
      version: 'rev',
    });
  }

  async load(keys: readonly string[]): Promise<readonly CarrierState[]> {
    if (keys.length === 0) return [];
    return (await this.#presences.find({ _id: { $in: [...keys] } }, inOneAnswer).toArray()).map(read);
  }

  async save(states: readonly CarrierState[]): Promise<ReadonlySet<string>> {
    const saved = await Promise.all(states.map(async (state) => [state.key, await this.#saveOne(state)] as const));
    return new Set(saved.filter(([, isOurs]) => !isOurs).map(([key]) => key));
  }

  async ending(until: number, limit: number): Promise<readonly CarrierState[]> {
    const found = await this.#presences
      .find({ endsAt: { $lte: until } })
      .sort({ endsAt: 1 })
      .limit(limit)
      .toArray();
    return found.map(read);
  }

  async leftBehind(before: number, limit: number): Promise<readonly CarrierState[]> {
    return (await this.#outbox.leftBehind(before, limit)).map(read);
  }

  async clear(published: readonly CarrierState[]): Promise<readonly CarrierState[]> {
    const overtaken = await this.#outbox.clear(published.map(({ key, rev }) => ({ id: key, version: rev })));
    return (await this.load(overtaken)).filter(({ unsent }) => unsent.length > 0);
  }

  async #saveOne(state: CarrierState): Promise<boolean> {
    const { set, unset } = this.#fieldsOf(state);
    try {
      if (state.rev === 0) {
        await this.#presences.insertOne({ _id: state.key, ...set });
        return true;
      }
      const update = { $set: set, ...(Object.keys(unset).length === 0 ? {} : { $unset: unset }) };
      return (await this.#presences.updateOne({ _id: state.key, rev: state.rev }, update)).matchedCount === 1;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  #fieldsOf(state: CarrierState) {
    const { source, sender, carrier, presence, unsent, unsentAt } = state;
    const endsAt = this.parts.endsAt(state);
    const waits = unsent.length > 0 && unsentAt !== undefined;
    const set = {
      ...{ rev: state.rev + 1, source, sender },
      ...{ carrier: JSON.stringify(carrier), presence: JSON.stringify(presence) },
      forgetAt: new Date(this.parts.clock.now() + forgottenAfterMs),
      ...(endsAt === undefined ? {} : { endsAt }),
      ...(waits ? { unsent: JSON.stringify(unsent), unsentAt } : {}),
    };
    const unset = {
      ...(endsAt === undefined ? ({ endsAt: '' } as const) : {}),
      ...(waits ? {} : ({ unsent: '', unsentAt: '' } as const)),
    };
    return { set, unset };
  }
}

/* eslint-disable no-restricted-syntax -- written by `#fieldsOf` above and by nobody else */
function read(document: PresenceDocument): CarrierState {
  const { _id: key, rev, source, sender, unsent, unsentAt } = document;
  return {
    ...{ key, rev, source, sender: sender === 'client' ? 'client' : 'server' },
    carrier: JSON.parse(document.carrier) as CarrierState['carrier'],
    presence: JSON.parse(document.presence) as CarrierState['presence'],
    unsent: unsent === undefined ? [] : (JSON.parse(unsent) as CarrierState['unsent']),
    ...(unsentAt === undefined ? {} : { unsentAt }),
  };
}
/* eslint-enable no-restricted-syntax */
