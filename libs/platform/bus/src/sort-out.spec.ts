import { describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { asTheyAre } from './foreign-topic.ts';
import { type StoredRecord } from './port.ts';
import { RecentIds } from './recent-ids.ts';
import { sortOut } from './sort-out.ts';

const record = (offset: number, rest: Partial<StoredRecord> = {}): StoredRecord => ({
  ...{ topic: 'orders', partition: 0, offset, key: null, value: Buffer.from('{}'), headers: {}, timestamp: 1_000 },
  ...rest,
});
const packed = record(8, { value: Buffer.from('{"packed":1}'), unreadable: 'The batch inflates too far.' });

describe('what the engine could not unpack', () => {
  it('is never looked into, whatever it may seem to be', () => {
    const { messages, unprocessable } = sortOut(topics.eventReceived, [packed], new RecentIds(5));
    expect(messages).toEqual([]);
    expect(unprocessable).toEqual([{ record: packed, reason: 'INFLATES_TOO_FAR', detail: packed.unreadable }]);
  });

  it('is not handed over on a topic of somebody else, while all the rest is', () => {
    const sorted = asTheyAre([record(7), packed, record(9)]);
    expect(sorted.messages.map(({ offset }) => offset)).toEqual([7, 9]);
    expect(sorted.records.map(({ offset }) => offset)).toEqual([7, 9]);
    expect(sorted.unprocessable).toMatchObject([{ record: { offset: 8 }, reason: 'INFLATES_TOO_FAR' }]);
  });
});
