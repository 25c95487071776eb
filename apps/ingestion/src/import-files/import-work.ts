/** What the service does about imports without being asked: takes up those that wait, one after the other, and clears away. */
import { randomUUID } from 'node:crypto';
import { type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Background } from '@tributary/runtime';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type ImportStore } from './ports.ts';
import { type RunImport } from './run-import.ts';
import { type SweepImports } from './sweep-imports.ts';

export interface ImportWorkParts {
  readonly imports: Pick<ImportStore, 'claim'>;
  readonly runImport: RunImport;
  readonly sweep: SweepImports;
  readonly leaseMs: number;
  readonly clock: Clock;
  readonly log: Logger;
}

export class ImportWork implements OnModuleInit, OnModuleDestroy {
  /** Of this process; imports that it was at before it ended are those of another one. */
  readonly #owner = randomUUID();
  readonly #stopping = new AbortController();
  readonly #running: Background;
  readonly #sweeping: Background;

  constructor(private readonly parts: ImportWorkParts) {
    const { log, sweep } = parts;
    this.#running = new Background({
      name: 'run imports',
      everyMs: 2_000, // another process may have taken the content in; an idle look is two lookups in an index
      log,
      round: async () => {
        if (await this.#one()) this.#running.wake();
      },
    });
    this.#sweeping = new Background({
      name: 'clear away imports',
      everyMs: 3_600_000, // what is cleared away is days old
      log,
      round: () => sweep.run(),
    });
  }

  onModuleInit(): void {
    this.#running.start();
    this.#sweeping.start();
  }

  /** One has just been told to be run. */
  wake(): void {
    this.#running.wake();
  }

  /** The import under way is left where it is; another process goes on at once. */
  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort(new Error('The process ends.'));
    await Promise.all([this.#running.stop(), this.#sweeping.stop()]);
  }

  /** True where there may be more to do. */
  async #one(): Promise<boolean> {
    const { imports, runImport, clock, leaseMs } = this.parts;
    if (this.#stopping.signal.aborted) return false;
    const now = clock.now();
    const found = await imports.claim(this.#owner, { now, until: now + leaseMs });
    if (!found) return false;
    await runImport.run(found, this.#owner, this.#stopping.signal);
    return true;
  }
}
