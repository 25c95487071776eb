/** `npm run bench:kafka [-- adapter river store] [--json]`: the river on Kafka and a MongoDB server, and its adapters beside raw kafkajs. */
import { benchKafkaAdapter } from './kafka-adapter.ts';
import { benchStoreCommands } from './kafka-commands.ts';
import { benchGrowth } from './kafka-growth.ts';
import { benchKafkaRiver } from './kafka-river.ts';
import { openServers, type Servers } from './kafka-servers.ts';
import { runBenches } from './run-benches.ts';

const servers = await openServers(process.env);
const on =
  <T>(bench: (servers: Servers) => Promise<T>) =>
  (): Promise<T> =>
    bench(servers);
try {
  await runBenches(
    {
      adapter: on(benchKafkaAdapter),
      river: on(benchKafkaRiver),
      store: on(benchStoreCommands),
      growth: on(benchGrowth),
    },
    'reports/bench-kafka.json',
  );
} finally {
  await servers.stop();
}
