/** Kafka itself: brokers, the topics of the registry with their settings, how far every group is, what is parked. */
import { topicName, topicSpecs, type TopicSpec } from '@tributary/bus';
import { allTopics, inNamespace, services, type Topic } from '@tributary/contracts';
import { type KafkaOptions } from '@tributary/bus-kafka';
import { type Admin } from 'kafkajs';
import { reasonOf, type Tell } from './finding.ts';

const area = 'kafka';
const usualLag = 1_000;
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

interface Means {
  readonly tell: Tell;
  readonly brokers: number;
}

async function checkTopics(admin: Admin, env: Environment, { tell, brokers }: Means): Promise<void> {
  const namespace = env['TRIBUTARY_NAMESPACE'] ?? '';
  const specs = topicSpecs(allTopics, { namespace });
  const existing = new Set(await admin.listTopics());
  const missing = specs.filter(({ name }) => !existing.has(name));
  for (const { name } of missing) {
    tell({
      level: 'FAIL',
      area,
      what: `the topic ${name} is missing`,
      fix: 'Services create their topics at start where they may; otherwise apply the KafkaTopic manifests. See TRIBUTARY_NAMESPACE.',
    });
  }
  const there = specs.filter(({ name }) => existing.has(name));
  if (there.length === 0) return;
  const { topics } = await admin.fetchTopicMetadata({ topics: there.map(({ name }) => name) });
  const configs = await configsOf(admin, there);
  const counts = new Set(topics.map(({ partitions }) => partitions.length));
  let fine = 0;
  for (const { name, partitions } of topics) {
    const spec = there.find((one) => one.name === name);
    const replicas = Math.min(...partitions.map((one) => one.replicas.length));
    const behind = partitions.filter((one) => one.isr.length < one.replicas.length).length;
    const config = configs.get(name) ?? new Map();
    const troubles = [
      ...(spec !== undefined && config.get('cleanup.policy') !== spec.cleanup
        ? [`its cleanup.policy is ${config.get('cleanup.policy')} instead of ${spec.cleanup}`]
        : []),
      ...(replicas < Math.min(3, brokers) ? [`it has ${replicas} copies on ${brokers} brokers`] : []),
      ...(replicas >= 3 && Number(config.get('min.insync.replicas')) < 2
        ? ['min.insync.replicas is 1: an acknowledged message may live on one broker']
        : []),
      ...(behind > 0 ? [`${behind} partitions have copies that are behind`] : []),
    ];
    if (troubles.length === 0) fine += 1;
    else
      tell({
        level: 'warn',
        area,
        what: `${name}: ${troubles.join('; ')}`,
        fix: 'Alter the topic (kafka-configs, kafka-reassign-partitions), or bring the broker back.',
      });
  }
  if (counts.size > 1)
    tell({
      level: 'FAIL',
      area,
      what: `topics have different numbers of partitions: ${[...counts].join(', ')}`,
      fix: 'Topics with the same key must have the same number: services join them by partition.',
    });
  if (fine > 0)
    tell({
      level: 'ok',
      area,
      what: `${fine} of ${specs.length} topics are as they should be (${[...counts].join(', ')} partitions)`,
    });
}

async function configsOf(
  admin: Admin,
  specs: readonly TopicSpec[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const configNames = ['cleanup.policy', 'min.insync.replicas', 'retention.ms'];
  const { default: kafkajs } = await import('kafkajs');
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: specs.map(({ name }) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames })),
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
    let waiting = 0;
    for (const topic of own) waiting += await lagOf(admin, groupId, topicName(topic, namespace));
    const what = `${groupId} has ${waiting.toLocaleString('en')} messages waiting on Kafka`;
    if (waiting <= usualLag) tell({ level: 'ok', area: 'lag', what });
    else
      tell({
        level: 'warn',
        area: 'lag',
        what,
        fix: 'It may be catching up: run this again. Otherwise add processes, or see its log.',
      });
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
