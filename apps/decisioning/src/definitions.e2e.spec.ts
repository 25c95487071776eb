import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, type TestService } from '@tributary/testing';
import { decisioningService } from './index.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService(decisioningService);
  await service.call('PUT', '/v1/placements/home', { size: 2 });
  await service.call('PUT', '/v1/offers/gift', { placements: ['home'], caps: [{ limit: 1, within: '1d' }] });
  await service.call('PUT', '/v1/placements/safe', { fallback: { offer: 'gift' } });
});
afterAll(async () => {
  await service.stop();
});

const good = { placements: ['home'] };
const asking = { person: { user_id: 'u' }, placement: 'home' };
const deep = (depth: number): object => (depth === 0 ? { inSegment: 'a' } : { not: deep(depth - 1) });

describe('bad input is answered with a code, the place, and what to do', () => {
  it.each([
    ['PUT', '/v1/offers/x', {}, 400, 'MISSING_FIELD', '/placements'],
    ['PUT', '/v1/offers/x', [], 400, 'WRONG_TYPE', ''],
    ['PUT', '/v1/offers/x', { placements: ['attic'] }, 400, 'UNKNOWN_PLACEMENT', '/placements/0'],
    ['PUT', '/v1/offers/x', { ...good, priority: -1 }, 400, 'OUT_OF_RANGE', '/priority'],
    ['PUT', '/v1/offers/x', { ...good, id: 'y' }, 400, 'ID_MISMATCH', '/id'],
    ['PUT', '/v1/offers/x', { ...good, shade: 'red' }, 400, 'UNKNOWN_FIELD', '/shade'],
    ['PUT', '/v1/offers/x', { ...good, eligibility: deep(500) }, 400, 'TOO_DEEP', `/eligibility${'/not'.repeat(13)}`],
    ['PUT', '/v1/offers/x', { ...good, eligibility: { $where: '1' } }, 400, 'UNKNOWN_CONDITION', '/eligibility'],
    ['PUT', '/v1/offers/x', { ...good, caps: [{ limit: 3 }] }, 400, 'MISSING_FIELD', '/caps/0/within'],
    ['PUT', '/v1/offers/x', { ...good, schedule: { zone: 'Mars' } }, 400, 'BAD_ZONE', '/schedule/zone'],
    ['PUT', '/v1/offers/x', { ...good, content: 'hello' }, 400, 'WRONG_TYPE', '/content'],
    ['PUT', '/v1/offers/no%20name', good, 400, 'BAD_NAME', '/id'],
    ['PUT', '/v1/placements/x', { size: 99 }, 400, 'OUT_OF_RANGE', '/size'],
    ['PUT', '/v1/placements/x', { fallback: { offer: 'nothing' } }, 400, 'UNKNOWN_OFFER', '/fallback/offer'],
    ['PUT', '/v1/placements/x', { fallback: {} }, 400, 'MISSING_FIELD', '/fallback/offer'],
    ['POST', '/v1/decisions', undefined, 400, undefined, undefined],
    ['POST', '/v1/decisions', {}, 400, 'MISSING_FIELD', '/person'],
    ['POST', '/v1/decisions', { ...asking, person: {} }, 400, 'EMPTY', '/person'],
    ['POST', '/v1/decisions', { ...asking, person: { email: '' } }, 400, 'EMPTY', '/person/email'],
    ['POST', '/v1/decisions', { ...asking, person: { email: { $ne: 1 } } }, 400, 'WRONG_TYPE', '/person/email'],
    ['POST', '/v1/decisions', { ...asking, placement: 'attic' }, 404, 'PLACEMENT_NOT_FOUND', '/placement'],
    ['POST', '/v1/decisions', { ...asking, limit: 1.5 }, 400, 'OUT_OF_RANGE', '/limit'],
    ['POST', '/v1/decisions', { ...asking, context: 'none' }, 400, 'WRONG_TYPE', '/context'],
    ['POST', '/v1/decisions', { ...asking, decisionId: 'x'.repeat(65) }, 400, 'BAD_NAME', '/decisionId'],
    ['POST', '/v1/decisions', { ...asking, maxLagMs: 'soon' }, 400, 'WRONG_TYPE', '/maxLagMs'],
    [
      'POST',
      '/v1/decisions/d_none/responses',
      { offer: 'gift', response: 'shown' },
      404,
      'DECISION_NOT_FOUND',
      undefined,
    ],
    ['POST', '/v1/decisions/d_none/responses', { offer: 'gift', response: 'bought' }, 400, 'NOT_A_CHOICE', '/response'],
    ['POST', '/v1/decisions/d_none/release', undefined, 404, 'DECISION_NOT_FOUND', undefined],
    ['GET', '/v1/decisions/d_none', undefined, 404, 'DECISION_NOT_FOUND', undefined],
    ['GET', '/v1/decisions/d_none/explain', undefined, 404, 'DECISION_NOT_FOUND', undefined],
    ['GET', '/v1/decisions?limit=0', undefined, 400, 'VALIDATION_FAILED', undefined],
    ['GET', '/v1/decisions?after=%21', undefined, 400, 'CURSOR_INVALID', '/after'],
    ['GET', '/v1/offers/none', undefined, 404, 'OFFER_NOT_FOUND', undefined],
    ['DELETE', '/v1/offers/none', undefined, 404, 'OFFER_NOT_FOUND', undefined],
    ['DELETE', '/v1/placements/home', undefined, 409, 'PLACEMENT_IN_USE', undefined],
    ['DELETE', '/v1/offers/gift', undefined, 409, 'OFFER_IN_USE', undefined],
  ])('%s %s %j: %d %s', async (method, path, body, status, code, at) => {
    const answer = await service.call(method, path, body);
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
    if (code !== undefined) expect(answer.body.code).toBe(code);
    if (at !== undefined) expect(answer.body.at).toBe(at);
    expect(answer.body.detail).toEqual(expect.stringMatching(/\S/));
    expect(answer.body.fix).toEqual(expect.stringMatching(/\S/));
  });

  it('names all faults of a definition at once', async () => {
    const { body } = await service.call('PUT', '/v1/offers/x', { placements: [7], priority: 'high' });
    expect(body.errors.map((error: { at: string }) => error.at)).toEqual(['/placements/0', '/priority']);
  });

  it('refuses a response to an offer that was not answered', async () => {
    const { decision } = (await service.call('POST', '/v1/decisions', asking)).body;
    const path = `/v1/decisions/${decision}/responses`;
    const { status, body } = await service.call('POST', path, { offer: 'other', response: 'shown' });
    expect({ status, code: body.code, fix: body.fix }).toEqual({
      status: 422,
      code: 'OFFER_NOT_ANSWERED',
      fix: 'Respond to an offer of that decision: gift.',
    });
  });

  it('needs the secret key', async () => {
    const answer = await fetch(`${service.url}/v1/decisions`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(401);
  });
});

describe('definitions', () => {
  it('keep their versions, and the same once more is no new one', async () => {
    const put = (priority: number) => service.call('PUT', '/v1/offers/kept', { placements: ['home'], priority });
    expect([(await put(1)).body.version, (await put(1)).body.version, (await put(2)).body.version]).toEqual([1, 1, 2]);
    expect((await service.call('DELETE', '/v1/offers/kept')).status).toBe(204);
    expect((await service.call('GET', '/v1/offers/kept')).status).toBe(404);
    expect((await put(2)).body.version).toBe(4);
    const versions = (await service.call('GET', '/v1/offers/kept/versions')).body.items;
    expect(versions.map((one: { version: number; deleted: boolean }) => [one.version, one.deleted])).toEqual([
      [4, false],
      [3, true],
      [2, false],
      [1, false],
    ]);
  });

  it('put in parallel end as a row of versions, each once', async () => {
    const writes = Array.from({ length: 8 }, (_, priority) =>
      service.call('PUT', '/v1/offers/raced', { placements: ['home'], priority, enabled: false }),
    );
    const versions = (await Promise.all(writes)).map(({ body }) => body.version as number);
    expect(versions.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('are listed page by page', async () => {
    const ids: string[] = [];
    let after = '';
    do {
      const { body } = await service.call('GET', `/v1/offers?limit=2${after}`);
      ids.push(...body.items.map((one: { id: string }) => one.id));
      after = body.next === null ? '' : `&after=${body.next}`;
    } while (after !== '');
    expect(ids).toEqual(['gift', 'kept', 'raced']);
  });

  it('answer the fallback offer whatever its own caps say', async () => {
    const ask = () => service.call('POST', '/v1/decisions', { ...asking, placement: 'safe' });
    for (let turn = 0; turn < 3; turn++) {
      expect((await ask()).body).toMatchObject({ fallback: true, offers: [{ offer: 'gift' }] });
    }
  });

  it('outlive a restart', async () => {
    await service.restart();
    const { body } = await service.call('POST', '/v1/decisions', { ...asking, person: { user_id: 'fresh' } });
    expect(body.candidates.map((one: { offer: string }) => one.offer)).toContain('gift');
  });
});
