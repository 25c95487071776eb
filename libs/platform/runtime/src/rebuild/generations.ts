/** Which generation of a service's derived state is in use, and what is being built: one small document, changed by compare-and-set. */
import { isDuplicate } from '@tributary/mongo';
import { type Collection, type Connection } from 'mongoose';
import { type Progress, type Verdict } from './plan.ts';

export type Stage = 'preparing' | 'archive' | 'topics' | 'comparing' | 'switching';

/** How far the replay is: what stands below was handled. */
export interface Marks {
  /** Cursor of the next page of the archive; null: from its beginning. */
  readonly archive: string | null;
  readonly archiveRead: boolean;
  /** Next offset by partition, by name of the topic. */
  readonly offsets: Readonly<Record<string, readonly number[]>>;
}

export interface Building {
  readonly generation: number;
  /** The process that works on it, and until when it is believed to. */
  readonly owner: string;
  readonly until: number;
  readonly startedAt: number;
  readonly stage: Stage;
  readonly progress: Progress;
  /** Null until the replay has begun. */
  readonly marks: Marks | null;
  /** Messages a second at most. */
  readonly rate: number;
  readonly acceptLosses: boolean;
}

export interface RebuildReport extends Verdict {
  readonly generation: number;
  readonly startedAt: number;
  readonly finishedAt: number;
  /** How long the service took no work, milliseconds. */
  readonly pausedMs: number;
  readonly messages: number;
}

/** The generation that was in use before, and where its group stood when it was left: from there the way back begins. */
export interface Previous {
  readonly generation: number;
  readonly offsets: Readonly<Record<string, readonly number[]>>;
}

export interface GenerationState {
  readonly active: number;
  readonly next: number;
  readonly previous: Previous | null;
  readonly building: Building | null;
  readonly last: RebuildReport | null;
  readonly failure: string | null;
}

const initial: GenerationState = { active: 1, next: 2, previous: null, building: null, last: null, failure: null };

/** Generation 1 bears the plain names, so that a service that was never rebuilt knows nothing of generations. */
export const collectionName = (name: string, generation: number): string =>
  generation === 1 ? name : `${name}.g${generation}`;

/** From here on the connection, and every model on it, reads and writes the collections of one generation. */
export function routeCollections(connection: Connection, derived: readonly string[], generation: number): void {
  const plain = connection.collection.bind(connection);
  const routed: Connection['collection'] = (name, options) =>
    plain(derived.includes(name) ? collectionName(name, generation) : name, options);
  connection.collection = routed;
}

interface StateDocument {
  readonly _id: string;
  readonly rev?: number;
  /** A `GenerationState` as JSON: it is read and replaced as a whole. */
  readonly state?: string;
  readonly generation?: number;
  readonly until?: number;
}

const stateId = 'generations';

export class Generations {
  readonly #documents: Collection<StateDocument>;

  constructor(connection: Connection) {
    this.#documents = connection.collection<StateDocument>('rebuilds');
  }

  async current(): Promise<GenerationState> {
    return (await this.#read()).state;
  }

  /** Runs `change` on the newest state until nobody writes in between; undefined from it: nothing is changed. */
  async change(change: (state: GenerationState) => GenerationState | undefined): Promise<GenerationState | undefined> {
    for (;;) {
      const { rev, state } = await this.#read();
      const changed = change(state);
      if (changed === undefined) return undefined;
      if (await this.#write(rev, changed)) return changed;
    }
  }

  /** Says that a process works on a generation until then, unless it says so again. */
  async beat(process: string, generation: number, until: number): Promise<void> {
    await this.#documents.updateOne({ _id: `process:${process}` }, { $set: { generation, until } }, { upsert: true });
  }

  async leave(process: string): Promise<void> {
    await this.#documents.deleteOne({ _id: `process:${process}` });
  }

  /** How many processes may be working now. */
  async working(now: number): Promise<number> {
    return this.#documents.countDocuments({ _id: { $gte: 'process:', $lt: 'process;' }, until: { $gt: now } });
  }

  async #write(rev: number, state: GenerationState): Promise<boolean> {
    const values = { rev: rev + 1, state: JSON.stringify(state) };
    try {
      const { matchedCount, upsertedCount } = await this.#documents.updateOne(
        { _id: stateId, rev },
        { $set: values },
        { upsert: rev === 0 },
      );
      return matchedCount + upsertedCount > 0;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async #read(): Promise<{ readonly rev: number; readonly state: GenerationState }> {
    const found = await this.#documents.findOne({ _id: stateId });
    if (found?.rev === undefined || found.state === undefined) return { rev: 0, state: initial };
    // eslint-disable-next-line no-restricted-syntax -- written by `#write` alone
    return { rev: found.rev, state: JSON.parse(found.state) as GenerationState };
  }
}
