/** Work that repeats until the process stops: one turn at a time, a pause between, an error ends the turn and not the work. */
import { type Logger } from '@tributary/telemetry';

export interface BackgroundOptions {
  readonly name: string;
  readonly everyMs: number;
  readonly log: Logger;
  /** One turn; true: there is more, go on at once. */
  turn(): Promise<boolean>;
}

export class Background {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = true;

  constructor(private readonly options: BackgroundOptions) {}

  start(): void {
    this.#stopped = false;
    this.#schedule(0);
  }

  /** Does not wait for the pause to end. */
  wake(): void {
    this.#again = true;
    if (this.#running === undefined) this.#schedule(0);
  }

  /** Resolves when the turn under way is over. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(pause: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#run();
    }, pause);
    this.#timer.unref();
  }

  #wasWoken(): boolean {
    return this.#again;
  }

  async #run(): Promise<void> {
    this.#again = false;
    let more = false;
    try {
      more = await this.options.turn();
    } catch (error) {
      this.options.log.warn({ err: error, work: this.options.name }, 'Background work failed and will be tried again');
    }
    this.#running = undefined;
    this.#schedule(more || this.#wasWoken() ? 0 : this.options.everyMs);
  }
}
