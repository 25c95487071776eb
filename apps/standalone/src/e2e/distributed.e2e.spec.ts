/** Only collected where both servers are named: see jest.config.mjs. */
import { distributedRiver } from '@tributary/launcher';
import { riverSuite } from './river-suite.ts';

const { TEST_KAFKA_BROKERS: kafkaBrokers = '', TEST_MONGODB_URI: mongodbUri = '' } = process.env;

riverSuite('Kafka and a MongoDB server, every service a process', () => distributedRiver({ kafkaBrokers, mongodbUri }));
