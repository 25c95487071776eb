/** Kafka itself: brokers, the topics of the registry with their settings, how far every group is, what is parked. */
import { topicName, topicSpecs } from '@tributary/bus';
import { allTopics, inNamespace, services, type Topic } from '@tributary/contracts';
import { type KafkaOptions } from '@tributary/bus-kafka';
import { type Admin } from 'kafkajs';
import { reasonOf, type Tell } from './finding.ts';
import { judgeTopics, type SeenTopic } from './judge-topics.ts';
import { waiting } from './waiting.ts';

const area = 'kafka';
type Environment = Readonly<Record<string, string | undefined>>;

export async function checkKafka(env: Environment, tell: Tell): Promise<void> {
  const { default: kafkajs } = await import('kafkajs');
  const { kafkaOptionsFromEnv } = await import('@tributary/bus-kafka');
  const brokers = env['KAFKA_BROKERS'] ?? '';
  let admin: Admin | undefined;
  try {
    const { ssl, sasl, brokers: addresses } = kafkaOptionsFromEnv(env);
    const tls = typeof ssl === 'object' ? { ...ssl } : ssl === true;
    const client = new kafkajs.Kafka({
      ...{ clientId: 'tributary-doctor', brokers: [...addresses], connectionTimeout: 3_000, retry: { retries: 1 } },
      ...{ ssl: tls, logLevel: kafkajs.logLevel.NOTHING },
      ...(sasl === undefined ? {} : { sasl: saslOf(sasl) }),
    });
    admin = client.admin();
    await admin.connect();
    const { brokers: found } = await admin.describeCluster();
    tell({
      level: 'ok',
      area,
      what: `${found.length} brokers answer: ${found.map(({ host, port }) => `${host}:${port}`).join(', ')}`,
    });
    if (found.length < 3)
      tell({
        level: 'warn',
        area,
        what: `${found.length} brokers keep fewer than three copies`,
        fix: 'Run three: then one may be lost without a loss.',
      });
    await checkTopics(admin, env, { tell, brokers: found.length });
    await checkGroups(admin, env, tell);
  } catch (error) {
    tell({
      level: 'FAIL',
      area,
      what: `Kafka at ${brokers} does not answer: ${reasonOf(error)}`,
      fix: 'See KAFKA_BROKERS, KAFKA_SSL and KAFKA_SASL_*; the advertised listeners must be reachable from here.',
    });
  } finally {
    await admin?.disconnect().catch(() => undefined);
  }
}

function saslOf({ mechanism, username, password }: NonNullable<KafkaOptions['sasl']>) {
  // One literal for each mechanism: kafkajs types them apart.
  if (mechanism === 'plain') return { mechanism, username, password };
  if (mechanism === 'scram-sha-256') return { mechanism, username, password };
  return { mechanism, username, password };
}

async function checkTopics(admin: Admin, env: Environment, { tell, brokers }: Means): Promise<void> {
  const [namespace, told] = [env['TRIBUTARY_NAMESPACE'] ?? '', Number(env['TRIBUTARY_PARTITIONS'])];
  const specs = topicSpecs(allTopics, { namespace });
  const existing = new Set(await admin.listTopics());
  const there = specs.map(({ name }) => name).filter((name) => existing.has(name));
  const partitions = told > 0 ? told : undefined;
  judgeTopics(specs, await seenTopics(admin, there), { brokers, partitions }).forEach(tell);
}

interface Means {
  readonly tell: Tell;
  readonly brokers: number;
}

async function seenTopics(admin: Admin, names: readonly string[]): Promise<readonly SeenTopic[]> {
  if (names.length === 0) return [];
  const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
  const configs = await configsOf(admin, names);
  return topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.length,
    copies: Math.min(...partitions.map(({ replicas }) => replicas.length)),
    behind: partitions.filter(({ isr, replicas }) => isr.length < replicas.length).length,
    cleanup: configs.get(name)?.get('cleanup.policy'),
    minInSync: Number(configs.get(name)?.get('min.insync.replicas')),
  }));
}

async function configsOf(
  admin: Admin,
  names: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const configNames = ['cleanup.policy', 'min.insync.replicas'];
  const { default: kafkajs } = await import('kafkajs');
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
}

async function checkGroups(admin: Admin, env: Environment, tell: Tell): Promise<void> {
  const namespace = env['TRIBUTARY_NAMESPACE'] ?? '';
  for (const service of services) {
    const groupId = inNamespace(service, namespace);
    const own = allTopics.filter(({ consumers }) => consumers.includes(service));
    let messages = 0;
    for (const topic of own) messages += await lagOf(admin, groupId, topicName(topic, namespace));
    tell(waiting(groupId, messages, ' on Kafka'));
    await checkParked(admin, deadLettersOf(service, namespace), tell);
  }
}

const deadLettersOf = (service: string, namespace: string): string =>
  topicName(allTopics.find((one: Topic) => one.name === `${service}.dead-lettered.v1`) ?? { name: '' }, namespace);

async function checkParked(admin: Admin, topic: string, tell: Tell): Promise<void> {
  const ends = await admin.fetchTopicOffsets(topic).catch(() => []);
  const parked = ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  if (parked > 0)
    tell({
      level: 'warn',
      area: 'dead letters',
      what: `${topic} holds ${parked} messages`,
      fix: 'Read why they were parked (reason, detail); they stay 30 days.',
    });
}

async function lagOf(admin: Admin, groupId: string, topic: string): Promise<number> {
  const ends = await admin.fetchTopicOffsets(topic).catch(() => []);
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] }).catch(() => []);
  const at = new Map((committed?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)]));
  return ends.reduce((sum, { partition, high, low }) => {
    const next = at.get(partition) ?? -1;
    return sum + Math.max(0, Number(high) - (next < 0 ? Number(low) : next));
  }, 0);
}
