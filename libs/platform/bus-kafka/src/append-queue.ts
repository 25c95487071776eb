/**
 * Appends of many callers, one send at a time: what waits while a send is under way goes out together with the next one.
 * One in flight, because concurrent sends of one producer change places when a leader fails.
 */
import { BusError, type OutgoingRecord } from '@tributary/bus';
import { type Refusals } from './durable-producer.ts';

/** The brokers take 4 MiB a partition: a send stays well below, and its answer comes soon. */
const limits: Readonly<Record<'records' | 'bytes', number>> = { records: 1_000, bytes: 1024 * 1024 };

export interface AppendQueueOptions {
  /** Resolves when all of them are durable or refused; `until` is the moment to give up, in milliseconds. */
  readonly send: (records: readonly OutgoingRecord[], until: number) => Promise<Refusals>;
  /** From the call of `append` to giving up. */
  readonly deadlineMs: number;
  readonly now: () => number;
}

/** One call of `append` on its way. */
interface Call {
  readonly records: readonly OutgoingRecord[];
  readonly until: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  /** How many have been taken into a send. */
  taken: number;
  /** How many are durable. */
  done: number;
}

/** What of one call travels in one send. */
interface Part {
  readonly call: Call;
  readonly records: readonly OutgoingRecord[];
}

export class AppendQueue {
  #waiting: Call[] = [];
  #closed = false;
  #running: Promise<void> | undefined;

  constructor(private readonly options: AppendQueueOptions) {}

  append(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.#closed) return Promise.reject(new BusError('BUS_CLOSED', 'The bus is closed'));
    if (records.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const until = this.options.now() + this.options.deadlineMs;
      this.#waiting.push({ records, until, resolve, reject, taken: 0, done: 0 });
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
    while (this.#waiting.length > 0) await this.#send(this.#take());
    this.#running = undefined;
  }

  /** The oldest records up to the limits, always at least one. */
  #take(): readonly Part[] {
    const parts: Part[] = [];
    const room = { ...limits };
    for (const call of this.#waiting) {
      const from = call.taken;
      while (call.taken < call.records.length) {
        const bytes = sizeOf(call.records[call.taken]);
        const first = room.records === limits.records;
        if (!first && (room.records === 0 || bytes > room.bytes)) break;
        room.records -= 1;
        room.bytes -= bytes;
        call.taken += 1;
      }
      if (call.taken > from) parts.push({ call, records: partOf(call, from) });
      if (call.taken < call.records.length) break;
    }
    this.#waiting = this.#waiting.filter(({ taken, records }) => taken < records.length);
    return parts;
  }

  async #send(parts: readonly Part[]): Promise<void> {
    const until = Math.min(...parts.map(({ call }) => call.until));
    const alone = parts.length === 1;
    try {
      const refusals = await this.options.send(all(parts), until);
      if (refusals.size === 0) for (const { call, records } of parts) settle(call, records.length);
      else await this.#afterRefusals(parts, refusals);
    } catch (error) {
      // A topic that does not exist must fail its own caller alone; nothing was sent.
      if (alone || !(error instanceof BusError && !error.retry)) for (const { call } of parts) this.#fail(call, error);
      else for (const part of parts) await this.#send([part]);
    }
  }

  /** A batch is refused as a whole, though one record of one caller may be the reason: callers get a send of their own. */
  async #afterRefusals(parts: readonly Part[], refusals: Refusals): Promise<void> {
    for (const { call, records } of parts) {
      const refused = records.filter((one) => refusals.has(one));
      settle(call, records.length - refused.length);
      if (refused.length === 0) continue;
      if (parts.length > 1) await this.#send([{ call, records: refused }]);
      else this.#fail(call, refusals.values().next().value);
    }
  }

  /** The rest of a failed call is not sent: its records would come without those before them. */
  #fail(call: Call, error: unknown): void {
    this.#waiting = this.#waiting.filter((waiting) => waiting !== call);
    call.reject(error);
  }
}

function settle(call: Call, done: number): void {
  call.done += done;
  if (call.done === call.records.length) call.resolve();
}

const partOf = ({ records, taken }: Call, from: number): readonly OutgoingRecord[] =>
  from === 0 && taken === records.length ? records : records.slice(from, taken);

const all = (parts: readonly Part[]): readonly OutgoingRecord[] => {
  const [only, ...others] = parts;
  return others.length === 0 && only !== undefined ? only.records : parts.flatMap(({ records }) => records);
};

const sizeOf = (record: OutgoingRecord | undefined): number =>
  record === undefined ? 0 : (record.key?.byteLength ?? 0) + (record.value?.byteLength ?? 0) + 200;
