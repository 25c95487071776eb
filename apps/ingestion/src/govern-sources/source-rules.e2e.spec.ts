/** The rules of a source, black box: a plan from what was seen, warnings, refusals and replays, personal data, consent. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { startService, testClock, type TestService } from '@tributary/testing';
import { ingestionService } from '../index.ts';

type Loose = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers as they come

describe('the rules of a source', () => {
  let service: TestService;
  const clock = testClock('2026-03-01T10:00:00.000Z');
  const keys = new Map<string, string>();
  beforeAll(async () => {
    service = await startService(ingestionService, {
      clock,
      env: { INGESTION_PSEUDONYM_KEY: 'a secret of the tests' },
    });
    for (const id of ['web', 'strict', 'private', 'asked']) {
      const { body } = await service.call('POST', '/v1/sources', { id, name: id, kind: 'client' });
      keys.set(id, body.writeKey);
    }
  });
  afterAll(() => service.stop());

  const send = async (source: string, events: readonly object[]) => {
    const answer = await fetch(`${service.url}/v1/batch`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${keys.get(source) ?? ''}`,
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0',
      },
      body: JSON.stringify({ batch: events.map((event) => ({ type: 'track', anonymousId: 'a', ...event })) }),
    });
    expect(answer.status).toBe(200);
    await service.settle();
  };
  const stored = async (messageId: string) => {
    const all = await service.collect(topics.eventCollected);
    return all.find(({ value }) => value?.messageId === messageId)?.value;
  };
  const rules = (source: string, body: object, version?: number) =>
    service.call('PUT', `/v1/sources/${source}/rules`, { rules: body, ...(version === undefined ? {} : { version }) });

  it('begin with a plan from what was seen, are tried, switched on, and tell what does not keep to them', async () => {
    const viewed = (n: number, properties: object) => ({ event: 'Product Viewed', messageId: `seen-${n}`, properties });
    await send(
      'web',
      Array.from({ length: 12 }, (_, n) => viewed(n, { product_id: `p${n}`, price: n + 0.5 })),
    );
    const inferred = await service.call('POST', '/v1/sources/web/plan/infer');
    expect(inferred.body).toMatchObject({
      events: 12,
      plan: {
        events: [
          { type: 'track', name: 'Product Viewed', properties: { product_id: { type: 'string', required: true } } },
        ],
      },
    });
    const plan = inferred.body.plan;
    const preview = await service.call('POST', '/v1/sources/web/rules/preview', {
      rules: {
        plan: { ...plan, events: [{ name: 'Product Viewed', properties: { product_id: { type: 'integer' } } }] },
      },
    });
    expect(preview.body).toMatchObject({
      ...{ events: 12, passed: 12, warned: 12, blocked: 0, suppressed: 0 },
      violations: [{ kind: 'wrong-type', at: '/properties/product_id', count: 12 }],
    });
    expect((await rules('web', { plan })).body).toMatchObject({ source: 'web', version: 1 });
    await send('web', [
      viewed(20, { product_id: 7, price: 1 }),
      viewed(21, { product_id: 8 }),
      { event: 'Something Else', messageId: 'else' },
    ]);
    expect((await stored('seen-20'))?.flags).toContain('PLAN_VIOLATION');
    const violations = (await service.call('GET', '/v1/sources/web/violations')).body.items;
    expect(violations.map(({ kind, at, count, samples }: Loose) => [kind, at, count, samples])).toEqual([
      ['wrong-type', '/properties/product_id', 2, ['seen-20', 'seen-21']],
      expect.arrayContaining([1]),
      expect.arrayContaining([1]),
    ]);
    const types = await fetch(`${service.url}/v1/sources/web/plan/types`, {
      headers: { authorization: `Bearer ${service.secretKey}` },
    });
    expect([types.headers.get('content-type'), await types.text()]).toEqual([
      'text/plain; charset=utf-8',
      expect.stringContaining('"Product Viewed": ProductViewed;'),
    ]);
    expect((await service.call('DELETE', '/v1/sources/web/violations')).body).toEqual({ forgotten: 3 });
    expect((await service.call('GET', '/v1/sources/web/violations')).body.items).toEqual([]);
  });

  it('refuse what is blocked, and take it in when the plan is mended and it is replayed', async () => {
    const plan = { events: [{ name: 'A', properties: { n: 'integer' } }], unplanned: 'block', violations: 'block' };
    await rules('strict', { plan });
    await send('strict', [
      { event: 'A', messageId: 's-1', properties: { n: 'x' } },
      { event: 'B', messageId: 's-2' },
    ]);
    expect(await stored('s-1')).toBeUndefined();
    const rejections = await service.call('GET', '/v1/rejections?code=PLAN_VIOLATION&source=strict');
    expect(rejections.body.items.map(({ detail }: { detail: string }) => detail).sort()).toEqual([
      '/properties/n: wrong-type at /properties/n: expected integer, found string',
      'unplanned-event: expected an event of the plan, found track "B"',
    ]);
    const counted = async () =>
      (await service.call('GET', '/v1/sources/strict/violations')).body.items
        .map(({ kind, count, samples }: Loose) => `${kind} ${count} ${samples}`)
        .sort();
    const once = ['unplanned-event 1 s-2', 'wrong-type 1 s-1'];
    expect(await counted()).toEqual(once);
    await service.call('POST', '/v1/rejections/replay', { code: 'PLAN_VIOLATION' });
    await service.settle();
    expect([await stored('s-1'), await counted()]).toEqual([undefined, once]);
    await rules('strict', { plan: { ...plan, violations: 'strip', unplanned: 'warn' } });
    const replay = await service.call('POST', '/v1/rejections/replay', { code: 'PLAN_VIOLATION' });
    expect(replay.body).toMatchObject({ replayed: 2, stillRejected: [] });
    await service.settle();
    expect(await stored('s-1')).toMatchObject({ properties: {}, flags: ['PLAN_VIOLATION', 'PLAN_STRIPPED'] });
    expect((await stored('s-2'))?.flags).toEqual(['PLAN_VIOLATION']);
    expect(await counted()).toEqual(once);
  });

  it('keep personal data out, before anything is stored', async () => {
    await send('private', [
      { event: 'Typed', messageId: 'p-0', properties: { note: '4111 1111 1111 1111', password: 'x' } },
    ]);
    expect((await stored('p-0'))?.properties).toEqual({ note: '[payment-card]' });
    await rules('private', { privacy: { email: 'hash', iban: 'block' }, addresses: 'truncate' });
    await send('private', [
      { event: 'Typed', messageId: 'p-1', properties: { note: 'ann@example.com' }, context: { ip: '203.0.113.77' } },
      { event: 'Typed', messageId: 'p-2', properties: { note: 'GB82WEST12345698765432' } },
    ]);
    expect(await stored('p-1')).toMatchObject({
      properties: { note: expect.stringMatching(/^email:[0-9a-z]{26}$/) },
      context: { ip: '203.0.113.0' },
    });
    expect(await stored('p-2')).toBeUndefined();
    const [rejection] = (await service.call('GET', '/v1/rejections?code=PERSONAL_DATA')).body.items;
    expect(rejection).toMatchObject({ detail: 'iban at /properties/note', sample: '' });
    expect(JSON.stringify(await service.collect(topics.eventRejected))).not.toContain('GB82');
  });

  it('keep nothing of somebody who has said no, and count what was left out', async () => {
    await rules('asked', { consent: { unsaid: 'suppress', categories: ['analytics'] } });
    const said = (analytics: boolean) => ({ consent: { categoryPreferences: { analytics } } });
    await send('asked', [
      { event: 'A', messageId: 'c-1' },
      { event: 'A', messageId: 'c-2', context: said(false) },
      { event: 'A', messageId: 'c-3', context: said(true) },
    ]);
    expect([await stored('c-1'), await stored('c-2'), (await stored('c-3'))?.messageId]).toEqual([
      undefined,
      undefined,
      'c-3',
    ]);
    const metrics = await (
      await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${service.secretKey}` } })
    ).text();
    expect(metrics).toMatch(/tributary_ingestion_events_total\{source="asked",fate="suppressed"\} 2/);
  });

  it('are refused with everything that is wrong, and where somebody was faster', async () => {
    const wrong = await rules('web', { addresses: 'hide', plan: { unplanned: 'maybe' } });
    expect([wrong.status, wrong.body.code, wrong.body.errors.map(({ at }: { at: string }) => at)]).toEqual([
      400,
      'RULES_INVALID',
      ['/rules/plan/unplanned', '/rules/addresses'],
    ]);
    const version = Number((await service.call('GET', '/v1/sources/web/rules')).body.version);
    expect((await rules('web', {}, version)).body.version).toBe(version + 1);
    const late = await rules('web', {}, version);
    expect([late.status, late.body.code]).toEqual([409, 'RULES_CHANGED']);
    expect((await rules('nobody', {})).body.code).toBe('SOURCE_NOT_FOUND');
    const versions = (await service.call('GET', '/v1/sources/web/rules/versions')).body.items;
    expect(versions.map((one: { version: number }) => one.version)).toEqual([version + 1, version]);
    expect((await service.call('GET', '/v1/sources/private/plan/types')).body.code).toBe('PLAN_NOT_FOUND');
    expect((await service.call('GET', '/v1/detectors')).body.items.length).toBeGreaterThan(10);
  });
});
