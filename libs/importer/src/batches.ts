/** Sends events in batches, some at once, and tells which line each refusal of the door belongs to. */
import { type Client } from '@tributary/api-client';
import { type FileEvent } from './events-in.ts';
import { type Rejection } from './rejection.ts';

/** Below the limits of the door, so that a batch is never refused for its size. */
const mostEvents = 500;
const mostBytes = 4_000_000;

interface BatchResult {
  readonly accepted: number;
  readonly rejected: readonly Rejection[];
  /** Numbers of the events that the door has answered for. */
  readonly indexes: readonly number[];
}

/** An event with its number in the file. */
export type NumberedEvent = FileEvent & { readonly index: number };

export interface BatchOptions {
  readonly client: Pick<Client, 'importBatch'>;
  readonly concurrency: number;
  /** The request counts as under way until it has resolved. */
  readonly onResult: (result: BatchResult) => Promise<void>;
}

export class Batches {
  readonly #underWay = new Set<Promise<void>>();
  #lines: number[] = [];
  #indexes: number[] = [];
  #texts: string[] = [];
  #bytes = 0;

  constructor(private readonly options: BatchOptions) {}

  /** Waits while as many requests are under way as may be. */
  async add({ line, event, index, text = JSON.stringify(event) }: NumberedEvent): Promise<void> {
    const bytes = Buffer.byteLength(text) + 1;
    if (bytes > mostBytes) {
      const detail = `The event has ${bytes} bytes.`;
      await this.options.onResult({ accepted: 0, rejected: [{ line, code: 'EVENT_TOO_LARGE', detail }], indexes: [] });
      return;
    }
    if (this.#bytes + bytes > mostBytes) await this.#send();
    this.#lines.push(line);
    this.#indexes.push(index);
    this.#texts.push(text);
    this.#bytes += bytes;
    if (this.#texts.length >= mostEvents) await this.#send();
  }

  async finish(): Promise<void> {
    if (this.#texts.length > 0) await this.#send();
    await Promise.all(this.#underWay);
  }

  /** Resolves when nothing is under way, whatever has become of it. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  async #send(): Promise<void> {
    const json = `{"batch":[${this.#texts.join(',')}]}`;
    const request = this.#deliver(this.#lines, this.#indexes, json);
    [this.#lines, this.#indexes, this.#texts, this.#bytes] = [[], [], [], 0];
    this.#underWay.add(request);
    // A failure ends the import where it is awaited; until then it must not count as unhandled.
    request.then(
      () => this.#underWay.delete(request),
      () => undefined,
    );
    if (this.#underWay.size >= this.options.concurrency) await Promise.race(this.#underWay);
  }

  async #deliver(lines: readonly number[], indexes: readonly number[], json: string): Promise<void> {
    const { accepted, rejected } = await this.options.client.importBatch(json);
    await this.options.onResult({
      accepted,
      rejected: rejected.map(({ index, code, detail }) => ({ line: lines[index] ?? 0, code, detail })),
      indexes,
    });
  }
}
