import { describe, expect, it } from '@jest/globals';
import { distributedRiver } from '@tributary/launcher';
import { riverSuite } from './river-suite.ts';

const kafkaBrokers = process.env['TEST_KAFKA_BROKERS'];
const mongodbUri = process.env['TEST_MONGODB_URI'];

if (kafkaBrokers !== undefined && mongodbUri !== undefined) {
  riverSuite('Kafka and a MongoDB server, every service a process', () =>
    distributedRiver({ kafkaBrokers, mongodbUri }),
  );
} else {
  console.warn('Not run: the distributed suite needs TEST_KAFKA_BROKERS and TEST_MONGODB_URI.');
  describe('the distributed suite', () => {
    it('has its servers named together, or not at all', () => {
      expect([kafkaBrokers, mongodbUri]).toContain(undefined);
    });
  });
}
