import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from '@tributary/api-client';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { services, type EventCollected } from '@tributary/contracts';
import { launch, launchReady, standaloneRiver, terminate, type River } from '@tributary/launcher';
import { openStore } from '@tributary/mongo-embedded';
import { settled } from '@tributary/runtime';
import { hashOf, readState } from './state-hash.ts';

type Answer = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of the system under test
const minutes = 60_000;

const running: River[] = [];
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tributary-e2e-'));
});
/** Whatever became of the test. */
afterEach(async () => {
  await Promise.all(running.splice(0).map((river) => river.stop()));
  await rm(dir, { recursive: true, force: true });
});

describe('the sample, sent twice in shuffled order to three processes', () => {
  it(
    'gives the same profiles, segments and figures as once, in order, to one',
    async () => {
      const inOrder = await loadInOrder(join(dir, 'one'));
      const three = await loadShuffled(join(dir, 'three'), inOrder.events);
      // At one moment: people leave segments, and days pass, while a test runs.
      const [shuffled, once] = await Promise.all([readState(three), readState(inOrder.river)]);
      expect(differing(shuffled.profiles, once.profiles)).toEqual([]);
      expect(differing(shuffled.segments, once.segments)).toEqual([]);
      expect(differing(shuffled.figures, once.figures)).toEqual([]);
      expect(hashOf(shuffled)).toBe(hashOf(once));
    },
    15 * minutes,
  );
});

/** The first entries that only one side has: a hash alone would not say where to look. */
function differing(a: readonly unknown[], b: readonly unknown[]): readonly string[] {
  const texts = (items: readonly unknown[]) => new Set(items.map((item) => JSON.stringify(item)));
  const [left, right] = [texts(a), texts(b)];
  return [...left, ...right]
    .filter((text) => left.has(text) !== right.has(text))
    .sort()
    .slice(0, 6);
}

async function loadInOrder(dataDir: string) {
  const loading = launch('standalone', ['--data-dir', dataDir, '--exit-after-summary', '--json', '--port', '0'], {});
  if ((await loading.ended) !== 0) throw new Error(loading.output().err);
  const river = await standaloneRiver(dataDir);
  running.push(river);
  const events: EventCollected[] = [];
  for (let after: string | null = ''; after !== null;) {
    const page: Answer = await createClient({ url: river.url('ingestion'), secretKey: river.secretKey }).get(
      `/v1/archive/export?limit=500${after === '' ? '' : `&after=${after}`}`,
    );
    events.push(...page.items);
    after = page.next;
  }
  return { river, events };
}

async function loadShuffled(dataDir: string, events: readonly EventCollected[]) {
  const river = await threeProcesses(dataDir);
  running.push(river);
  const definitions = new URL('../../../../samples/online-retail/segments.json', import.meta.url);
  const api = createClient({ url: river.url('ingestion'), secretKey: river.secretKey });
  for (const segment of JSON.parse(await readFile(definitions, 'utf8'))) await api.post('/v1/segments', segment);
  await send(river, shuffle([...events, ...events], 7));
  await river.settle();
  // The segments were defined while events flowed: they are built from the archive and the stream together.
  while (JSON.stringify(await api.get('/v1/segments')).includes('"building"'))
    await new Promise((resolve) => setTimeout(resolve, 200));
  await river.settle();
  return river;
}

/** Three processes, each with every service: they share the bus file and the store, and divide the partitions among them. */
async function threeProcesses(dataDir: string): Promise<River & { settle(): Promise<void> }> {
  const store = await openStore({ file: ':memory:' });
  const env = { MONGODB_URI: store.uri, TRIBUTARY_PARTITIONS: '6' };
  const start = () => launchReady('standalone', ['--data-dir', dataDir, '--no-sample'], env);
  const first = await start();
  const processes = [first, await start(), await start()];
  const engine = openEmbeddedBus({ file: join(dataDir, 'bus.sqlite') });
  const keys: Answer = JSON.parse(await readFile(join(dataDir, 'keys.json'), 'utf8'));
  return {
    url: () => first.url,
    process: () => first,
    namespace: '',
    secretKey: keys.secretKey,
    writeKey: keys.writeKey,
    processes,
    settle: () => settled({ engine, namespace: '', services }, 10 * minutes),
    stop: async () => {
      await engine.close();
      await Promise.all(processes.map(terminate));
      await store.close();
    },
  };
}

async function send(river: River, events: readonly EventCollected[]): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${river.writeKey}:`).toString('base64')}`;
  for (let from = 0; from < events.length; from += 100) {
    const batch = events.slice(from, from + 100).map(asSent);
    const answer = await fetch(`${river.url('ingestion')}/v1/import`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ batch }),
    });
    if (answer.status !== 200) throw new Error(`The import answered ${answer.status}: ${await answer.text()}`);
  }
}

/** What a client would have sent for this event to be collected. */
function asSent({ type, messageId, name, time, properties, traits, context, identifiers }: EventCollected) {
  const id = (kind: string) => identifiers.find((one) => one.type === kind)?.value;
  const who = { userId: id('user_id'), anonymousId: id('anonymous_id') };
  return { type, messageId, event: name, timestamp: time, properties, traits, context, ...who };
}

/** Fisher and Yates, with a linear congruential generator (Numerical Recipes). */
function shuffle<T>(items: T[], seed: number): T[] {
  let state = seed;
  for (let last = items.length - 1; last > 0; last -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (last + 1);
    [items[last], items[other]] = [items[other] as T, items[last] as T];
  }
  return items;
}
