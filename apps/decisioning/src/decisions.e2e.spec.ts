import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, type TestService } from '@tributary/testing';
import { decisioningService } from './index.ts';

describe('smoke', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(decisioningService);
  });
  afterAll(async () => {
    await service.stop();
  });
  it('decides', async () => {
    console.log(await service.call('PUT', '/v1/placements/hero', { fallback: { content: { a: 1 } } }));
    console.log(
      await service.call('PUT', '/v1/offers/gift', { placements: ['hero'], caps: [{ limit: 3, within: '7d' }] }),
    );
    const d = await service.call('POST', '/v1/decisions', { person: { user_id: 1 }, placement: 'hero' });
    console.log(JSON.stringify(d));
    console.log(JSON.stringify(await service.call('GET', `/v1/decisions/${d.body.decision}/explain`)));
    expect(d.status).toBe(200);
  });
});
