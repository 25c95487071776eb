/** `npm run bench:kafka [-- river store] [--json]`: the river on Kafka and a MongoDB server, and its adapters beside raw kafkajs. */
import { benchStoreCommands } from './kafka-commands.ts';
import { benchKafkaRiver } from './kafka-river.ts';
import { openServers, type Servers } from './kafka-servers.ts';
import { runBenches } from './run-benches.ts';

const servers = await openServers(process.env);
const on =
  <T>(bench: (servers: Servers) => Promise<T>) =>
  (): Promise<T> =>
    bench(servers);
try {
  await runBenches({ river: on(benchKafkaRiver), store: on(benchStoreCommands) }, 'reports/bench-kafka.json');
} finally {
  await servers.stop();
}
