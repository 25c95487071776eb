/** The rebuilds of one service in this process: says which generation to work on, notices when that changes, takes orders, does the work. */
import { randomUUID } from 'node:crypto';
import { type Connection } from 'mongoose';
import { type ServiceDefinition } from '../service.ts';
import { type Building, Generations, type GenerationState } from './generations.ts';
import { Lease, moment, silenceMs, since } from './lease.ts';
import { leaseMs } from './run-rebuild.ts';
import { connectTo, Workshop, type WorkshopParts } from './workshop.ts';

export interface Order {
  /** Messages a second at most. */
  readonly rate: number;
  /** Switch although people are known whose events are nowhere. */
  readonly acceptLosses: boolean;
}

/** How soon a process notices that it has to change; a look is one small read. */
const lookEveryMs = 500;
const beatEveryMs = silenceMs / 4;

export class Desk {
  readonly process = randomUUID();
  readonly #parts: WorkshopParts;
  readonly #connection: Connection;
  readonly #generations: Generations;
  readonly #workshop: Workshop;
  readonly #stop = new AbortController();
  #working: number | undefined;
  #beatAt: ReturnType<typeof moment> | undefined;
  readonly #lease = new Lease();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #run: { readonly abort: AbortController; readonly over: Promise<void> } | undefined;

  private constructor(parts: WorkshopParts, connection: Connection) {
    this.#parts = parts;
    this.#connection = connection;
    this.#generations = new Generations(connection);
    this.#workshop = new Workshop(parts, this.#generations);
  }

  static async open(parts: WorkshopParts): Promise<Desk> {
    return new Desk(parts, await connectTo(parts));
  }

  get service(): ServiceDefinition['name'] {
    return this.#parts.definition.name;
  }

  /** Whether this process may still speak for the generation that it works on. */
  holds(): boolean {
    return this.#lease.holds();
  }

  /** The generation to work on, once no switch is under way; from then on the others know that we work. */
  async begin(): Promise<number> {
    for (;;) {
      const at = await this.#beat(0);
      const { active, building } = await this.#generations.current();
      if (building?.stage !== 'switching') {
        this.#lease.renew(at);
        return (this.#working = active);
      }
      await this.leave();
      await this.#look(building);
      await pause(this.#stop.signal);
    }
  }

  /** Says that nobody works here any more. */
  async leave(): Promise<void> {
    this.#working = undefined;
    this.#lease.end();
    await this.#looking; // it may be saying that we work
    await this.#generations.leave(this.process);
  }

  /** Calls `onMove` when this process has to stop working and begin anew. */
  watch(onMove: () => void): void {
    this.#timer = setInterval(() => {
      this.#looking ??= this.#watched(onMove)
        .catch((error: unknown) => {
          this.#parts.log.warn({ err: error }, 'The state of the generations cannot be read');
        })
        .finally(() => (this.#looking = undefined));
    }, lookEveryMs);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort();
    await this.#looking;
    this.#run?.abort.abort();
    await this.#run?.over;
    await this.leave();
    await this.#connection.close();
  }

  state(): Promise<GenerationState> {
    return this.#generations.current();
  }

  /** Undefined when one is running. */
  start(order: Order): Promise<GenerationState | undefined> {
    return this.#order((state) => ({
      ...state,
      building: this.#building(state.next, order),
      next: state.next + 1,
      failure: null,
    }));
  }

  /** To the generation before the last switch, with everything that has happened since. Undefined: there is none, or a rebuild is running. */
  async back(order: Order): Promise<GenerationState | undefined> {
    const { previous } = await this.state();
    if (previous === null) return undefined;
    const marks = await this.#workshop.marksFrom(previous.offsets);
    return this.#order((state) =>
      state.previous?.generation === previous.generation
        ? { ...state, building: { ...this.#building(previous.generation, order), marks }, failure: null }
        : undefined,
    );
  }

  /** Drops the generation before the last switch. False: there is none, or it is being worked on. */
  async dropPrevious(): Promise<boolean> {
    const previous = (await this.state()).previous?.generation;
    const changed = await this.#generations.change((state) =>
      previous === undefined || state.previous?.generation !== previous || state.building !== null
        ? undefined
        : { ...state, previous: null },
    );
    if (changed === undefined || previous === undefined) return false;
    await this.#workshop.drop(previous, 'all');
    return true;
  }

  /** False: nothing is running, or it is switching already. */
  async cancel(): Promise<boolean> {
    const generation = (await this.state()).building?.generation;
    const changed = await this.#generations.change((state) =>
      state.building === null || state.building.stage === 'switching' || state.building.generation !== generation
        ? undefined
        : { ...state, building: null, failure: 'It was cancelled.' },
    );
    if (changed === undefined || generation === undefined) return false;
    if (changed.previous?.generation !== generation) await this.#workshop.drop(generation, 'all');
    return true;
  }

  #building(generation: number, { rate, acceptLosses }: Order): Building {
    const now = Date.now();
    return {
      ...{ generation, owner: this.process, until: now, startedAt: now, stage: 'preparing', marks: null },
      ...{ progress: { done: 0, total: 0 }, rate, acceptLosses },
    };
  }

  async #order(change: (state: GenerationState) => GenerationState | undefined): Promise<GenerationState | undefined> {
    const ordered = await this.#generations.change((state) => (state.building === null ? change(state) : undefined));
    if (ordered?.building) await this.#look(ordered.building);
    return ordered;
  }

  async #watched(onMove: () => void): Promise<void> {
    const [working, lapsed] = [this.#working, !this.#lease.holds()];
    const due = this.#beatAt === undefined || since(this.#beatAt) >= beatEveryMs;
    // First said, then asked: who switches and has not heard us has written before that we must not go on.
    const at = working !== undefined && due ? await this.#beat(working) : undefined;
    const { active, building } = await this.#generations.current();
    if (building !== null) await this.#look(building);
    if (working === undefined || working !== this.#working) return;
    const switching = building?.stage === 'switching';
    if (active !== working || (switching && lapsed)) this.#lease.end();
    else if (at !== undefined) this.#lease.renew(at);
    if (switching || active !== working) onMove();
  }

  async #beat(working: number) {
    const at = moment();
    await this.#generations.beat(this.process, working, at.wall + silenceMs);
    return (this.#beatAt = at);
  }

  /** Works on it when it is ours, or when whoever did is gone. */
  async #look(building: Building): Promise<void> {
    if (this.#run !== undefined || this.#stop.signal.aborted || building.until > Date.now()) return;
    const { generation, owner } = building;
    const until = Date.now() + leaseMs;
    const ours = await this.#generations.change((state) =>
      state.building?.generation === generation &&
      state.building.owner === owner &&
      state.building.until === building.until
        ? { ...state, building: { ...state.building, owner: this.process, until } }
        : undefined,
    );
    if (!ours?.building) return;
    const abort = new AbortController();
    const over = this.#workshop.work(ours.building, abort.signal).finally(() => (this.#run = undefined));
    this.#run = { abort, over };
  }
}

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, 200);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('The process stops.'));
    });
  });
