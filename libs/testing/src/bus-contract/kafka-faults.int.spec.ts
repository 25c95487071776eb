/** The engine on three brokers that go and come back: it goes on, or says that it cannot. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KafkaEngine } from '@tributary/bus-kafka';
import { createLogger } from '@tributary/telemetry';
import { brokerIds, kafkaCluster, type KafkaCluster } from '../engines/kafka-cluster.ts';
import { NumberedLoad, ourEngine } from './failover-driver.ts';
import { joined, newTopic, record, unique, until, valueOf } from './fixtures.ts';

const log = createLogger({ service: 'kafka-faults', level: 'silent' });
const cluster = await kafkaCluster();
const partitions = 6;

describe(cluster === undefined ? 'without a cluster' : 'on brokers that fail', () => {
  if (cluster === undefined) {
    it('nothing is claimed', () => {
      expect(process.env['TEST_KAFKA_CLUSTER']).not.toBe('1');
    });
  } else onFailingBrokers(cluster);
});

function onFailingBrokers(kafka: KafkaCluster): void {
  const open: KafkaEngine[] = [];
  const connect = (appendDeadlineMs = 60_000): KafkaEngine => {
    const safe = { replicationFactor: 3, minInSyncReplicas: 2, sessionTimeoutMs: 10_000 };
    const engine = new KafkaEngine({ brokers: kafka.brokers, ...safe, appendDeadlineMs }, log);
    open.push(engine);
    return engine;
  };
  let engine: KafkaEngine;
  beforeAll(() => {
    engine = connect();
  });
  afterAll(async () => {
    await Promise.all(open.map((each) => each.close()));
    await kafka.stop();
  }, 90_000);

  it('carries every record to its member, and once onto the log, while each broker is restarted in turn', async () => {
    const topic = await newTopic(engine, { partitions });
    const member = await joined(connect(), unique('group'), [topic]);
    await until('all partitions', () => member.held.size === partitions);
    const load = new NumberedLoad(topic, partitions);
    const restarts = async () => {
      for (const id of brokerIds) {
        await kafka.terminate(id);
        await kafka.revive();
      }
    };
    await load.during(ourEngine(connect()), restarts());
    expect(await load.verdict(engine)).toMatchObject({ lost: 0, doubled: 0, outOfOrder: 0 });
    const latest = (await engine.offsets(topic)).map((range) => range.latest);
    const reached = (partition: number) => member.records.findLast((one) => one.partition === partition)?.offset ?? -1;
    await until('the ends of all partitions', () => latest.every((end, partition) => reached(partition) + 1 === end));
    expect(new Set(member.records.map(valueOf)).size).toBeGreaterThanOrEqual(load.acknowledged);
    expect(member.failures).toEqual([]);
    await member.leave();
  }, 300_000);

  it('refuses loudly within its bound while two of three are down, and goes on when they are back', async () => {
    const topic = await newTopic(engine, { partitions });
    const bounded = connect(8_000);
    await bounded.append([record(topic, 0, 'before')]);
    await Promise.all([kafka.kill(1), kafka.kill(2)]);
    const started = Date.now();
    await expect(bounded.append([record(topic, 0, 'during')])).rejects.toMatchObject({ code: 'BUS_DEADLINE' });
    expect(Date.now() - started).toBeLessThan(20_000);
    await kafka.revive();
    await until('an append', () =>
      bounded.append([record(topic, 0, 'after')]).then(
        () => true,
        () => false,
      ),
    );
    const member = await joined(engine, unique('group'), [topic]);
    await until('the last', () => member.valuesOf(0).includes('after'));
    expect(member.valuesOf(0)[0]).toBe('before'); // a new group begins at the first record
    await member.leave();
  }, 300_000);
}
