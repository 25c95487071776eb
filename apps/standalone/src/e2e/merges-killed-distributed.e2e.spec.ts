import { distributedRiver, terminate, type Launched, type River } from '@tributary/launcher';
import { anotherIdentity } from './another-identity.ts';
import { mergesKilledSuite } from './merges-killed-suite.ts';

const { TEST_KAFKA_BROKERS: kafkaBrokers = '', TEST_MONGODB_URI: mongodbUri = '' } = process.env;
const engines = { kafkaBrokers, mongodbUri };
const settings = { KAFKA_SESSION_TIMEOUT_MS: '10000', IDENTITY_SWEEP_EVERY_MS: '500' };

mergesKilledSuite('in a process of its own on Kafka and a store server', () => {
  let river: River;
  /** Beside the river, whose own has to stop cleanly. */
  let identity: Launched & { readonly url: string };
  return {
    river: () => ({
      url: (service) => (service === 'identity' ? identity.url : river.url(service)),
      secretKey: river.secretKey,
      writeKey: river.writeKey,
    }),
    start: async () => {
      river = await distributedRiver(engines, settings);
      identity = await anotherIdentity(river, engines, settings);
      await terminate(river.process('identity'));
    },
    kill: async () => {
      identity.child.kill('SIGKILL');
      await identity.ended;
      identity = await anotherIdentity(river, engines, settings);
    },
    stop: async () => {
      identity.child.kill('SIGKILL');
      await identity.ended;
      await river.stop();
    },
  };
});
