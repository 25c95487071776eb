/** Runs in this process what bridges there are; a change is in effect within some seconds, in the process that took it at once. */
import { type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Background } from '@tributary/runtime';
import { type BridgeDirectory } from './bridge-directory.ts';
import { BridgeRun, type BridgeRunParts, type RunState } from './bridge-run.ts';

export interface RunBridgesParts extends BridgeRunParts {
  readonly directory: Pick<BridgeDirectory, 'current'>;
}

/** With the time that a group takes to be joined: five seconds. */
const everyMs = 2_000;

export class RunBridges implements OnModuleInit, OnModuleDestroy {
  readonly #parts: RunBridgesParts;
  readonly #runs = new Map<string, BridgeRun>();
  readonly #rounds: Background;
  #looking: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(parts: RunBridgesParts) {
    this.#parts = parts;
    const { log } = parts;
    this.#rounds = new Background({ name: 'look for bridges', everyMs, log, round: () => this.refresh() });
  }

  onModuleInit(): void {
    this.#rounds.start();
  }

  /** Finishes what is at hand, commits, and leaves every group. */
  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    await this.#rounds.stop();
    await this.#looking.catch(() => undefined);
    for (const run of this.#runs.values()) run.want(undefined);
    await Promise.all([...this.#runs.values()].map((run) => run.settled()));
  }

  /** Resolves when what is true now is what messages are judged by here; groups are joined and left after that. */
  refresh(): Promise<void> {
    this.#looking = this.#looking.catch(() => undefined).then(() => this.#look());
    return this.#looking;
  }

  /** As this process sees it. */
  stateOf(name: string): RunState {
    return this.#runs.get(name)?.state ?? { state: 'starting' };
  }

  *states(): Generator<readonly [bridge: string, state: RunState['state']]> {
    for (const [name, run] of this.#runs) if (!run.isOver) yield [name, run.state.state];
  }

  async #look(): Promise<void> {
    const known = await this.#parts.directory.current();
    if (this.#stopped) return;
    for (const [name, run] of this.#runs) {
      if (run.isOver) this.#runs.delete(name);
      else if (!known.has(name)) run.want(undefined);
    }
    for (const [name, bridge] of known) {
      const run = this.#runs.get(name) ?? new BridgeRun(name, this.#parts);
      this.#runs.set(name, run);
      run.want(bridge);
    }
  }
}
