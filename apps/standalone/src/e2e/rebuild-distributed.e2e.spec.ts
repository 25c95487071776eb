import { describe } from '@jest/globals';
import { openEngines, readSettings } from '@tributary/runtime';
import { createLogger } from '@tributary/telemetry';
import { rebuildSuite } from './rebuild-suite.ts';

const { TEST_KAFKA_BROKERS = '', TEST_MONGODB_URI = '' } = process.env;

describe('a rebuild on Kafka and a MongoDB server', () => {
  rebuildSuite(async () => {
    const log = createLogger({ service: 'test', level: 'silent' });
    const servers = { KAFKA_BROKERS: TEST_KAFKA_BROKERS, MONGODB_URI: TEST_MONGODB_URI, TRIBUTARY_PARTITIONS: '2' };
    const engines = await openEngines(readSettings(servers), log);
    return { engines, namespace: `rebuild-${process.pid}`, close: () => engines.close() };
  });
});
