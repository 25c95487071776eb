/** The bus contract on a real Kafka. Where there is none, the printed notice says how to have one. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { KafkaEngine } from '@tributary/bus-kafka';
import { createLogger } from '@tributary/telemetry';
import { kafkaForTests } from '../engines/kafka-for-tests.ts';
import { busContract } from './bus-contract.ts';

const log = createLogger({ service: 'bus-contract', level: 'error' });
const kafka = await kafkaForTests();

if (kafka === undefined) {
  process.stderr.write(
    'No Kafka: the bus contract is not run on it. Set TEST_KAFKA_BROKERS (tools/kafka-dev starts a broker) or start Docker.\n',
  );
} else {
  busContract('Kafka', () => {
    const engine = new KafkaEngine({ brokers: kafka.brokers, sessionTimeoutMs: 10_000, maxWaitMs: 100 }, log);
    return Promise.resolve({ engine, close: () => engine.close() });
  });
  afterAll(() => kafka.stop());
}

describe('a Kafka for tests', () => {
  it('is the one that is named, and is left running', async () => {
    const named = await kafkaForTests({ TEST_KAFKA_BROKERS: 'one:9092,two:9092' });
    expect(named?.brokers).toEqual(['one:9092', 'two:9092']);
    await expect(named?.stop()).resolves.toBeUndefined();
  });
});
