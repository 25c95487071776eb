import { describe, expect, it } from '@jest/globals';
import { paced } from './fetch-pace.ts';
import { type FetchAnswer, type FetchRequest } from './kafkajs-internals.ts';

const answer = (count: number): FetchAnswer => ({
  responses: [{ partitions: [{ messages: [] }, { messages: Array.from({ length: count }, () => ({})) }] }],
});
const gathering: FetchRequest = { minBytes: 65_536, maxWaitTime: 100 };
const waiting: FetchRequest = { minBytes: 1, maxWaitTime: 500 };

describe('the pace of fetches', () => {
  it('waits for the first record after five answers without any, and gathers again once there was one', async () => {
    const asked: FetchRequest[] = [];
    const counts = [3, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, 0];
    const fetch = paced((request) => {
      asked.push(request);
      return Promise.resolve(answer(counts[asked.length - 1] ?? 0));
    });
    while (asked.length < counts.length) await fetch(gathering);
    const expected = Array.from(counts, (_, index) => (index === 9 || index === 10 ? waiting : gathering));
    expect(asked).toEqual(expected);
  });

  it('never waits for less than it was told', async () => {
    const asked: FetchRequest[] = [];
    const fetch = paced((request) => {
      asked.push(request);
      return Promise.resolve(answer(0));
    });
    for (let time = 0; time < 6; time += 1) await fetch({ ...gathering, maxWaitTime: 800 });
    expect(asked.at(-1)).toEqual({ minBytes: 1, maxWaitTime: 800 });
  });

  it('keeps what else the request says, and passes errors on', async () => {
    const asked: FetchRequest[] = [];
    const fetch = paced((request) => {
      asked.push(request);
      return asked.length < 6 ? Promise.resolve(answer(0)) : Promise.reject(new Error('not the leader'));
    });
    const request = { ...gathering, maxBytes: 7 };
    for (let time = 0; time < 5; time += 1) await fetch(request);
    await expect(fetch(request)).rejects.toThrow('not the leader');
    expect(asked.at(-1)).toEqual({ ...waiting, maxBytes: 7 });
  });
});
