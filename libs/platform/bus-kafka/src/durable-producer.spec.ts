import { type OutgoingRecord } from '@tributary/bus';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DurableProducer, type Answer, type SendTransport } from './durable-producer.ts';
import { answerOf } from './kafka-transport.ts';
import { type ProducerIdentity } from './kafkajs-internals.ts';
import { type SequencedBatch } from './produce-request.ts';

const record = (partition: number, name = 'x'): OutgoingRecord => ({
  topic: 'orders',
  partition,
  key: Buffer.from(name),
  value: Buffer.from('{}'),
  headers: {},
  timestamp: 0,
});
const nameOf = ({ key }: OutgoingRecord): string => Buffer.from(key ?? []).toString();
const limits = { sendDeadlineMs: 40, now: Date.now, pauseMs: 0 };
const soon = () => Date.now() + 2_000;
const broken = new Error('connection lost');
const written: Answer = { kind: 'written' };
const again: Answer = { kind: 'again', error: broken };

/** Brokers that keep to Kafka's rules of sequence numbers, and a way to them that fails as it is told. */
class Brokers implements SendTransport {
  readonly log = new Map<number, string[]>();
  readonly tries: string[] = [];
  reconnects = 0;
  #identities = 0;
  readonly #expected = new Map<string, number>();

  /** `fate` says what happens to one batch: its answer, and whether it reached the log all the same. */
  constructor(
    private readonly fate: (batch: SequencedBatch) => 'fine' | 'unseen' | 'unanswered' | Answer = () => 'fine',
  ) {}

  identify(): Promise<ProducerIdentity> {
    this.#identities += 1;
    return Promise.resolve({ producerId: String(this.#identities), producerEpoch: 0 });
  }

  send(batches: readonly SequencedBatch[], { producerId }: ProducerIdentity): Promise<readonly Answer[]> {
    return Promise.resolve(
      batches.map((batch) => {
        this.tries.push(`${producerId}:${batch.partition}@${batch.sequence}`);
        const fate = this.fate(batch);
        if (typeof fate === 'object') return fate;
        if (fate === 'unseen') return again;
        const answer = this.#append(batch, producerId);
        return fate === 'unanswered' ? again : answer;
      }),
    );
  }

  reconnect(): void {
    this.reconnects += 1;
  }

  #append({ partition, sequence, records }: SequencedBatch, producerId: string): Answer {
    const key = `${producerId}/${partition}`;
    const expected = this.#expected.get(key) ?? 0;
    if (sequence < expected) return written; // known already
    if (sequence > expected) return answerOf(45);
    this.#expected.set(key, sequence + records.length);
    this.log.set(partition, [...(this.log.get(partition) ?? []), ...records.map(nameOf)]);
    return written;
  }
}

describe('records on their way to the log', () => {
  it('are sent again for the partitions that did not answer, and only for these', async () => {
    const failing = new Set([1, 3]);
    const brokers = new Brokers(({ partition }) => (failing.delete(partition) ? 'unseen' : 'fine'));
    const producer = new DurableProducer(brokers, limits);
    await producer.send([record(1, 'a'), record(0), record(3), record(1, 'b'), record(2)], soon());
    expect(brokers.tries).toEqual(['1:1@0', '1:0@0', '1:3@0', '1:2@0', '1:1@0', '1:3@0']);
    expect(brokers.log.get(1)).toEqual(['a', 'b']);
  });

  it('stand once and in order, whatever gets lost on the way, there or back', async () => {
    const fates = fc.infiniteStream(fc.constantFrom('fine' as const, 'unseen' as const, 'unanswered' as const));
    const sends = fc.array(fc.array(fc.nat(2), { minLength: 1, maxLength: 6 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(sends, fates, async (calls, fate) => {
        const brokers = new Brokers(() => fate.next().value);
        const producer = new DurableProducer(brokers, limits);
        let count = 0;
        const records = calls.map((call) => call.map((partition) => record(partition, String((count += 1)))));
        for (const call of records) await producer.send(call, soon());
        for (const partition of [0, 1, 2]) {
          const sent = records.flat().filter((one) => one.partition === partition);
          expect(brokers.log.get(partition) ?? []).toEqual(sent.map(nameOf));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('go on under a new identity when the brokers have lost the sequence', async () => {
    let lost = true;
    const brokers = new Brokers(() => {
      if (!lost) return 'fine';
      lost = false;
      return answerOf(59);
    });
    await new DurableProducer(brokers, limits).send([record(0)], soon());
    expect(brokers.tries).toEqual(['1:0@0', '2:0@0']);
  });
});

describe('a send that is not confirmed in time', () => {
  it('is refused loudly, and its number is never given to another record', async () => {
    let dead = true;
    const brokers = new Brokers(() => (dead ? 'unanswered' : 'fine'));
    const producer = new DurableProducer(brokers, { ...limits, pauseMs: 5 });
    const attempt = producer.send([record(0, 'unsure')], Date.now() + 40);
    await expect(attempt).rejects.toMatchObject({ code: 'BUS_DEADLINE', retry: true });
    await expect(attempt).rejects.toThrow('connection lost');
    expect(brokers.reconnects).toBe(1);
    dead = false;
    await producer.send([record(0, 'next')], soon());
    expect(brokers.log.get(0)).toEqual(['unsure', 'next']);
  });

  it('is refused when nobody gives it an identity', async () => {
    const brokers = new Brokers();
    brokers.identify = () => Promise.reject(broken);
    const attempt = new DurableProducer(brokers, { ...limits, pauseMs: 5 }).send([record(0)], Date.now() + 30);
    await expect(attempt).rejects.toMatchObject({ code: 'BUS_DEADLINE' });
  });
});

describe('a record that the brokers will never take', () => {
  const tooLarge = answerOf(10);

  it('is told at once, together with those of its batch; the others are durable', async () => {
    const brokers = new Brokers(({ partition }) => (partition === 1 ? tooLarge : 'fine'));
    const records = [record(0), record(1)];
    const refusals = await new DurableProducer(brokers, limits).send(records, soon());
    expect([...refusals.keys()]).toEqual(records.slice(1));
    expect([...refusals.values()]).toEqual([expect.objectContaining({ code: 'BUS_RECORD_REFUSED', retry: false })]);
    expect(brokers.tries).toHaveLength(2);
  });

  it('leaves its number to the next one', async () => {
    let first = true;
    const brokers = new Brokers(() => {
      if (!first) return 'fine';
      first = false;
      return tooLarge;
    });
    const producer = new DurableProducer(brokers, limits);
    await producer.send([record(0, 'large')], soon());
    await producer.send([record(0, 'small')], soon());
    expect(brokers.tries).toEqual(['1:0@0', '1:0@0']);
    expect(brokers.log.get(0)).toEqual(['small']);
  });

  it('leaves it not when an earlier try may have been written', async () => {
    const fates = ['unanswered', tooLarge] as const;
    let turn = 0;
    const brokers = new Brokers(() => fates[turn++] ?? 'fine');
    const producer = new DurableProducer(brokers, limits);
    await producer.send([record(0, 'unsure')], soon());
    await producer.send([record(0, 'next')], soon());
    expect(brokers.log.get(0)).toEqual(['unsure', 'next']);
  });
});

describe('what the brokers answer', () => {
  it.each([
    [0, 'written'],
    [46, 'written'],
    [undefined, 'again'],
    [6, 'again'],
    [20, 'again'],
    [10, 'refused'],
    [45, 'out-of-sequence'],
  ])('%s means %s', (code, kind) => {
    expect(answerOf(code).kind).toBe(kind);
  });
});
