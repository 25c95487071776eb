/** Five processes on a broker that knows each by a name of its own, and lets it do what the registry says and nothing else. */
import { topicSpecs } from '@tributary/bus';
import { KafkaEngine, kafkaOptionsFromEnv } from '@tributary/bus-kafka';
import { accessOf, allTopics, services } from '@tributary/contracts';
import { distributedRiver, newNamespace, type River } from '@tributary/launcher';
import { createLogger } from '@tributary/telemetry';
import { securedKafka, type SecuredKafka } from '@tributary/testing';
import { describe, expect, it } from '@jest/globals';
import { riverSuite } from './river-suite.ts';

const { TEST_MONGODB_URI: mongodbUri = '' } = process.env;
const partitions = 4;

const secured = mongodbUri === '' ? undefined : await securedKafka(services);
if (secured === undefined) {
  describe('without a secured broker', () => {
    it('nothing is claimed', () => {
      expect(process.env['TEST_KAFKA_CLUSTER'] === '1' && mongodbUri !== '').toBe(false);
    });
  });
} else riverSuite('a secured Kafka, every service under a principal of its own', () => start(secured));

/** Who deploys makes the topics and gives the rights, as the manifests do. */
async function start(kafka: SecuredKafka): Promise<River> {
  const namespace = newNamespace();
  const log = createLogger({ service: 'operator', level: 'silent' });
  const operator = new KafkaEngine(kafkaOptionsFromEnv(kafka.envOf('admin')), log);
  await operator.ensureTopics(topicSpecs(allTopics, { namespace, partitions }));
  await operator.close();
  for (const [party, grants] of accessOf(allTopics, namespace)) {
    if (services.some((service) => service === party)) await kafka.grant(party, grants);
  }
  const kafkaBrokers = kafka.envOf('admin')['KAFKA_BROKERS'] ?? '';
  const river = await distributedRiver({ kafkaBrokers, mongodbUri }, (service) => kafka.envOf(service), namespace);
  return {
    ...river,
    stop: async () => {
      await river.stop();
      await kafka.stop();
    },
  };
}
