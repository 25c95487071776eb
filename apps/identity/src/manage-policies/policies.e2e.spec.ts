import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { openEngines, readSettings, type Engines } from '@tributary/runtime';
import { createLogger } from '@tributary/telemetry';
import { startService, type TestService } from '@tributary/testing';
import { identityService } from '../index.ts';
import { event } from '../testing/event.ts';
import { identityUnderTest, untilDone } from '../testing/identity-under-test.ts';

/** Six people, each a visitor with an address; two of them share a household number, which joins nobody by the first policy. */
const population = Array.from({ length: 6 }, (_, index) => [
  event(`email:p${index}@example.org household:h${Math.floor(index / 2)}`),
  event(`anonymous_id:b${index} email:p${index}@example.org`),
]).flat();

const stricter = { identifiers: { email: null } };
const looser = { identifiers: { household: { kind: 'personal', people: 9, mailboxes: 9, records: 50, perPerson: 9 } } };

async function contents(service: TestService): Promise<unknown> {
  const { body } = await service.call('GET', '/v1/profiles?limit=500');
  return body.items.map(({ profile, records, identifiers, traits }: Record<string, unknown>) => ({
    ...{ profile, records, identifiers, traits },
  }));
}

async function people(service: TestService): Promise<number> {
  return (await service.call('GET', '/v1/profiles/count')).body.count;
}

async function add(service: TestService, patch: unknown): Promise<number> {
  const { status, body } = await service.call('POST', '/v1/policies', { base: 1, patch, because: 'a trial' });
  expect({ status, code: body.code }).toEqual({ status: 201, code: undefined });
  return body.version;
}

const activate = (service: TestService, version: number) =>
  service.call('POST', `/v1/policies/${version}/activate`, { because: 'a trial' });

const done = (service: TestService) => untilDone(service, '/v1/policies/activation');

describe('policies', () => {
  const { service, happens } = identityUnderTest({ IDENTITY_PHONE_COUNTRY: 'NL' });
  beforeAll(() => happens(...population));

  it('begin with the one of the product, in force, with the country of the environment', async () => {
    const { body } = await service().call('GET', '/v1/policies');
    expect(body.items).toMatchObject([{ version: 1, active: true, policy: { version: 1, country: 'NL' } }]);
    const { body: activation } = await service().call('GET', '/v1/policies/activation');
    expect(activation).toMatchObject({ activation: 1, version: 1, state: 'done', fix: null });
  });

  it('are tried and taken back, to the same bytes', async () => {
    const before = await contents(service());
    expect(await people(service())).toBe(6);
    const [strict, loose] = [await add(service(), stricter), await add(service(), looser)];
    expect((await activate(service(), strict)).body).toMatchObject({ version: strict, newMeetings: [] });
    await done(service());
    expect(await people(service())).toBe(12);
    expect((await activate(service(), loose)).body).toMatchObject({ newMeetings: ['email', 'household'] });
    await done(service());
    expect(await people(service())).toBe(3);
    await activate(service(), 1);
    await done(service());
    expect(await contents(service())).toEqual(before);
    expect((await service().call('GET', `/v1/policies/${loose}`)).body).toMatchObject({ active: false });
  });

  it('announce whom they merge and take apart, and hold after a restart', async () => {
    const splits = (await service().collect(topics.profileSplit)).length;
    await activate(service(), 2);
    await done(service());
    await service().restart();
    expect((await service().call('GET', '/v1/policies/activation')).body).toMatchObject({ version: 2, state: 'done' });
    expect(await people(service())).toBe(12);
    expect((await service().collect(topics.profileSplit)).length).toBeGreaterThan(splits);
    await happens(event('anonymous_id:late email:p0@example.org'));
    expect(await people(service())).toBe(13);
    await activate(service(), 1);
    await done(service());
    expect(await people(service())).toBe(6);
  });

  it('say which history was read by other rules', async () => {
    const version = await add(service(), { country: 'BE', illegalValues: ['Nobody '] });
    const { body } = await activate(service(), version);
    expect(body.readDifferently).toEqual(['country', 'illegalValues']);
    expect(body.fix).toContain('tributary rebuild identity');
    expect((await activate(service(), 1)).status).toBe(202);
    await done(service());
  });

  it.each([
    ['/v1/policies', {}, 400, 'VALIDATION_FAILED'],
    ['/v1/policies', { because: 'x' }, 400, 'POLICY_PROPOSAL_INVALID'],
    ['/v1/policies', { because: 'x', policy: 7 }, 400, 'POLICY_NOT_AN_OBJECT'],
    ['/v1/policies', { because: 'x', policy: {} }, 400, 'POLICY_FIELD_MISSING'],
    ['/v1/policies', { because: 'x', base: 1, patch: { colour: 'red' } }, 400, 'POLICY_FIELD_UNKNOWN'],
    ['/v1/policies', { because: 'x', base: 1, patch: { joinTrust: 101 } }, 400, 'POLICY_NUMBER_INVALID'],
    ['/v1/policies', { because: 'x', base: 1, patch: { country: 'nl' } }, 400, 'POLICY_TEXT_INVALID'],
    ['/v1/policies', { because: 'x', base: 1, patch: { illegalValues: 'x' } }, 400, 'POLICY_LIST_INVALID'],
    [
      '/v1/policies',
      { because: 'x', base: 1, patch: { identifiers: { previous_id: {} } } },
      400,
      'POLICY_NAME_INVALID',
    ],
    ['/v1/policies', { because: 'x', base: 99, patch: {} }, 404, 'POLICY_NOT_FOUND'],
    ['/v1/policies/99/activate', { because: 'x' }, 404, 'POLICY_NOT_FOUND'],
    ['/v1/policies/1/activate', {}, 400, 'VALIDATION_FAILED'],
  ])('POST %s %j answers %i %s, and what to do', async (path, body, status, code) => {
    const answer = await service().call('POST', path, body);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    expect(answer.body.fix).not.toBe('');
  });
});

describe('two processes', () => {
  let dataDir: string;
  let engines: Engines[];
  let processes: TestService[];

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'tributary-policies-'));
    const log = createLogger({ service: 'test', level: 'silent' });
    const common = { TRIBUTARY_DATA_DIR: dataDir, TRIBUTARY_PARTITIONS: '4', PORT: '0' };
    engines = [];
    processes = [];
    for (let index = 0; index < 2; index += 1) {
      const store = engines[0] === undefined ? {} : { MONGODB_URI: engines[0].storeUri };
      const own = await openEngines(readSettings({ ...common, ...store }), log);
      engines.push(own);
      // A page of work takes a moment, so that the process that does it can be stopped in the middle.
      processes.push(await startService(identityService, { engines: own, env: { IDENTITY_REPARTITION_RATE: '40' } }));
    }
  });

  afterEach(async () => {
    await Promise.all(processes.map((process) => process.stop()));
    for (const own of engines.reverse()) await own.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('decide alike, and one goes on where the other was stopped', async () => {
    const [first, second] = processes;
    if (first === undefined || second === undefined) throw new Error('There are no processes.');
    const many = Array.from({ length: 150 }, (_, index) => [
      event(`user_id:u${index}`),
      event(`anonymous_id:v${index} user_id:u${index}`),
    ]).flat();
    await first.publish(many);
    await first.settle();
    expect(await people(first)).toBe(150);
    const strict = await add(first, { identifiers: { user_id: null } });
    await activate(first, strict);
    await first.stop();
    processes = [second];
    await second.publish([event('anonymous_id:v0 user_id:u1')]);
    await second.settle();
    await done(second);
    expect(await people(second)).toBe(300);
    expect((await second.call('GET', '/v1/policies/activation')).body).toMatchObject({ version: strict });
  }, 60_000);
});
