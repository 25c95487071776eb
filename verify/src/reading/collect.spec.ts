import { describe, expect, it } from '@jest/globals';
import { collect } from './collect.ts';

describe('the independent reader', () => {
  it('knows what a channel has written to the topic by its place, as the archive does', async () => {
    const value = Buffer.from(JSON.stringify({ source: 'channel', messageId: 'vfy:a:1' }));
    const record = { partition: 2, offset: 5, key: 'vfy:a:1', headers: {}, value, timestamp: 7_000 };
    const { received } = await collect({
      namespace: 'a',
      log: {
        readAll: (topic, see) => {
          if (topic === 'a.event.received.v1') see(record);
          return Promise.resolve();
        },
        range: () => Promise.resolve([]),
        ends: () => Promise.resolve([]),
        committed: () => Promise.resolve([]),
        append: () => Promise.resolve(),
        close: () => Promise.resolve(),
      },
      store: {
        archive: () => Promise.resolve([]),
        archived: () => Promise.resolve(new Set()),
        drop: () => Promise.resolve(),
        rejections: () => Promise.resolve([]),
        decisions: () => Promise.resolve([]),
        unsent: () => Promise.resolve(0),
        close: () => Promise.resolve(),
      },
      services: [],
      known: { sent: [], samples: [], figures: undefined, caps: { perPerson: {}, total: {} }, answers: [] },
    });
    expect(received).toEqual([
      expect.objectContaining({ id: 'a.event.received.v1/2/5', marker: 'vfy:a:1', receivedAt: 7_000 }),
    ]);
  });
});
