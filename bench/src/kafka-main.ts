/** `npm run bench:kafka [-- adapter river store growth] [--json]`: the river on Kafka and a MongoDB server, and its adapters beside raw kafkajs. */
import { benchKafkaAdapter } from './kafka-adapter.ts';
import { benchStoreCommands } from './kafka-commands.ts';
import { benchGrowth } from './kafka-growth.ts';
import { benchKafkaRiver } from './kafka-river.ts';
import { openServers, type Servers } from './kafka-servers.ts';
import { runBenches } from './run-benches.ts';

/** Opened for the first benchmark: a command line that names none that there is starts no broker. */
const servers: { opened?: ReturnType<typeof openServers> } = {};
const on =
  <T>(bench: (servers: Servers) => Promise<T>) =>
  async (): Promise<T> =>
    bench(await (servers.opened ??= openServers(process.env)));
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
  await (await servers.opened)?.stop();
}
