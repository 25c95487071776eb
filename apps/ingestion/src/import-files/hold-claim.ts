/** Keeps an import as long as it runs here: tells how far it is, and notices when it is no longer ours. */
import { Background } from '@tributary/runtime';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type Claim, type ImportProgress, type ImportStore } from './ports.ts';

export interface ClaimTimes {
  /** How often it is said that the import is still ours. */
  readonly beatMs: number;
  /** How long after that nobody else takes it up. */
  readonly leaseMs: number;
}

export interface HoldClaimParts extends ClaimTimes {
  readonly imports: Pick<ImportStore, 'beat'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Another process has the import by now, or somebody has cancelled it. */
class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

export class HeldClaim {
  readonly #beating: Background;
  readonly #lost = new AbortController();
  #progress: ImportProgress | null = null;
  /** By the steady clock: the other one may jump. */
  #heldSince = performance.now();

  constructor(
    private readonly claim: Claim,
    private readonly parts: HoldClaimParts,
  ) {
    const { beatMs, log } = parts;
    this.#beating = new Background({ name: 'hold an import', everyMs: beatMs, log, round: () => this.#round() });
  }

  /** Aborted with `ClaimLost`. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  start(): void {
    this.#beating.start();
  }

  tell(progress: ImportProgress): void {
    this.#progress = progress;
  }

  /** What was told last is in the store when this resolves, wherever the import is ours or was cancelled. */
  async stop(): Promise<void> {
    await this.#beating.stop();
    await this.#beat();
  }

  async #round(): Promise<void> {
    try {
      await this.#beat();
    } catch (error) {
      // By now another process may have taken it up.
      if (performance.now() - this.#heldSince > this.parts.leaseMs) this.#lost.abort(new ClaimLost());
      throw error;
    }
  }

  async #beat(): Promise<void> {
    const { imports, clock, leaseMs } = this.parts;
    const asked = performance.now();
    const now = clock.now();
    const state = await imports.beat(this.claim, this.#progress, { now, until: now + leaseMs });
    if (state === 'running') this.#heldSince = asked;
    else this.#lost.abort(new ClaimLost());
  }
}
