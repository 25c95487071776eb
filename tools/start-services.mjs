/**
 * `npm run start:services`: the five services, each a process of its own, on the Kafka and the MongoDB that the environment names.
 * A service that ends is started again, as an orchestrator would; Ctrl-C drains them all.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openDataFolder } from '../apps/standalone/dist/start/data-folder.js';
import { services } from '../libs/contracts/dist/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const usage = `Runs every service as a process of its own, on Kafka and MongoDB.

  KAFKA_BROKERS=host:9092 MONGODB_URI=mongodb://host:27017 npm run start:services -- [options]

  --port N        of the first service; the others follow (default: 4401)
  --data-dir DIR  where the keys are kept: keys.json (default: ./data)
  --help          this text

Settings of the services (README.md lists them) are taken from the environment.
`;

const stop = (message) => {
  process.stderr.write(`${message}\n`);
  process.exit(2);
};

const options = readOptions();
for (const name of ['KAFKA_BROKERS', 'MONGODB_URI']) {
  if (!process.env[name]) {
    stop(`${name} must be set. Without Kafka and MongoDB, \`npm start\` runs everything in one process.\n\n${usage}`);
  }
}
const { path, keys, isNew } = await openDataFolder(options.dataDir, { exclusive: false });
const places = services.map((service, index) => ({ service, port: options.port + index }));
const urlOf = ({ port }) => `http://127.0.0.1:${port}`;
const env = {
  ...process.env,
  TRIBUTARY_SECRET_KEYS: keys.secretKey,
  TRIBUTARY_WRITE_KEY: keys.writeKey,
  ...Object.fromEntries(places.map((place) => [`${place.service.toUpperCase()}_URL`, urlOf(place)])),
};

let stopping = false;
const running = new Map();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopping = true;
    for (const child of running.values()) child.kill('SIGTERM');
  });
}
const supervised = places.map(supervise);
await Promise.race([announce(), Promise.all(supervised)]);
const ends = await Promise.all(supervised);
process.exit(ends.every(Boolean) ? 0 : 1);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '4401' },
        'data-dir': { type: 'string', default: 'data' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    const port = Number(values.port);
    if (!(Number.isInteger(port) && port > 0 && port <= 65_535 - services.length)) {
      stop(`--port must be a whole number from 1 to ${65_535 - services.length}`);
    }
    return { port, dataDir: values['data-dir'] };
  } catch (error) {
    return stop(`${error.message}\n\n${usage}`);
  }
}

/** Runs it until it is told to stop; one that cannot stay up is tried less and less often. Answers whether it ended well. */
async function supervise({ service, port }) {
  for (let pauseMs = 500; ; pauseMs = Math.min(2 * pauseMs, 30_000)) {
    const startedAt = Date.now();
    const main = `${root}apps/${service}/dist/main.js`;
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
      env: { ...env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.set(service, child);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => process.stderr.write(`${service.padEnd(13)}| ${line}\n`));
    }
    const [code, signal] = await once(child, 'exit');
    running.delete(service);
    if (stopping) return code === 0 || signal === 'SIGTERM'; // by the signal: it had not begun to work
    if (Date.now() - startedAt > 60_000) pauseMs = 500;
    process.stderr.write(
      `${service} ended with ${signal ?? code} and is started again in ${(pauseMs / 1_000).toFixed(1)} s\n`,
    );
    await sleep(pauseMs);
    if (stopping) return true;
  }
}

async function announce() {
  for (const place of places) {
    while (!(await fetch(`${urlOf(place)}/readyz`).catch(() => undefined))?.ok) await sleep(100);
  }
  const lines = places.map(
    (place) => `  ${place.service.padEnd(13)} ${urlOf(place)}  pid ${running.get(place.service)?.pid}`,
  );
  process.stdout.write(`Every service is ready:\n${lines.join('\n')}\nThe keys are kept in ${path}/keys.json\n`);
  if (isNew) process.stdout.write(`  secret key  ${keys.secretKey}\n  write key   ${keys.writeKey}\n`);
  process.stdout.write(
    `\nTry: npm run tributary -- import samples/online-retail/orders.csv.gz --mapping samples/online-retail/mapping.json` +
      ` --url ${urlOf(places[0])}\nCtrl-C stops.\n`,
  );
}
