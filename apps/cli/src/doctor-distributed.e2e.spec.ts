/** The doctor at a real Kafka and a MongoDB server, healthy and damaged; only collected where both are named: see jest.config.mjs. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topicName, topicSpecs } from '@tributary/bus';
import { KafkaEngine } from '@tributary/bus-kafka';
import { allTopics, topics } from '@tributary/contracts';
import { createLogger } from '@tributary/telemetry';
import kafkajs from 'kafkajs';
import { tributary } from './testing/tributary.ts';

const { TEST_KAFKA_BROKERS = '', TEST_MONGODB_URI = '' } = process.env;

describe('tributary doctor at the engines', () => {
  const namespace = `doctor-${process.pid}`;
  const brokers = TEST_KAFKA_BROKERS.split(',');
  const engine = new KafkaEngine({ brokers }, createLogger({ service: 'test', level: 'silent' }));
  const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin();
  beforeAll(async () => {
    await engine.ensureTopics(topicSpecs(allTopics, { namespace, partitions: 2 }));
    await admin.connect();
  });
  afterAll(async () => {
    await admin.disconnect();
    await engine.close();
  });

  /** What it says of the engines; there are no services here. */
  const doctor = async (env: Readonly<Record<string, string>> = {}) => {
    const engines = {
      KAFKA_BROKERS: TEST_KAFKA_BROKERS,
      MONGODB_URI: TEST_MONGODB_URI,
      TRIBUTARY_NAMESPACE: namespace,
    };
    const away = ['--url', 'http://127.0.0.1:1', '--data-dir', '/nowhere', '--no-event', '--json'];
    const { out, code } = await tributary({ ...engines, ...env }, 'doctor', ...away);
    expect(code).toBe(1);
    const findings: readonly { level: string; area: string; what: string; fix?: string }[] = JSON.parse(out).findings;
    return findings.filter(({ area }) => area === 'kafka' || area === 'store' || area === 'lag');
  };
  const failures = async (env: Readonly<Record<string, string>> = {}) =>
    (await doctor(env)).filter(({ level }) => level === 'FAIL').map(({ what }) => what);

  it('finds them well', async () => {
    const findings = await doctor();
    expect(findings.filter(({ level }) => level === 'FAIL')).toEqual([]);
    const told = findings.map(({ what }) => what).join('\n');
    expect(told).toContain(`${allTopics.length} of ${allTopics.length} topics are as they should be (2 partitions)`);
    expect(told).toContain('it is a replica set');
    expect(told).toMatch(/identity is empty|identity: a majority holds a write/);
    expect(told).toContain(`${namespace}.identity has 0 messages waiting on Kafka`);
  });

  it('names topics with other partitions than the services were told', async () => {
    const wrong = await failures({ TRIBUTARY_PARTITIONS: '12' });
    expect(wrong).toHaveLength(allTopics.length);
    expect(wrong).toContain(`${topicName(topics.eventCollected, namespace)}: it has 2 partitions instead of 12`);
  });

  it('names a topic that has grown, one that is not compacted, and one that is gone', async () => {
    const [grown, kept, gone] = [topics.eventResolved, topics.profileUpdated, topics.decisionMade].map((topic) =>
      topicName(topic, namespace),
    ) as [string, string, string];
    await admin.createPartitions({ topicPartitions: [{ topic: grown, count: 3 }] });
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name: kept,
          configEntries: [{ name: 'cleanup.policy', value: 'delete' }],
        },
      ],
    });
    await admin.deleteTopics({ topics: [gone] });
    expect([...(await failures())].sort()).toEqual(
      [
        `${grown}: it has 3 partitions instead of 2`,
        `${kept}: its cleanup.policy is delete instead of compact`,
        `the topic ${gone} is missing`,
      ].sort(),
    );
  });
});
