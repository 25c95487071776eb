/** What happens to acknowledged records when leaders die: on plain kafkajs, which loses them, and on our engine. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KafkaEngine } from '@tributary/bus-kafka';
import { createLogger } from '@tributary/telemetry';
import kafkajs, { type Admin } from 'kafkajs';
import { brokerIds, kafkaCluster, type BrokerId, type KafkaCluster } from '../engines/kafka-cluster.ts';
import { NumberedLoad, ourEngine, plainKafkajs, type Sender } from './failover-driver.ts';
import { newTopic, pause, until } from './fixtures.ts';

const log = createLogger({ service: 'kafka-failover', level: 'silent' });
const cluster = await kafkaCluster();
const partitions = 12;

if (cluster === undefined) {
  describe('without a cluster', () => {
    it('nothing is claimed about failover', () => {
      expect(process.env['TEST_KAFKA_CLUSTER']).not.toBe('1');
    });
  });
} else {
  describe('when leaders die', () => {
    failover(cluster);
  });
}

function failover(kafka: KafkaCluster): void {
  const open = () =>
    new KafkaEngine(
      { brokers: kafka.brokers, replicationFactor: 3, minInSyncReplicas: 2, appendDeadlineMs: 60_000 },
      log,
    );
  let reader: KafkaEngine;
  beforeAll(() => {
    reader = open();
  });
  afterAll(async () => {
    await reader.close();
    await kafka.stop();
  }, 60_000);

  it('plain kafkajs resolves a send although the records for the dead leader were never written', async () => {
    const verdict = await sendWhileALeaderDies(await plainKafkajs(kafka.brokers), 1);
    expect(verdict.acknowledged).toBe(2 * 5 * partitions);
    // The third of the partitions that it led: in the retry their new leaders count as done.
    expect(verdict.lost).toBeGreaterThan(0);
  }, 120_000);

  it('our engine writes them to the new leaders, once and in order', async () => {
    const verdict = await sendWhileALeaderDies(ourEngine(open()), 2);
    expect(verdict).toEqual({ acknowledged: 2 * 5 * partitions, lost: 0, doubled: 0, outOfOrder: 0 });
  }, 120_000);

  it('our engine loses, doubles and reorders nothing while three leaders are killed one after another', async () => {
    const topic = await newTopic(reader, { partitions });
    const load = new NumberedLoad(topic, partitions);
    const sender = ourEngine(open());
    const kills = async () => {
      for (const id of brokerIds) {
        await pause(1_500);
        await kafka.kill(id);
        await pause(1_500);
        await kafka.revive();
      }
      await pause(1_500);
    };
    await load.during(sender, kills());
    await sender.close();
    const verdict = await load.verdict(reader);
    process.stderr.write(`failover: ${JSON.stringify({ ...verdict, refused: load.refused })}\n`);
    expect(load.acknowledged).toBeGreaterThan(1_000);
    expect(verdict).toMatchObject({ lost: 0, doubled: 0, outOfOrder: 0 });
  }, 180_000);

  /**
   * A broker stops answering while one send covers all brokers; it is voted out, its partitions move to leaders that have
   * already answered this send; then its connections break. No luck is needed.
   */
  async function sendWhileALeaderDies(sender: Sender, victim: BrokerId) {
    const topic = await newTopic(reader, { partitions });
    const load = new NumberedLoad(topic, partitions);
    await load.send(sender, 5);
    await leads(victim, topic, true);
    await kafka.freeze(victim);
    const sent = load.send(sender, 5);
    await leads(victim, topic, false);
    await pause(1_500); // the others answer as soon as they need not wait for its copy
    await kafka.kill(victim);
    await sent;
    await sender.close();
    await kafka.revive();
    return load.verdict(reader);
  }

  /** Waits until the broker leads some of the topic, or none. */
  async function leads(id: BrokerId, topic: string, some: boolean): Promise<void> {
    const others = kafka.brokers.filter((_, index) => index !== id - 1).slice(0, 1);
    const admin = new kafkajs.Kafka({ brokers: others, logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    await until(
      `broker ${id} leads ${some ? 'some' : 'none'}`,
      async () => (await leadersOf(admin, topic)).has(id) === some,
    );
    await admin.disconnect();
  }
}

async function leadersOf(admin: Admin, topic: string): Promise<ReadonlySet<number>> {
  const metadata = await admin.fetchTopicMetadata({ topics: [topic] });
  return new Set(metadata.topics.flatMap((one) => one.partitions.map(({ leader }) => leader)));
}
