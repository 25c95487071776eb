/** Sends numbered records over all partitions and compares what was acknowledged with what stands on the log. */
import { type BusEngine, type OutgoingRecord } from '@tributary/bus';
import kafkajs from 'kafkajs';
import { everything, record, valueOf } from './fixtures.ts';

export interface Sender {
  /** Resolves when every record is durable, or so it says. */
  send(records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** kafkajs as its documentation recommends it where nothing may be lost. */
export async function plainKafkajs(brokers: readonly string[]): Promise<Sender> {
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  await producer.connect();
  return {
    send: async (records) => {
      const topic = records[0]?.topic ?? '';
      const messages = records.map(({ partition, value }) => ({ partition, value: value && Buffer.from(value) }));
      await producer.send({ topic, acks: -1, messages });
    },
    close: () => producer.disconnect(),
  };
}

export const ourEngine = (engine: BusEngine): Sender => ({
  send: (records) => engine.append(records),
  close: () => engine.close(),
});

export interface Verdict {
  readonly acknowledged: number;
  /** Acknowledged, but not on the log. */
  readonly lost: number;
  /** Stand on the log more often than once. */
  readonly doubled: number;
  /** Stand behind a later record of their partition; a second copy is not counted again. */
  readonly outOfOrder: number;
}

export class NumberedLoad {
  readonly #acknowledged = new Set<string>();
  #next = 0;
  refused = 0;

  constructor(
    private readonly topic: string,
    private readonly partitions: number,
  ) {}

  get acknowledged(): number {
    return this.#acknowledged.size;
  }

  /** One call, `each` records for every partition. */
  async send(sender: Sender, each: number): Promise<void> {
    const records = Array.from({ length: each * this.partitions }, () => {
      this.#next += 1;
      return record(this.topic, this.#next % this.partitions, String(this.#next));
    });
    await sender.send(records);
    for (const one of records) this.#acknowledged.add(valueOf(one) ?? '');
  }

  /** One call after another until `work` is done; what is refused is counted and not sent again. */
  async during(sender: Sender, work: Promise<void>): Promise<void> {
    const state = { done: false };
    const settled = work.finally(() => (state.done = true));
    while (!state.done) {
      try {
        await this.send(sender, 5);
      } catch {
        this.refused += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await settled;
  }

  async verdict(reader: BusEngine): Promise<Verdict> {
    const seen = new Map<string, number>();
    const last = new Map<number, number>();
    let outOfOrder = 0;
    for (const stored of await everything(reader, this.topic)) {
      const value = valueOf(stored) ?? '';
      const copies = seen.get(value) ?? 0;
      seen.set(value, copies + 1);
      if (copies > 0) continue;
      if (Number(value) < (last.get(stored.partition) ?? 0)) outOfOrder += 1;
      last.set(stored.partition, Number(value));
    }
    return {
      acknowledged: this.acknowledged,
      lost: [...this.#acknowledged].filter((value) => !seen.has(value)).length,
      doubled: [...seen.values()].filter((copies) => copies > 1).length,
      outOfOrder,
    };
  }
}
