/** Two processes of ingestion share the topic, of which one is killed; only collected where both servers are named: see jest.config.mjs. */
import { distributedRiver, launch, untilReady, type Launched } from '@tributary/launcher';
import { ownAddress } from '@tributary/runtime';
import { kafkaForeignTopic } from '@tributary/testing';
import { bridgeSuite, partitions } from './bridge-suite.ts';

const { TEST_KAFKA_BROKERS: kafkaBrokers = '', TEST_MONGODB_URI: mongodbUri = '' } = process.env;
const settings = { KAFKA_SESSION_TIMEOUT_MS: '10000' };

bridgeSuite('in two processes on Kafka and a store server', async () => {
  const river = await distributedRiver({ kafkaBrokers, mongodbUri }, settings);
  const topic = `shop.orders-${river.namespace}`;
  const writer = await kafkaForeignTopic(kafkaBrokers.split(','), { topic, partitions });
  const another = async (): Promise<Launched> => {
    const { url, port } = await ownAddress('127.0.0.1', 0);
    const launched = launch('ingestion', [], {
      ...{ KAFKA_BROKERS: kafkaBrokers, MONGODB_URI: mongodbUri, TRIBUTARY_PARTITIONS: '4', PORT: String(port) },
      ...{ TRIBUTARY_NAMESPACE: river.namespace, TRIBUTARY_SECRET_KEYS: river.secretKey, INGESTION_URL: url },
      ...{ TRIBUTARY_WRITE_KEY: river.writeKey, IDENTITY_URL: river.url('identity') },
      ...settings,
    });
    await untilReady(url, launched);
    return launched;
  };
  let second = await another();
  const end = async (): Promise<void> => {
    second.child.kill('SIGKILL');
    await second.ended;
  };
  return {
    writer,
    url: () => river.url('ingestion'),
    secretKey: () => river.secretKey,
    kill: async () => {
      await end();
      second = await another();
    },
    stop: async () => {
      await writer.close();
      await end();
      await river.stop();
    },
  };
});
