import { beforeAll, describe, expect, it } from '@jest/globals';
import { type JsonObject } from '@tributary/contracts';
import { event } from '../testing/event.ts';
import { identityUnderTest, untilDone } from '../testing/identity-under-test.ts';

/** An event of a source's own system. */
const said = (source: string, text: string, traits: JsonObject = {}) =>
  event(text, traits, { source, sender: 'server' });

const population = [
  said('crm', 'user_id:ann email:ann@kelley.uk', { name: 'Ann Kelley', city: 'n/a' }),
  said('web', 'anonymous_id:a user_id:ann'),
  said('crm', 'user_id:test', { name: 'Test', phone: '12', address: '12 High Street', city: 'Leeds' }),
  ...Array.from({ length: 60 }, (_, index) => said('till', `user_id:g${index} email:desk@kelley.uk`)),
];

const counts = (missing: number, placeholder: number, invalid: number, valid: number) => ({
  ...{ missing, placeholder, invalid, valid },
});

describe('the quality of the data', () => {
  const { service, happens } = identityUnderTest();
  beforeAll(() => happens(...population));

  const get = (path: string) => service().call('GET', path);

  async function measured() {
    expect((await service().call('POST', '/v1/quality/scan')).status).toBe(202);
    return untilDone(service(), '/v1/quality');
  }

  it('is not known before it is measured', async () => {
    for (const path of ['/v1/quality', '/v1/quality/worst']) {
      expect(await get(path)).toMatchObject({ status: 404, body: { code: 'QUALITY_NOT_MEASURED' } });
    }
  });

  it('is counted by source and field, with the values that are everybody and the sizes of people', async () => {
    const body = await measured();
    expect(body).toMatchObject({ records: 63, people: 62, policy: 1, genericIsWhole: true, fullBlocks: [] });
    expect(body.done).toBe(body.total);
    expect(body.sources).toEqual([
      {
        ...{ source: 'crm', rows: 2 },
        fields: [
          { field: 'name', ...counts(0, 1, 0, 1) },
          { field: 'address', ...counts(1, 0, 0, 1) },
          { field: 'city', ...counts(0, 1, 0, 1) },
          { field: 'phone', ...counts(1, 0, 1, 0) },
          { field: 'email', ...counts(1, 0, 0, 1) },
        ],
      },
      expect.objectContaining({ source: 'till', rows: 60 }),
      expect.objectContaining({ source: 'web', rows: 1 }),
    ]);
    expect(body.generic).toEqual([{ type: 'email', value: 'xxxx@xxxxxx.xx', records: 60 }]);
    expect((await get('/v1/quality?reveal=true')).body.generic[0].value).toBe('desk@kelley.uk');
    expect(body.sizes.slice(0, 3)).toEqual([
      { from: 1, to: 1, people: 61 },
      { from: 2, to: 2, people: 1 },
      { from: 3, to: 4, people: 0 },
    ]);
    expect(body.largest[0].records).toBe(2);
    expect(body.frozen).toEqual({ count: 0, components: [] });
    expect(body.unusable).toEqual({ rows: 2, listIsWhole: true });
  });

  it('has its worst rows listed, page by page, masked unless they are revealed', async () => {
    await measured();
    const records = async (query: string) =>
      (await get(`/v1/quality/worst?${query}`)).body.items.map(({ record }: { record: string }) => record);
    expect(await records('')).toEqual(['r_user_id-ann', 'r_user_id-test']);
    expect(await records('field=phone')).toEqual(['r_user_id-test']);
    expect(await records('atLeast=2')).toEqual(['r_user_id-test']);
    expect(await records('source=web')).toEqual([]);
    const first = (await get('/v1/quality/worst?limit=1')).body;
    expect(first.items[0]).toMatchObject({ record: 'r_user_id-ann', source: 'crm', urgency: 10, records: 2, caps: [] });
    const second = (await get(`/v1/quality/worst?limit=1&after=${first.next}`)).body;
    expect(second).toMatchObject({ items: [{ record: 'r_user_id-test' }], next: null });
    expect(second.items[0].fields[3]).toEqual({ field: 'phone', quality: 'invalid', value: '00' });
    const revealed = (await get('/v1/quality/worst?field=phone&reveal=true')).body;
    expect(revealed.items[0].fields[3]).toEqual({ field: 'phone', quality: 'invalid', value: '12' });
  });

  it('has its worst rows exported as CSV, page by page', async () => {
    await measured();
    const headers = { authorization: `Bearer ${service().secretKey}` };
    const first = await fetch(`${service().url}/v1/quality/worst.csv?limit=1&source=crm`, { headers });
    expect(first.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect((await first.text()).split('\r\n')[1]).toBe(
      'r_user_id-ann,crm,,Xxx Xxxxxx,valid,,missing,x/x,placeholder,,missing,xxx@xxxxxx.xx,valid,10,2,',
    );
    const [, next] = /<(.*)>; rel="next"/.exec(first.headers.get('link') ?? '') ?? [];
    const second = await fetch(`${service().url}${next}`, { headers });
    expect((await second.text()).split('\r\n')[1]).toContain('r_user_id-test,crm,,Xxxx,placeholder,');
    expect(second.headers.get('link')).toBe(null);
  });

  it('has those first on which more hangs, and those whose source says more elsewhere', async () => {
    await happens(
      said('web', 'anonymous_id:b user_id:z0'),
      said('web', 'anonymous_id:c user_id:z0'),
      ...Array.from({ length: 2 }, (_, index) => said('fair', `user_id:z${index}`, { phone: '12' })),
      said('fair', 'user_id:y', { phone: '+442079460958', email: 'y@kelley.uk' }),
    );
    await measured();
    const { items } = (await get('/v1/quality/worst')).body;
    const ranks = items.map(({ record, urgency }: { record: string; urgency: number }) => [record, urgency]);
    expect(ranks).toEqual([
      ['r_user_id-z0', 12.06],
      ['r_user_id-ann', 10],
      ['r_user_id-test', 8],
      ['r_user_id-z1', 4.67],
    ]);
    const paged: string[] = [];
    for (let after = ''; paged.length < ranks.length;) {
      const { items: page, next } = (await get(`/v1/quality/worst?limit=1${after}`)).body;
      paged.push(page[0].record);
      after = `&after=${next}`;
    }
    expect(paged).toEqual(ranks.map(([record]: [string]) => record));
    await happens(...['z0', 'z1'].map((id) => said('fair', `user_id:${id}`, { phone: null })));
  });

  it('no longer lists a row that was mended, without another scan', async () => {
    await measured();
    await happens(said('crm', 'user_id:ann', { city: 'York' }));
    const { body } = await get('/v1/quality/worst');
    expect(body.items.map(({ record }: { record: string }) => record)).toEqual(['r_user_id-test']);
  });

  it.each([
    ['/v1/quality?reveal=perhaps', 'VALIDATION_FAILED'],
    ['/v1/quality/worst?field=shoe', 'VALIDATION_FAILED'],
    ['/v1/quality/worst?source=nobody', 'SOURCE_NOT_MEASURED'],
    ['/v1/quality/worst.csv?source=nobody', 'SOURCE_NOT_MEASURED'],
    ['/v1/quality/worst?atLeast=6', 'VALIDATION_FAILED'],
    ['/v1/quality/worst?limit=501', 'VALIDATION_FAILED'],
    ['/v1/quality/worst?after=x', 'CURSOR_INVALID'],
  ])('GET %s answers 400 %s, and what to do', async (path, code) => {
    const { status, body } = await get(path);
    expect({ status, code: body.code }).toEqual({ status: 400, code });
    expect(body.fix).not.toBe('');
  });
});
