/** How a bridge is: what it does now, how far behind its topic it is, and what became of the messages that it has read. */
import { bridgeGroup } from '@tributary/contracts';
import { type ForeignTopics } from '@tributary/runtime';
import { type RunState } from './bridge-run.ts';
import { notFound } from './bridge-problems.ts';
import { type Bridge, type BridgeStore, type Tally, type TallyStore } from './ports.ts';

export interface PartitionState {
  readonly partition: number;
  /** The next offset to be read. */
  readonly next: number;
  readonly end: number;
  /** Messages that wait. */
  readonly lag: number;
}

export interface TopicState extends Tally {
  /** Null: of a topic that is not read any more, or that cannot be looked at. */
  readonly lag: number | null;
  readonly partitions: readonly PartitionState[];
}

export interface DescribedBridge extends Bridge {
  readonly state: RunState['state'];
  readonly trouble: string | null;
  /** The one that is read stands first. */
  readonly topics: readonly TopicState[];
}

export interface DescribeBridgesParts {
  readonly store: Pick<BridgeStore, 'all' | 'find'>;
  readonly tallies: Pick<TallyStore, 'of'>;
  readonly foreign: Pick<ForeignTopics, 'ends' | 'committed' | 'hasFrom'>;
  readonly stateOf: (name: string) => RunState;
}

/** Behind the last message there may stand marks of transactions: so few are looked at whether they are messages. */
const fewMessages = 100;

export class DescribeBridges {
  constructor(private readonly parts: DescribeBridgesParts) {}

  async all(): Promise<readonly DescribedBridge[]> {
    return Promise.all((await this.parts.store.all()).map((bridge) => this.of(bridge)));
  }

  async one(name: string): Promise<DescribedBridge> {
    const found = await this.parts.store.find(name);
    if (!found) throw notFound(name);
    return this.of(found);
  }

  async of(bridge: Bridge): Promise<DescribedBridge> {
    const [tallies, looked] = await Promise.all([this.parts.tallies.of(bridge), this.#lookAt(bridge)]);
    const run = this.parts.stateOf(bridge.name);
    const trouble = run.state === 'failing' ? run.trouble : looked.trouble;
    const counted = tallies.find(({ topic }) => topic === bridge.topic) ?? { topic: bridge.topic, ...nothing };
    const former = tallies.filter(({ topic }) => topic !== bridge.topic);
    const { partitions } = looked;
    const lag = partitions && partitions.reduce((sum, one) => sum + one.lag, 0);
    const state = bridge.paused ? 'paused' : trouble === undefined ? run.state : 'failing';
    return {
      ...bridge,
      state,
      trouble: state === 'failing' ? (trouble ?? null) : null,
      topics: [
        { ...counted, lag: lag ?? null, partitions: partitions ?? [] },
        ...former.map((tally) => ({ ...tally, lag: null, partitions: [] })),
      ],
    };
  }

  async #lookAt({
    name,
    topic,
    startAt,
  }: Bridge): Promise<{ partitions?: readonly PartitionState[]; trouble?: string }> {
    const { foreign } = this.parts;
    try {
      // Committed first: what is appended between the two looks counts as waiting, never as done.
      const committed = await foreign.committed(bridgeGroup(name), topic);
      const ends = await foreign.ends(topic);
      const partitions = ends.map(async (end, partition): Promise<PartitionState> => {
        const next = Math.max(committed[partition] ?? 0, startAt[partition] ?? 0);
        const between = Math.max(0, end - next);
        const isFew = between > 0 && between <= fewMessages;
        const lag = isFew && !(await foreign.hasFrom({ topic, partition }, next)) ? 0 : between;
        return { partition, next, end, lag };
      });
      return { partitions: await Promise.all(partitions) };
    } catch (error) {
      return { trouble: error instanceof Error ? error.message : String(error) };
    }
  }
}

const nothing = { taken: 0, rejected: 0, leftOut: 0, events: 0 };
