import { type OutgoingRecord } from '@tributary/bus';
import { describe, expect, it } from '@jest/globals';
import { sendDurably, unanswered, type PartitionAnswer, type SendTransport } from './durable-send.ts';

const record = (partition: number, key = 'k'): OutgoingRecord => ({
  topic: 'orders',
  partition,
  key: Buffer.from(key),
  value: Buffer.from('{}'),
  headers: {},
  timestamp: 0,
});
const yes = (partition: number): PartitionAnswer => ({ topicName: 'orders', partition, errorCode: 0 });
const limits = { sendDeadlineMs: 40, now: Date.now, pauseMs: 0 };
const soon = () => Date.now() + 2_000;

type Reply = (records: readonly OutgoingRecord[]) => Promise<readonly PartitionAnswer[]>;
const everything: Reply = (records) => Promise.resolve(records.map(({ partition }) => yes(partition)));
const never: Reply = () => new Promise(() => undefined);
const fails =
  (error: Error): Reply =>
  () =>
    Promise.reject(error);

/** A producer that gives one reply after the other and remembers what it was sent. */
function transport(...replies: Reply[]) {
  const sent: (readonly number[])[] = [];
  let discarded = 0;
  const it: SendTransport = {
    send: (records) => {
      sent.push(records.map(({ partition }) => partition));
      return (replies.shift() ?? everything)(records);
    },
    discard: () => {
      discarded += 1;
    },
  };
  return { it, sent, discarded: () => discarded };
}

describe('a send that kafkajs calls done although it left partitions out', () => {
  it('sends again what was not answered, and only that, in the order given', async () => {
    const { it: producer, sent, discarded } = transport(() => Promise.resolve([yes(0), yes(2)]));
    await sendDurably(producer, [record(1, 'a'), record(0), record(3), record(1, 'b'), record(2)], limits, soon());
    expect(sent).toEqual([
      [1, 0, 3, 1, 2],
      [1, 3, 1],
    ]);
    expect(discarded()).toBe(0); // the producer keeps its sequence, so the brokers know a copy
  });

  it('does not take the answer of another topic or an error code for its own', () => {
    const answers = [
      { topicName: 'visits', partition: 0, errorCode: 0 },
      { topicName: 'orders', partition: 1, errorCode: 6 },
    ];
    expect(unanswered([record(0), record(1)], answers)).toEqual([record(0), record(1)]);
  });

  it('rejects when the answer stays incomplete until the bound', async () => {
    const half: Reply = () => Promise.resolve([yes(0)]);
    const { it: producer } = transport(...Array.from({ length: 1_000 }, () => half));
    const attempt = sendDurably(producer, [record(0), record(1)], { ...limits, pauseMs: 2 }, Date.now() + 30);
    await expect(attempt).rejects.toMatchObject({ code: 'BUS_DEADLINE', retry: true });
  });
});

describe('a send without an answer', () => {
  it('replaces the producer after the deadline of a send and tries again', async () => {
    const { it: producer, sent, discarded } = transport(never, everything);
    await sendDurably(producer, [record(0)], limits, soon());
    expect(sent).toEqual([[0], [0]]);
    expect(discarded()).toBe(1);
  });

  it('replaces the producer after an error that may heal', async () => {
    const { it: producer, discarded } = transport(fails(new Error('out of order sequence number')), everything);
    await sendDurably(producer, [record(0)], limits, soon());
    expect(discarded()).toBe(1);
  });

  it('rejects loudly when the overall bound has passed', async () => {
    const { it: producer } = transport(never, never, never, never);
    const attempt = sendDurably(producer, [record(0)], limits, Date.now() + 60);
    await expect(attempt).rejects.toMatchObject({ code: 'BUS_DEADLINE' });
  });
});

describe('a record that the brokers will never take', () => {
  const tooLarge = Object.assign(new Error('too large'), { type: 'MESSAGE_TOO_LARGE' });

  it.each([
    ['as kafkajs throws it', tooLarge],
    ['wrapped by the retries of kafkajs', new Error('gave up', { cause: tooLarge })],
  ])('is refused at once, %s', async (_name, error) => {
    const { it: producer, sent } = transport(fails(error));
    const attempt = sendDurably(producer, [record(0)], limits, soon());
    await expect(attempt).rejects.toMatchObject({ code: 'BUS_RECORD_REFUSED', retry: false });
    expect(sent).toHaveLength(1);
  });
});
