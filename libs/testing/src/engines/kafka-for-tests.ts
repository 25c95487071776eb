/** A Kafka for tests: the one that is named, else one in a container, else none. */
import { createServer } from 'node:net';

export interface KafkaForTests {
  readonly brokers: readonly string[];
  stop(): Promise<void>;
}

const image = 'apache/kafka:4.3.1';

/** `TEST_KAFKA_BROKERS` (host:port, ...) wins; a container needs a Docker engine that answers. */
export async function kafkaForTests(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<KafkaForTests | undefined> {
  const named = (env['TEST_KAFKA_BROKERS'] ?? '').split(',').filter((broker) => broker !== '');
  if (named.length > 0) return { brokers: named, stop: () => Promise.resolve() };
  // Loaded here only: where the brokers are named nobody waits for it.
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import('testcontainers');
  const engine = await getContainerRuntimeClient().catch(() => undefined);
  if (engine === undefined) return undefined;
  const { host } = engine.info.containerRuntime;
  const port = await freePort(); // known before the start, because a broker tells its clients where it is
  const container = await new GenericContainer(image)
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment(oneNode(`${host}:${port}`))
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  return {
    brokers: [`${host}:${port}`],
    stop: async () => {
      await container.stop();
    },
  };
}

const oneNode = (advertised: string): Record<string, string> => ({
  KAFKA_NODE_ID: '1',
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_LISTENERS: 'PLAINTEXT://0.0.0.0:9092,CONTROLLER://localhost:9093',
  KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${advertised}`,
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
  KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('No port is free.'));
      });
    });
  });
}
