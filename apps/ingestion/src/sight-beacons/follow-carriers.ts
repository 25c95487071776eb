/**
 * Moves on where carriers are, and publishes what that means. State and events are written in one document: a process that dies after it leaves the
 * events for another to publish, one that dies before it has changed nothing, and of two that write at once one begins again from what the other wrote.
 */
import { type Sender } from '@tributary/contracts';
import { hash128 } from '@tributary/domain-collection';
import {
  type Carrier,
  carrierKey,
  followAll,
  type FollowedAll,
  nobody,
  settle,
  zoneEvent,
  type ZoneRules,
  type ZoneSighting,
} from '@tributary/domain-proximity';
import { OutboxRelay } from '@tributary/mongo';
import { type Clock } from '@tributary/telemetry';
import { type CarrierState, type PresenceStore } from './ports.ts';

/** What one source has seen of one carrier. */
export interface SightingsOf {
  readonly source: string;
  readonly sender: Sender;
  readonly carrier: Carrier;
  readonly sightings: readonly ZoneSighting[];
}

export interface FollowCarriersParts {
  readonly store: PresenceStore;
  /** Resolves when the events of these are durable. */
  readonly publish: (states: readonly CarrierState[]) => Promise<void>;
  readonly rules: ZoneRules;
  readonly clock: Clock;
}

/** Each round lost means that somebody else has won one; past that many, something is wrong. */
const mostRounds = 50;

const stateKey = ({ source, sender, carrier }: Omit<SightingsOf, 'sightings'>): string =>
  hash128(source, sender, carrierKey(carrier));

export class FollowCarriers {
  readonly #relay: OutboxRelay<CarrierState>;

  constructor(private readonly parts: FollowCarriersParts) {
    this.#relay = new OutboxRelay({ outbox: parts.store, publish: parts.publish });
  }

  /** Resolves when what follows is durable; answers the verdicts on the sightings of each. */
  async follow(all: readonly SightingsOf[]): Promise<readonly FollowedAll['verdicts'][]> {
    const verdicts: FollowedAll['verdicts'][] = all.map(() => []);
    let open = [...all.entries()];
    for (let round = 0; open.length > 0; round += 1) {
      if (round === mostRounds) throw new Error(`${open.length} carriers are moved by others all the time.`);
      const known = await this.#load(open.map(([, one]) => one));
      const moved = open.flatMap(([index, one]) => {
        const state = known.get(stateKey(one)) ?? begun(one);
        const followed = followAll(state.presence, one.sightings, this.parts.rules);
        verdicts[index] = followed.verdicts;
        // What comes again or late costs no write.
        return followed.presence === state.presence ? [] : [this.#moved(state, followed, one.carrier)];
      });
      const lost = await this.#write(moved);
      open = open.filter(([, one]) => lost.has(stateKey(one)));
    }
    return verdicts;
  }

  /** Ends the visits of which nothing was seen up to then; true when there may be more. */
  async end(until: number, limit: number): Promise<boolean> {
    const { store, rules } = this.parts;
    const ending = await store.ending(until, limit);
    // Who was seen meanwhile is not over: those are found again when they are.
    await this.#write(ending.map((state) => this.#moved(state, settle(state.presence, until, rules), state.carrier)));
    return ending.length === limit;
  }

  /** Publishes what a process left behind; true when there may be more. */
  async sweep(before: number, limit: number): Promise<boolean> {
    return (await this.#relay.sweep(before, limit)) === limit;
  }

  async #load(all: readonly SightingsOf[]): Promise<ReadonlyMap<string, CarrierState>> {
    const found = await this.parts.store.load(all.map(stateKey));
    return new Map(found.map((state) => [state.key, state]));
  }

  /** What was once said of the carrier holds, as the device of a person does. */
  #moved(state: CarrierState, { presence, changes }: Moved, said: Carrier): CarrierState {
    const carrier = { ...state.carrier, ...said };
    const moved = { ...state, carrier, presence };
    if (changes.length === 0) return moved;
    const unsent = [...state.unsent, ...changes.map((change) => zoneEvent(carrier, change))];
    return { ...moved, unsent, unsentAt: state.unsentAt ?? this.parts.clock.now() };
  }

  async #write(states: readonly CarrierState[]): Promise<ReadonlySet<string>> {
    const lost = await this.parts.store.save(states);
    const written = states.filter(({ key, unsent }) => !lost.has(key) && unsent.length > 0);
    await this.#relay.send(written.map((state) => ({ ...state, rev: state.rev + 1 })));
    return lost;
  }
}

type Moved = Pick<FollowedAll, 'presence' | 'changes'>;

const begun = ({ source, sender, carrier }: SightingsOf): CarrierState => ({
  ...{ key: stateKey({ source, sender, carrier }), rev: 0, source, sender, carrier },
  ...{ presence: nobody, unsent: [] },
});
