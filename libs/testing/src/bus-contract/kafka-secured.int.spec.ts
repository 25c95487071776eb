/** A broker behind TLS, passwords and permissions: who has them gets through, who has not is told at once what is missing. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BusError } from '@tributary/bus';
import { KafkaEngine, kafkaOptionsFromEnv } from '@tributary/bus-kafka';
import { accessOf, allTopics, inNamespace, type Grant } from '@tributary/contracts';
import { createLogger } from '@tributary/telemetry';
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { securedKafka, type SecuredKafka } from '../engines/secured-kafka.ts';
import { joined, numbered, Probe, record, unique, until } from './fixtures.ts';

const log = createLogger({ service: 'kafka-secured', level: 'silent' });
const parties = [...accessOf(allTopics).keys()];
const outsider = 'outsider';
const secured = await securedKafka([...parties, outsider]);

describe(secured === undefined ? 'without a secured broker' : 'on a secured broker', () => {
  if (secured === undefined) {
    it('nothing is claimed', () => {
      expect(process.env['TEST_KAFKA_CLUSTER']).not.toBe('1');
    });
  } else onSecured(secured);
});

function onSecured(kafka: SecuredKafka): void {
  const namespace = unique('shop');
  const open: KafkaEngine[] = [];
  const connect = (user: string, changes: Readonly<Record<string, string>> = {}): KafkaEngine => {
    const engine = new KafkaEngine(kafkaOptionsFromEnv({ ...kafka.envOf(user), ...changes }), log);
    open.push(engine);
    return engine;
  };
  const nameOf = (topic: (typeof allTopics)[number]) => inNamespace(topic.name, namespace);
  beforeAll(async () => {
    const specs = allTopics.map((topic) => ({ name: nameOf(topic), partitions: 1, cleanup: 'delete' as const }));
    await connect('admin').ensureTopics(specs);
    for (const [party, grants] of accessOf(allTopics, namespace)) await kafka.grant(party, grants);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(open.map((engine) => engine.close()));
    await kafka.stop();
  }, 60_000);

  it('appends, joins and reads over TLS with a password', async () => {
    const topic = inNamespace('event.rejected.v1', namespace);
    const engine = connect('ingestion');
    await engine.append(numbered(topic, 0, 0, 3));
    const probe = await joined(engine, inNamespace('ingestion', namespace), [topic]);
    await until('three records', () => probe.records.length === 3);
    await probe.commit({ topic, partition: 0 }, 3);
    await probe.leave();
  });

  it.each([
    ['a wrong password', { KAFKA_SASL_PASSWORD: 'wrong' }, 'KAFKA_SASL_PASSWORD'],
    ['a user that does not exist', { KAFKA_SASL_USERNAME: 'nobody' }, 'User:nobody'],
    ['an authority that did not sign', { KAFKA_SSL_CA_FILE: strangeAuthority() }, 'KAFKA_SSL_CA_FILE'],
  ])('says what to do about %s, whatever is tried first', async (_name, changes, fix) => {
    const topic = inNamespace('event.rejected.v1', namespace);
    const started = Date.now();
    const tries = [
      () => connect('ingestion', changes).ensureTopics([]),
      () => connect('ingestion', changes).append([record(topic, 0, 'x')]),
      () => joined(connect('ingestion', changes), namespace, [topic]),
    ];
    for (const attempt of tries) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'BUS_ACCESS_DENIED',
        message: expect.stringContaining(fix),
      });
    }
    expect(Date.now() - started).toBeLessThan(30_000); // kafkajs alone tries for minutes
  });

  it('says whom to grant what', async () => {
    const topic = inNamespace('event.received.v1', namespace);
    const engine = connect('identity');
    await expect(engine.append([record(topic, 0, 'x')])).rejects.toThrow(/User:identity may not .*event\.received/);
    await kafka.grant(outsider, [{ resource: 'topic', name: topic, pattern: 'literal', operations: ['Describe'] }]);
    const other = connect(outsider);
    await expect(other.append([record(topic, 0, 'x')])).rejects.toThrow(/User:outsider may not write to any topic/);
    const probe = new Probe();
    const join = other.join({ group: unique('group'), topics: [topic], listener: probe }).catch((error: unknown) => {
      probe.onFailed(error instanceof Error ? error : new Error(String(error)));
    });
    await until('the refusal', () => probe.failures.length > 0);
    expect(probe.failures[0]?.message).toMatch(/User:outsider may not join group-.* \(GROUP_AUTHORIZATION_FAILED\)/);
    await join;
  });

  it('lets ingestion read a topic of somebody else, in a group of a bridge, as soon as its owner does', async () => {
    const topic = unique('shop.orders');
    await connect('admin').ensureTopics([{ name: topic, partitions: 1, cleanup: 'delete' }]);
    await connect('admin').append(numbered(topic, 0, 0, 2));
    const engine = connect('ingestion');
    await expect(engine.ends([topic])).rejects.toThrow(
      /User:ingestion may not see shop.*: grant it an ACL on the topic/,
    );
    await kafka.grant('ingestion', [
      { resource: 'topic', name: topic, pattern: 'literal', operations: ['Describe', 'Read'] },
    ]);
    const group = inNamespace('bridge.orders', namespace);
    const probe = await joined(engine, group, [topic]);
    await until('both records', () => probe.records.length === 2);
    await probe.commit({ topic, partition: 0 }, 2);
    await probe.leave();
    expect([await engine.ends([topic]), await engine.committed(group, [topic])]).toEqual([[[2]], [[2]]]);
  });

  it.each(parties)('%s may do what the registry says, and nothing else', async (party) => {
    const engine = connect(party);
    const grants = accessOf(allTopics, namespace).get(party) ?? [];
    const seen = allTopics.flatMap(({ name }) =>
      rightsOn(grants, 'topic', inNamespace(name, namespace)) === '' ? [] : [name],
    );
    for (const topic of allTopics.map(nameOf)) {
      const rights = [
        (await may(() => engine.partitionsOf(topic))) && 'Describe',
        (await may(() => engine.read({ topic, partition: 0 }, 0, 1))) && 'Read',
        (await may(() => engine.append([record(topic, 0, 'x')]))) && 'Write',
      ];
      expect([topic, rights.filter(Boolean).join()]).toEqual([topic, rightsOn(grants, 'topic', topic)]);
    }
    for (const other of parties) {
      const group = inNamespace(other, namespace);
      const sees = await may(() => engine.committed(group, [inNamespace(seen[0] ?? '', namespace)]));
      expect([group, sees]).toEqual([group, rightsOn(grants, 'group', group) !== '']);
    }
  });
}

async function may(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof BusError && error.code === 'BUS_ACCESS_DENIED') return false;
    throw error;
  }
}

const rightsOn = (grants: readonly Grant[], resource: Grant['resource'], name: string): string =>
  grants
    .filter((each) => each.resource === resource && each.pattern === 'literal' && each.name === name)
    .flatMap(({ operations }) => operations)
    .join();

/** A certificate that signed nothing here. */
function strangeAuthority(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tributary-ca-')), 'ca.pem');
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=strange'];
  execFileSync('openssl', [...request, '-keyout', `${file}.key`, '-out', file], { stdio: 'ignore' });
  return file;
}
