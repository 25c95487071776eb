/** Looking on: what passes the doors, live, and what became of one message. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, testClock, type TestService } from '@tributary/testing';
import { ingestionService } from '../index.ts';
import { type LiveEvent } from './live-event.ts';

const receivedAt = '2026-03-01T10:00:00.000Z';

describe('looking on', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(ingestionService, { clock: testClock(receivedAt) });
  });
  afterAll(() => service.stop());

  const send = async (events: readonly object[]) => {
    const answer = await fetch(`${service.url}/v1/batch`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-write-key' },
      body: JSON.stringify({ batch: events }),
    });
    expect(answer.status).toBe(200);
  };
  const good = (messageId: string) => ({ type: 'track', event: 'Product Viewed', userId: 'ann', messageId });
  const early = (messageId: string) => ({ ...good(messageId), timestamp: '2026-03-01T11:00:00.000Z' });
  const nobody = (messageId: string) => ({ type: 'track', event: 'Product Viewed', messageId });

  /** Reads the stream until it has said enough. */
  const watch = async (enough: (seen: readonly Said[]) => boolean): Promise<readonly Said[]> => {
    const ending = new AbortController();
    const headers = { authorization: `Bearer ${service.secretKey}` };
    const answer = await fetch(`${service.url}/v1/live`, { headers, signal: ending.signal });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const said: Said[] = [];
    let rest = '';
    for await (const chunk of answer.body ?? []) {
      const parts = (rest + new TextDecoder().decode(chunk)).split('\n\n');
      rest = parts.pop() ?? '';
      said.push(...parts.flatMap(read));
      if (enough(said)) break;
    }
    ending.abort();
    return said;
  };

  it('shows what is accepted, warned and rejected, with the reason, and nothing of what it says', async () => {
    await send([good('before')]);
    await service.settle();
    const watching = watch((said) => eventsIn(said).length >= 4);
    await send([good('m-1'), early('m-2'), { ...nobody('m-3'), properties: { card: 'secret' } }]);
    const said = await watching;
    const shown = new Map(eventsIn(said).map((event) => [event.messageId, event]));
    const common = { receivedAt, source: 'default' };
    const viewed = { ...common, type: 'track', name: 'Product Viewed' };
    expect(shown.get('before')).toEqual({ ...viewed, outcome: 'accepted', messageId: 'before' });
    expect(shown.get('m-1')).toEqual({ ...viewed, outcome: 'accepted', messageId: 'm-1' });
    expect(shown.get('m-2')).toEqual({ ...viewed, outcome: 'warned', messageId: 'm-2', flags: ['TIME_CLAMPED'] });
    expect(shown.get('m-3')).toMatchObject({ ...common, outcome: 'rejected', why: { code: 'MISSING_IDENTITY' } });
    expect(JSON.stringify(said)).not.toContain('secret');
  });

  it('tells the rates by source and outcome while somebody looks', async () => {
    const watching = watch((said) => ratesIn(said).length > 0);
    const sending = setInterval(() => void send([good(`rate-${performance.now()}`)]), 100);
    const [rate] = ratesIn(await watching);
    clearInterval(sending);
    expect(rate).toMatchObject({ source: 'default', outcome: 'accepted' });
    expect(rate?.perSecond).toBeGreaterThan(0);
  });

  it('says what is wrong with a question', async () => {
    const headers = { authorization: `Bearer ${service.secretKey}` };
    const answer = await fetch(`${service.url}/v1/live?colour=red`, { headers });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('is for those who have a secret key', async () => {
    expect((await fetch(`${service.url}/v1/live`)).status).toBe(401);
  });

  it('tells of one message what became of it at every stage', async () => {
    await send([good('t-1'), nobody('t-2'), { ...good('t-3'), timestamp: 'yesterday' }]);
    await send([{ ...good('t-1'), event: 'Something Else' }]);
    await service.settle();
    const trace = async (id: string) => (await service.call('GET', `/v1/events/${id}/trace`)).body;
    expect(await trace('t-1')).toEqual({
      messageId: 't-1',
      items: [
        {
          source: 'default',
          event: expect.stringMatching(/^e_/),
          stages: [
            { stage: 'door', outcome: 'received', at: receivedAt },
            {
              stage: 'archive',
              outcome: 'stored',
              at: receivedAt,
              detail: '1 different events came with the same id and were kept aside',
            },
            ...waitingFor(['identity', 'analytics'], 'event.collected.v1'),
            ...notReached(['segmentation', 'decisioning'], 'event.resolved.v1'),
            ...notReached(['segmentation', 'analytics', 'decisioning'], 'profile.updated.v1'),
          ],
        },
      ],
    });
    expect(await trace('t-2')).toMatchObject({
      items: [
        {
          event: null,
          stages: [{ stage: 'door' }, { outcome: 'rejected', detail: expect.stringContaining('MISSING_IDENTITY') }],
        },
      ],
    });
    expect(await trace('t-3')).toMatchObject({
      items: [{ stages: [{}, { detail: expect.stringContaining('INVALID_TIMESTAMP') }] }],
    });
    const none = await service.call('GET', '/v1/events/never-sent/trace');
    expect([none.status, none.body.code]).toEqual([404, 'EVENT_NOT_FOUND']);
  });
});

/** Nobody but ingestion runs here. */
const waitingFor = (services: readonly string[], topic: string) =>
  services.map((stage) => ({
    ...{ stage, outcome: 'waiting', topic, partition: expect.any(Number), offset: expect.any(Number) },
    detail: expect.stringContaining('before it'),
  }));
const notReached = (services: readonly string[], topic: string) =>
  services.map((stage) => ({ stage, outcome: 'not-reached', topic, detail: expect.stringContaining('Identity') }));

interface Said {
  readonly type: string;
  readonly data: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- what the stream says, as it comes
}

function read(part: string): readonly Said[] {
  const field = (name: string): string | undefined =>
    part
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const [type, data] = [field('event'), field('data')];
  return type === undefined || data === undefined ? [] : [{ type, data: JSON.parse(data) }];
}

const eventsIn = (said: readonly Said[]): readonly LiveEvent[] =>
  said.flatMap(({ type, data }) => (type === 'event' ? [data] : []));

const ratesIn = (said: readonly Said[]): readonly { source: string; outcome: string; perSecond: number }[] =>
  said.flatMap(({ type, data }) => (type === 'rates' ? data.rates : []));
