/**
 * Appends of many callers, one send at a time: what waits while a send is under way goes out together with the next one.
 * One in flight, because concurrent sends of one producer change places when a leader fails.
 */
import { BusError, type OutgoingRecord } from '@tributary/bus';

/** kafkajs groups in quadratic time and the brokers take 4 MiB a partition: a send stays well below both. */
const limits = { records: 1_000, bytes: 1024 * 1024 } as const;

export interface AppendQueueOptions {
  /** Resolves when all of them are durable; `until` is the moment to give up, in milliseconds. */
  readonly send: (records: readonly OutgoingRecord[], until: number) => Promise<void>;
  /** From the call of `append` to giving up. */
  readonly deadlineMs: number;
  readonly now: () => number;
}

/** One call of `append` on its way. */
interface Ticket {
  readonly until: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  open: number;
}

interface Waiting {
  readonly record: OutgoingRecord;
  readonly ticket: Ticket;
}

export class AppendQueue {
  #waiting: Waiting[] = [];
  #closed = false;
  #running: Promise<void> | undefined;

  constructor(private readonly options: AppendQueueOptions) {}

  append(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.#closed) return Promise.reject(new BusError('BUS_CLOSED', 'The bus is closed'));
    if (records.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const ticket = { until: this.options.now() + this.options.deadlineMs, resolve, reject, open: records.length };
      for (const record of records) this.#waiting.push({ record, ticket });
      this.#running ??= this.#run();
    });
  }

  /** Waits for what is under way; later appends are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    await Promise.resolve(); // calls of the same turn travel together
    while (this.#waiting.length > 0) await this.#sendNext(this.#take());
    this.#running = undefined;
  }

  /** The oldest records up to the limits, always at least one. */
  #take(): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { record } of this.#waiting) {
      bytes += sizeOf(record);
      if (count > 0 && (count >= limits.records || bytes > limits.bytes)) break;
      count += 1;
    }
    const taken = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return taken;
  }

  async #sendNext(batch: readonly Waiting[]): Promise<void> {
    const callers = Map.groupBy(batch, ({ ticket }) => ticket);
    const until = Math.min(...[...callers.keys()].map((ticket) => ticket.until));
    try {
      await this.options.send(recordsOf(batch), until);
      for (const [ticket, own] of callers) settle(ticket, own.length);
    } catch (error) {
      // A record that the brokers refuse must fail its own caller alone.
      const alone = callers.size === 1 || !(error instanceof BusError && !error.retry);
      if (alone) for (const ticket of callers.keys()) this.#fail(ticket, error);
      else for (const own of callers.values()) await this.#sendNext(own);
    }
  }

  /** The rest of a failed call is not sent: its records would come without those before them. */
  #fail(ticket: Ticket, error: unknown): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting.ticket !== ticket);
    ticket.reject(error);
  }
}

function settle(ticket: Ticket, done: number): void {
  ticket.open -= done;
  if (ticket.open === 0) ticket.resolve();
}

const recordsOf = (batch: readonly Waiting[]): readonly OutgoingRecord[] => batch.map(({ record }) => record);

const sizeOf = ({ key, value }: OutgoingRecord): number => (key?.byteLength ?? 0) + (value?.byteLength ?? 0) + 200;
