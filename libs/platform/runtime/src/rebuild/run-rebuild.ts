/**
 * One rebuild from where it stands to its end: read, compare, pause the service, read the rest, switch. Everything that it needs to go on
 * after a crash stands in the state of the generations; the service goes on at the offsets that its group has committed, which the
 * new state contains.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { topicName, type BusEngine } from '@tributary/bus';
import { allTopics, inNamespace, type ServiceName } from '@tributary/contracts';
import { type Logger } from '@tributary/telemetry';
import {
  type Building,
  type Generations,
  type GenerationState,
  type Previous,
  type RebuildReport,
  type Stage,
} from './generations.ts';
import { type Progress, type RebuildPlan, type Verdict } from './plan.ts';
import { type ArchivePages, firstMarks, Replay } from './replay.ts';

export interface RebuildParts {
  readonly service: ServiceName;
  readonly generations: Generations;
  readonly plan: RebuildPlan;
  /** False: the state is filled where it is, and there is nothing to switch to. */
  readonly sideBySide: boolean;
  readonly engine: BusEngine;
  readonly namespace: string;
  readonly archive: ArchivePages;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Drops collections of a generation that nobody uses. */
  readonly drop: (generation: number, what: 'all' | 'scratch') => Promise<void>;
}

/** A process that has not said so for this long works no more on a rebuild, and another one goes on. */
export const leaseMs = 10_000;
/** Often enough that a crash repeats little, rarely enough to cost nothing. */
const noteEveryMs = 1_000;

/** The rebuild is no longer ours to do: it was cancelled, or another process has taken it over. */
export class RebuildLost extends Error {}

export class RunRebuild {
  #building: Building;
  #notedAt = 0;
  readonly #parts: RebuildParts;
  readonly #replay: Replay;

  private constructor(parts: RebuildParts, building: Building, replay: (run: RunRebuild) => Replay) {
    this.#parts = parts;
    this.#building = building;
    this.#replay = replay(this);
  }

  static async from(parts: RebuildParts, building: Building): Promise<RunRebuild> {
    const { engine, namespace, plan } = parts;
    const marks = building.marks ?? (await firstMarks(plan, engine, namespace));
    return new RunRebuild(parts, { ...building, marks }, (run) => {
      const onProgress = (now: typeof marks, progress: Progress) => run.#progressed({ marks: now, progress });
      return new Replay({ ...parts, rate: building.rate, onProgress }, marks);
    });
  }

  /** Undefined: what would be lost forbids the switch, and the state says so. */
  async toItsEnd(): Promise<RebuildReport | undefined> {
    // A comparison of millions takes longer than the lease; who has lost it finds out at the next step.
    const beat = setInterval(() => void this.#note({}).catch(() => undefined), leaseMs / 4);
    try {
      return await this.#toItsEnd();
    } finally {
      clearInterval(beat);
    }
  }

  async #toItsEnd(): Promise<RebuildReport | undefined> {
    const { plan, sideBySide } = this.#parts;
    if (this.#building.stage !== 'switching') {
      await this.#read();
      await this.#enter('comparing');
      const verdict = await plan.finish('everything');
      await this.#replay.topics();
      if (!sideBySide) return this.#end(verdict, { pausedMs: 0, previous: null });
      if (verdict.losses.length > 0 && !this.#building.acceptLosses) return this.#refuse(verdict);
    }
    return this.#switch();
  }

  async #read(): Promise<void> {
    const { plan, signal } = this.#parts;
    await this.#enter('preparing');
    await plan.before?.((progress) => void this.#progressed({ progress }).catch(() => undefined), signal);
    for (;;) {
      await this.#enter('archive');
      await this.#replay.archive();
      await this.#enter('topics');
      await this.#replay.topics();
      if ((await plan.stillHolds?.()) !== false) return;
      this.#replay.readArchiveAgain();
    }
  }

  /** From here on no process of the service works, until the state says otherwise. */
  async #switch(): Promise<RebuildReport | undefined> {
    const { plan, log, generations } = this.#parts;
    const compared = this.#building.stage === 'comparing';
    const began = performance.now();
    await this.#enter('switching');
    while ((await generations.working(Date.now())) > 0) {
      await this.#note({});
      await sleep(100, undefined, { signal: this.#parts.signal });
    }
    await this.#replay.topics();
    if ((await plan.stillHolds?.()) === false) {
      log.warn({}, 'The switch waits: what the rebuild was based upon has just changed');
      this.#replay.readArchiveAgain();
      await this.#enter('archive');
      return this.#toItsEnd();
    }
    const after = await plan.finish(compared ? 'changed' : 'everything');
    const previous = { generation: (await generations.current()).active, offsets: await this.#committed() };
    return this.#end(after, { pausedMs: Math.round(performance.now() - began), previous });
  }

  async #end(
    verdict: Verdict,
    { pausedMs, previous }: { readonly pausedMs: number; readonly previous: Previous | null },
  ): Promise<RebuildReport> {
    const { generations, drop } = this.#parts;
    const { generation, startedAt } = this.#building;
    const { messages } = this.#replay;
    const report = { ...verdict, generation, startedAt, finishedAt: Date.now(), pausedMs, messages };
    const oldest = (await generations.current()).previous?.generation;
    await this.#change((state) => ({
      ...state,
      ...(previous === null ? {} : { active: generation, previous }),
      ...{ building: null, last: report, failure: null },
    }));
    if (previous === null) return report;
    await drop(generation, 'scratch');
    if (oldest !== undefined && oldest !== generation) await drop(oldest, 'all');
    return report;
  }

  async #refuse({ losses }: Verdict): Promise<undefined> {
    const failure =
      `The archive and the topics do not explain all that is known: ${losses.slice(0, 5).join('; ')}` +
      `${losses.length > 5 ? ` and ${losses.length - 5} more` : ''}. Restore the archive first, or accept the losses.`;
    await this.#change((state) => ({ ...state, building: null, failure }));
    await this.#parts.drop(this.#building.generation, 'all');
    return undefined;
  }

  /** Where the group stands, for the way back. */
  async #committed(): Promise<Record<string, readonly number[]>> {
    const { service, engine, namespace } = this.#parts;
    const read = allTopics.filter(({ consumers }) => consumers.includes(service));
    const names = read.map((topic) => topicName(topic, namespace));
    const committed = await engine.committed(inNamespace(service, namespace), names);
    return Object.fromEntries(names.map((name, at) => [name, committed[at] ?? []]));
  }

  async #enter(stage: Stage): Promise<void> {
    this.#parts.log.info({ stage, generation: this.#building.generation }, 'Rebuild goes on');
    await this.#note({ stage, progress: { done: 0, total: 0 }, marks: this.#replay.marks });
  }

  async #progressed(change: Partial<Building>): Promise<void> {
    this.#building = { ...this.#building, ...change };
    if (performance.now() - this.#notedAt > noteEveryMs) await this.#note({});
  }

  async #note(change: Partial<Building>): Promise<void> {
    this.#building = { ...this.#building, ...change, until: Date.now() + leaseMs };
    this.#notedAt = performance.now();
    await this.#change((state) => ({ ...state, building: this.#building }));
  }

  async #change(change: (state: GenerationState) => GenerationState): Promise<void> {
    this.#parts.signal.throwIfAborted();
    const { owner, generation } = this.#building;
    const changed = await this.#parts.generations.change((state) =>
      state.building?.owner === owner && state.building.generation === generation ? change(state) : undefined,
    );
    if (changed === undefined) throw new RebuildLost('The rebuild was cancelled or taken over.');
  }
}
