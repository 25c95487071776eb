/** A message that ends every process that handles it, and processes that are ended from outside. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPublisher } from '@tributary/bus';
import { openEmbeddedBus, type EmbeddedBus } from '@tributary/bus-embedded';
import { deadLetterTopic, topics, type Topic } from '@tributary/contracts';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { change, committedSum, parkedIn, pause, until } from './fixtures.ts';

const script = fileURLToPath(new URL('lanes-process-worker.ts', import.meta.url));
const flags = ['--conditions=@tributary/source', '--disable-warning=ExperimentalWarning'];

describe('lanes of processes that end without a word', () => {
  let dir: string;
  let file: string;
  let bus: EmbeddedBus;
  let children: ChildProcess[];
  const topic = { ...topics.segmentMembershipChanged, name: 'changes', partitions: 3 };
  const deadLetters = { ...deadLetterTopic('segmentation'), name: 'parked' };
  const handled = new Set<string>();
  let times = 0;

  const start = (culprit: string, quietMs: number, messageMs: number) => {
    const facts = [file, topic.name, deadLetters.name, culprit, String(quietMs), String(messageMs)];
    const child = spawn(process.execPath, [...flags, script, ...facts], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // Children load the same modules over and over.
      env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'tributary-compile-cache') },
    });
    children.push(child);
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (line === 'ready') return;
      for (const id of line.split(' ')) handled.add(id);
      times += line.split(' ').length;
    });
    const ended = once(child, 'close');
    const ready = async () => {
      while (!lines.includes('ready') && child.exitCode === null) await pause(10);
    };
    return { child, ended, ready };
  };
  const publish = async (changes: Topic, count: number): Promise<string[]> => {
    const publisher = createPublisher({ engine: bus, source: 'test' });
    const outputs = [0, 1, 2].flatMap((p) => Array.from({ length: count }, (_, n) => change(topic, p, n + 1)));
    await publisher.publish(outputs.map((output) => ({ ...output, topic: changes })));
    await publisher.close();
    return outputs.map(({ id }) => id);
  };
  const committed = () => committedSum(bus, 'g', topic.name);

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'lanes-processes-'));
    file = join(dir, 'bus.db');
    bus = openEmbeddedBus({ file, cleanEveryMs: 0 });
    const spec = { partitions: 3, cleanup: 'delete' } as const;
    await bus.ensureTopics([topic.name, deadLetters.name].map((name) => ({ name, ...spec })));
    children = [];
    handled.clear();
    times = 0;
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await bus.close();
    rmSync(dir, { recursive: true });
  });

  it('a message that ends every process is parked after bounded restarts, and everything else is handled', async () => {
    const culprit = 'm-1-50';
    const ids = await publish(topic, 150);
    let restarts = 0;
    for (let over = false; !over;) {
      const { child, ended } = start(culprit, 50, 0);
      const all = until('all committed', async () => (await committed()) === 450 || child.exitCode !== null);
      await Promise.race([ended, all]);
      over = child.exitCode === null;
      if (!over) restarts += 1;
    }
    expect(await parkedIn(bus, deadLetters)).toMatchObject([
      { partition: 1, offset: 49, reason: 'KILLS_THE_PROCESS', group: 'g' },
    ]);
    expect([...handled].sort()).toEqual(ids.filter((id) => id !== culprit).sort());
    expect(restarts).toBeLessThanOrEqual(6);
  }, 300_000);

  it('told to end under load, they finish what is at hand and end in order: nothing is handled twice', async () => {
    await publish(topic, 400);
    for (let ends = 0; ends < 5; ends++) {
      const { child, ended, ready } = start('nobody', 300, 5);
      await ready();
      await pause(Math.random() * 800);
      child.kill('SIGTERM');
      child.kill('SIGTERM'); // once more, as impatient operators do
      expect(await ended).toEqual([0, null]);
    }
    start('nobody', 300, 0);
    await until('all committed', async () => (await committed()) === 1_200);
    await until('all are told of', () => handled.size === 1_200);
    expect(times).toBe(1_200);
    expect(await parkedIn(bus, deadLetters)).toEqual([]);
  }, 300_000);

  it('thirty kills at random moments park nothing and lose nothing', async () => {
    const ids = await publish(topic, 400);
    for (let kills = 0; kills < 30; kills++) {
      // Slow enough that most kills hit a batch, some of them the same one again, and then single messages.
      const { child, ended, ready } = start('nobody', 300, 5);
      await ready();
      await pause(Math.random() * 1_200);
      child.kill('SIGKILL');
      await ended;
    }
    start('nobody', 300, 0);
    await until('all committed', async () => (await committed()) === 1_200);
    expect(await parkedIn(bus, deadLetters)).toEqual([]);
    expect([...handled].sort()).toEqual([...ids].sort());
  }, 600_000);
});
