import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { startService, testClock, type TestClock, type TestService } from '@tributary/testing';
import { segmentationService } from './index.ts';
import { startArchive, type TestArchive } from './testing/archive.ts';
import { collected, erased, order, resolved, updated, type Happening } from './testing/messages.ts';

const loyal = { id: 'loyal', name: 'Loyal', rule: { did: order, count: { atLeast: 3 }, within: '30d' } };
const lapsed = { id: 'lapsed', name: 'Lapsed', rule: { not: { did: order, within: '90d' } } };

let archive: TestArchive;
let clock: TestClock;
let service: TestService;

beforeEach(async () => {
  archive = await startArchive();
  clock = testClock('2026-02-01');
  service = await startService(segmentationService, { clock, env: { INGESTION_URL: archive.url } });
});

afterEach(async () => {
  await service.stop();
  await archive.close();
});

async function eventually<T>(look: () => Promise<T>, isThere: (found: T) => boolean): Promise<T> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const found = await look();
    if (isThere(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return look();
}

async function live(definition: { id: string; name: string; rule: unknown }): Promise<void> {
  const created = await service.call('POST', '/v1/segments', definition);
  expect(created.status).toBeLessThan(300);
  const path = `/v1/segments/${definition.id}`;
  const { body } = await eventually(
    () => service.call('GET', path),
    (answer) => answer.body.status === 'live',
  );
  expect(body.status).toBe('live');
}

/** As a subscriber sees them: a copy, which the clock's jump can cause, has the id of the first. */
const changes = async () => {
  const found = await service.collect(topics.segmentMembershipChanged);
  const distinct = new Map(found.map((message) => [message.id, message]));
  return [...distinct.values()].map(({ value }) => [
    value?.profile,
    value?.segment,
    value?.change,
    value?.effectiveAt.slice(0, 10),
    value?.sequence,
  ]);
};
const changesOf = async (count: number) => eventually(changes, (found) => found.length >= count);
const members = async (id: string): Promise<string[]> => {
  const { body } = await service.call('GET', `/v1/segments/${id}/members`);
  return body.items.map((item: { profile: string }) => item.profile);
};

const orders = (record: string, ...times: string[]): Happening[] =>
  times.map((time) => ({ id: `e_${record}_${time}`, record, time }));

describe('a person in the stream', () => {
  it('enters live, with a reason, and leaves when time passes', async () => {
    await live(loyal);
    const bought = orders('r_ann', '2026-01-05', '2026-01-10', '2026-01-20');
    await service.publish([updated({ profile: 'p_ann', version: 1, records: ['r_ann'] })]);
    await service.publish(bought.map((one) => resolved('p_ann', one)));
    await service.settle();
    expect(await changes()).toEqual([['p_ann', 'loyal', 'entered', '2026-01-20', 1]]);
    const { body } = await service.call('GET', '/v1/segments/loyal/members');
    expect(body.items).toEqual([
      {
        profile: 'p_ann',
        since: '2026-01-20T00:00:00.000Z',
        because: '3 of 3 Order Completed since 2026-01-05',
        nextChange: '2026-02-04T00:00:00.000Z',
      },
    ]);

    clock.set(Date.parse('2026-03-20'));
    expect(await changesOf(2)).toEqual([
      ['p_ann', 'loyal', 'entered', '2026-01-20', 1],
      ['p_ann', 'loyal', 'left', '2026-02-04', 2],
    ]);
    expect(await members('loyal')).toEqual([]);
  });

  it('enters a rule of absence by time alone', async () => {
    await live(lapsed);
    await service.publish([
      updated({ profile: 'p_ann', version: 1, records: ['r_ann'] }),
      resolved('p_ann', { id: 'e1', record: 'r_ann', time: '2026-01-15' }),
    ]);
    await service.settle();
    clock.set(Date.parse('2026-04-15'));
    const found = await eventually(changes, (all) => all.some((change) => change[3] === '2026-04-15'));
    expect(found.at(-1)).toEqual(['p_ann', 'lapsed', 'entered', '2026-04-15', found.length]);
  });

  it('is not lost when events come before the snapshot that names their record', async () => {
    await live(loyal);
    await service.publish(
      orders('r_new', '2026-01-20', '2026-01-21', '2026-01-22').map((one) => resolved('p_bob', one)),
    );
    await service.settle();
    expect(await members('loyal')).toEqual(['p_bob']);
    await service.publish([updated({ profile: 'p_bob', version: 1, records: ['r_bob'] })]);
    await service.settle();
    expect(await members('loyal')).toEqual(['p_bob']);
    await service.publish([updated({ profile: 'p_ann', version: 1, records: ['r_new'] })]);
    await service.settle();
    expect(await members('loyal')).toEqual(['p_ann']);
  });

  it('takes the records of a merged profile along, and gives them back after a split', async () => {
    await live(loyal);
    await service.publish([
      updated({ profile: 'p_ann', version: 1, records: ['r_ann'] }),
      updated({ profile: 'p_bob', version: 1, records: ['r_bob'] }),
      ...orders('r_ann', '2026-01-20', '2026-01-21').map((one) => resolved('p_ann', one)),
      ...orders('r_bob', '2026-01-22', '2026-01-23', '2026-01-24').map((one) => resolved('p_bob', one)),
    ]);
    await service.settle();
    expect(await members('loyal')).toEqual(['p_bob']);
    await service.publish([
      updated({ profile: 'p_bob', version: 2, mergedInto: 'p_ann', changed: ['state'], at: '2026-01-30' }),
      updated({ profile: 'p_ann', version: 2, records: ['r_ann', 'r_bob'], at: '2026-01-30' }),
    ]);
    await service.settle();
    expect(await members('loyal')).toEqual(['p_ann']);
    const explained = await service.call('GET', '/v1/segments/loyal/explain/p_bob');
    expect(explained.body).toMatchObject({
      profile: 'p_ann',
      member: true,
      because: '5 of 3 Order Completed since 2026-01-20',
    });
    // An event that was resolved before the merge follows the record.
    await service.publish(orders('r_bob', '2026-01-25').map((one) => resolved('p_bob', one)));
    await service.settle();
    expect(await members('loyal')).toEqual(['p_ann']);
    await service.publish([
      updated({ profile: 'p_ann', version: 3, records: ['r_ann'], at: '2026-01-31' }),
      updated({ profile: 'p_bob', version: 3, records: ['r_bob'], at: '2026-01-31' }),
    ]);
    await service.settle();
    expect(await members('loyal')).toEqual(['p_bob']);
  });

  it('leaves everything when erased, and what was on its way does not bring them back', async () => {
    await live(loyal);
    const bought = orders('r_ann', '2026-01-20', '2026-01-21', '2026-01-22');
    await service.publish([updated({ profile: 'p_ann', version: 1, records: ['r_ann'] })]);
    await service.publish(bought.map((one) => resolved('p_ann', one)));
    await service.settle();
    await service.publish([erased('p_ann', 2)]);
    await service.settle();
    await service.publish(bought.map((one) => resolved('p_ann', one, ':again')));
    await service.settle();
    expect(await members('loyal')).toEqual([]);
    expect((await changes()).map((change) => change[2])).toEqual(['entered', 'left']);
    expect((await service.call('GET', '/v1/segments/loyal/explain/p_ann')).status).toBe(404);
  });

  it('changes with traits, and not with what segmentation itself has said', async () => {
    await live({ id: 'leeds', name: 'Leeds', rule: { trait: 'city', equals: 'Leeds' } });
    const traits = { city: 'Leeds' };
    await service.publish([updated({ profile: 'p_ann', version: 1, records: ['r_ann'], traits, at: '2026-01-12' })]);
    await service.settle();
    await service.publish([
      updated({ profile: 'p_ann', version: 2, records: ['r_ann'], traits, changed: ['segments.leeds'] }),
    ]);
    await service.settle();
    await service.publish([
      updated({ profile: 'p_ann', version: 3, records: ['r_ann'], traits: {}, at: '2026-01-20' }),
    ]);
    await service.settle();
    expect(await changes()).toEqual([
      ['p_ann', 'leeds', 'entered', '2026-01-12', 1],
      ['p_ann', 'leeds', 'left', '2026-01-20', 2],
    ]);
  });

  it('changes nothing twice, however often messages come', async () => {
    await live(loyal);
    const bought = orders('r_ann', '2026-01-20', '2026-01-21');
    for (const copy of ['', ':a', ':b']) {
      await service.publish([updated({ profile: 'p_ann', version: 1, records: ['r_ann'] })]);
      await service.publish(bought.map((one) => resolved('p_ann', one, copy)));
    }
    await service.settle();
    expect(await changes()).toEqual([]);
    await service.publish(
      orders('r_ann', '2026-01-23').flatMap((one) => [resolved('p_ann', one), resolved('p_ann', one, ':c')]),
    );
    await service.settle();
    await service.restart();
    expect(await changes()).toEqual([['p_ann', 'loyal', 'entered', '2026-01-23', 1]]);
  });
});

describe('a segment on existing data', () => {
  const people = 30;
  const happenings = Array.from({ length: people }, (_nothing, index) =>
    orders(`r_${index}`, ...['2026-01-10', '2026-01-12', '2026-01-14', '2026-01-16'].slice(0, index % 5)),
  ).flat();
  const expected = Array.from({ length: people }, (_nothing, index) => index)
    .filter((index) => index % 5 >= 3)
    .map((index) => `p_${index}`)
    .sort();

  beforeEach(async () => {
    archive.events.push(...happenings.map(collected));
    const snapshots = Array.from({ length: people }, (_nothing, index) =>
      updated({ profile: `p_${index}`, version: 1, records: [`r_${index}`] }),
    );
    await service.publish(snapshots);
    await service.publish(happenings.map((one) => resolved(`p_${one.record.slice(2)}`, one)));
    await service.settle();
  });

  it('is filled from the archive, exactly, with a reason and a time for each', async () => {
    expect((await service.call('POST', '/v1/segments/preview', { rule: loyal.rule })).body).toMatchObject({
      count: expected.length,
      of: people,
    });
    archive.failures = 2;
    await live(loyal);
    expect(await members('loyal')).toEqual(expected);
    const { body } = await service.call('GET', '/v1/segments/loyal');
    expect(body).toMatchObject({ size: expected.length, version: 1, progress: null, rule: loyal.rule });
    expect(await changes()).toHaveLength(expected.length);
    const asked = archive.asked.length;
    await live({ ...loyal, id: 'other', rule: { did: order } }); // its feature is kept already
    expect(archive.asked).toHaveLength(asked);
    const preview = await service.call('POST', '/v1/segments/preview', { rule: { did: order, count: { atLeast: 4 } } });
    expect(preview.body.count).toBe(6);
    expect(archive.asked).toHaveLength(asked);
  });

  it('gets a new rule as a new version, and is left by all when it is deleted', async () => {
    await live(loyal);
    const again = await service.call('POST', '/v1/segments', loyal);
    expect([again.status, again.body.version]).toEqual([200, 1]);
    await live({ ...loyal, rule: { did: order, count: { atLeast: 4 } } });
    expect(await members('loyal')).toHaveLength(6);
    const left = (await service.collect(topics.segmentMembershipChanged)).filter(
      ({ value }) => value?.change === 'left',
    );
    expect(left.map(({ value }) => value?.ruleVersion)).toEqual(Array.from({ length: 6 }, () => 2));

    expect((await service.call('DELETE', '/v1/segments/loyal')).status).toBe(202);
    await eventually(
      () => service.call('GET', '/v1/segments/loyal'),
      (answer) => answer.status === 404,
    );
    expect(await service.call('GET', '/v1/segments')).toMatchObject({ body: { items: [] } });
    const all = await service.collect(topics.segmentMembershipChanged);
    expect(all.filter(({ value }) => value?.because === 'the segment was deleted')).toHaveLength(6);
    await live(loyal);
    expect((await service.call('GET', '/v1/segments/loyal')).body).toMatchObject({ version: 4, size: expected.length });
  });
});

describe('what is refused', () => {
  it.each<[string, unknown, number, string]>([
    ['POST', { id: 'x', name: 'x', rule: { did: 'a', withinn: '3d' } }, 400, 'RULE_FIELD_UNKNOWN'],
    [
      'POST',
      { id: 'x', name: 'x', rule: { all: [{ did: 'a' }, { did: 'b', count: { atLeast: -1 } }] } },
      400,
      'RULE_OPERAND_INVALID',
    ],
    ['POST', { id: 'x', name: 'x', rule: 'all' }, 400, 'RULE_NOT_AN_OBJECT'],
    ['POST', { id: 'x', name: 'x' }, 400, 'VALIDATION_FAILED'],
    ['POST', { id: 'Not This', name: 'x', rule: { did: 'a' } }, 400, 'VALIDATION_FAILED'],
    ['POST', { id: 'x', name: '', rule: { did: 'a' } }, 400, 'VALIDATION_FAILED'],
    ['POST', { id: 'x', name: 'x', rule: { did: 'a' }, more: 1 }, 400, 'VALIDATION_FAILED'],
  ])('%s %j', async (method, body, status, code) => {
    const answer = await service.call(method, '/v1/segments', body);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.body.fix.length).toBeGreaterThan(5);
  });

  it('points into the rule, at every error', async () => {
    const rule = { all: [{ did: 'a', within: 'long' }, { trait: 'city' }] };
    const { body } = await service.call('POST', '/v1/segments', { id: 'x', name: 'x', rule });
    expect(body.at).toBe('/rule/all/0/within');
    expect(body.errors.map((error: { at: string }) => error.at)).toEqual(['/rule/all/0/within', '/rule/all/1']);
  });

  it('names what is not there', async () => {
    expect((await service.call('GET', '/v1/segments/none')).body.code).toBe('SEGMENT_NOT_FOUND');
    expect((await service.call('DELETE', '/v1/segments/none')).body.code).toBe('SEGMENT_NOT_FOUND');
    await live(loyal);
    expect((await service.call('GET', '/v1/segments/loyal/explain/none')).body.code).toBe('PROFILE_NOT_FOUND');
    expect((await service.call('GET', '/v1/segments/loyal/members?after=%21')).status).toBe(400);
  });
});
