import { describe, expect, it } from '@jest/globals';
import { type Received } from '@tributary/bus';
import { topics } from '@tributary/contracts';
import { readMessage } from './read-message.ts';

const track = { type: 'track', event: 'Product Viewed', userId: 'ann' };

const message = (value: unknown, id = 'shop.event.received.v1/2/7'): Received<unknown> => ({
  ...{ id, value, topic: 'event.received.v1', partition: 2, offset: 7, key: 'ann', traceparent: undefined },
  ...{ time: 0, appendedAt: Date.parse('2026-03-01T10:00:00.000Z') },
});
const read = (value: unknown, id?: string) => {
  const answer = readMessage(message(value, id));
  return answer.ok ? answer.received : answer.reason;
};
const received = { source: 'kafka', door: 'kafka', receivedAt: '2026-03-01T10:00:00.000Z' };
const envelope = {
  ...{ specversion: '1.0', id: 'c-1', source: 'till-7', type: 'shop.viewed', time: '2026-03-01T09:59:00.000Z' },
  data: track,
};

describe('what a channel writes onto the topic', () => {
  it.each<[string, unknown, string | undefined, object]>([
    ['the message of a door', topics.eventReceived.message.example, undefined, topics.eventReceived.message.example],
    ['a bare event', track, undefined, { ...received, payload: track }],
    ['one that names its source', { ...track, source: 'till-7' }, undefined, { source: 'till-7' }],
    ['one whose source is no name', { ...track, source: 'a b' }, undefined, { source: 'kafka' }],
    ['a binary CloudEvent', track, 'c-1', { ...received, payload: { ...track, messageId: 'c-1' } }],
    [
      'a binary CloudEvent whose event has an id of its own',
      { ...track, messageId: 'm-1' },
      'c-1',
      { payload: { messageId: 'm-1' } },
    ],
    [
      'a structured CloudEvent',
      envelope,
      undefined,
      {
        ...received,
        source: 'till-7',
        payload: { ...track, source: 'till-7', messageId: 'c-1', timestamp: envelope.time },
      },
    ],
    [
      'a structured CloudEvent whose event says more than its envelope',
      { ...envelope, data: { ...track, messageId: 'm-1', timestamp: '2026-03-01T08:00:00.000Z' } },
      undefined,
      { payload: { ...track, messageId: 'm-1', timestamp: '2026-03-01T08:00:00.000Z' } },
    ],
  ])('is read as an event: %s', (_what, value, id, expected) => {
    expect(read(value, id)).toMatchObject(expected);
  });

  it.each<[string, unknown, string, string | undefined]>([
    ['a list', [track], 'NOT_AN_OBJECT', undefined],
    ['a structured CloudEvent without data', { ...envelope, data: 'text' }, 'NOT_AN_OBJECT', '/data'],
    ['the message of a door that does not keep its contract', { payload: track }, 'SCHEMA_MISMATCH', undefined],
  ])('is refused with a reason: %s', (_what, value, code, at) => {
    expect(read(value)).toMatchObject({ code, ...(at === undefined ? {} : { at }) });
  });

  it('is refused where a key stands twice in it, of which parsing has kept one', () => {
    const text = '{"type":"page","userId":"ann","properties":{"a":1,"a":2}}';
    const written = { ...message(JSON.parse(text)), bytes: new TextEncoder().encode(text) };
    expect(readMessage(written)).toMatchObject({ reason: { code: 'DUPLICATE_KEY', at: '/properties/a' } });
  });
});
