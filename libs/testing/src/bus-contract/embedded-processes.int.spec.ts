/** The embedded bus among processes of one machine, some of which end without a word. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEmbeddedBus, type EmbeddedBus } from '@tributary/bus-embedded';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { everything, pause, record, until, valueOf } from './fixtures.ts';

const script = fileURLToPath(new URL('bus-process-worker.ts', import.meta.url));
const flags = ['--conditions=@tributary/source', '--disable-warning=ExperimentalWarning'];

interface Child {
  readonly process: ChildProcess;
  readonly lines: string[];
  end(signal: NodeJS.Signals): Promise<void>;
}

describe('the embedded bus among processes', () => {
  let dir: string;
  let file: string;
  let children: Child[];

  const start = (mode: 'append' | 'consume', topic: string, argument: string): Child => {
    const child = spawn(process.execPath, [...flags, script, mode, file, topic, argument], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // Children load the same modules over and over.
      env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'tributary-compile-cache') },
    });
    const lines: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
    const closed = once(child, 'close');
    const end = async (signal: NodeJS.Signals): Promise<void> => {
      child.kill(signal);
      await closed;
    };
    const started = { process: child, lines, end };
    children.push(started);
    return started;
  };
  const opened = async <T>(work: (bus: EmbeddedBus) => Promise<T>): Promise<T> => {
    const bus = openEmbeddedBus({ file, cleanEveryMs: 0 });
    try {
      return await work(bus);
    } finally {
      await bus.close();
    }
  };

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'bus-processes-'));
    file = join(dir, 'bus.db');
    children = [];
  });
  afterEach(async () => {
    await Promise.all(children.map((child) => child.end('SIGKILL')));
    rmSync(dir, { recursive: true });
  });

  it('loses nothing that was acknowledged, over twenty kills at random moments', async () => {
    await opened((bus) => bus.ensureTopics([{ name: 't', partitions: 4, cleanup: 'delete' }]));
    const acknowledged = [0, 1, 2, 3].map((): number[] => []);
    for (let round = 0; round < 5; round++) {
      const writers = acknowledged.map((_, partition) => start('append', 't', String(partition)));
      await until('all write', () => writers.every(({ lines }) => lines.length > 2));
      await Promise.all(
        writers.map(async (writer, partition) => {
          await pause(Math.random() * 150);
          await writer.end('SIGKILL');
          for (const line of writer.lines.slice(1)) acknowledged[partition]?.push(...line.split(' ').map(Number));
        }),
      );
      await opened(async (bus) => {
        const records = await everything(bus, 't');
        for (const [partition, numbers] of acknowledged.entries()) {
          const there = records.filter((one) => one.partition === partition);
          // Every number is there once and in order: what was not acknowledged may be there, but leaves no gap.
          expect(there.map((one) => Number.parseInt(valueOf(one) ?? '', 10))).toEqual(there.map((_, i) => i));
          expect(there.length).toBeGreaterThan(Math.max(...numbers));
        }
      });
    }
  }, 300_000);

  it('three members share a topic; a killed one is replaced, and one that ends hands over', async () => {
    await opened(async (bus) => {
      await bus.ensureTopics([{ name: 't', partitions: 6, cleanup: 'delete' }]);
      const members = [start('consume', 't', 'g'), start('consume', 't', 'g'), start('consume', 't', 'g')];
      const [first, second, third] = members;
      if (!first || !second || !third) throw new Error('three were started');
      await until('two partitions each', () => members.every((member) => heldBy(member).length === 2));
      expect(members.flatMap(heldBy).sort()).toEqual([0, 1, 2, 3, 4, 5]);
      const round = async (n: number): Promise<void> => {
        await bus.append([0, 1, 2, 3, 4, 5].map((partition) => record('t', partition, String(n))));
        await until(`round ${n}`, async () => (await bus.committed('g', ['t'])).flat().every((next) => next === n));
      };
      await round(1);
      await first.end('SIGKILL');
      await until('the other two take over', () => [second, third].every((member) => heldBy(member).length === 3));
      await round(2);
      await second.end('SIGTERM');
      await until('the last takes over', () => heldBy(third).length === 6);
      await round(3);
      const offsets = members.flatMap(({ lines }) => lines.filter((line) => line.startsWith('committed')));
      // What a member committed no other is given; the killed one may have ended before it could say so.
      expect(new Set(offsets).size).toBe(offsets.length);
    });
  }, 120_000);

  it('a frozen member loses its partitions and, awake again, may not commit over its successor', async () => {
    await opened(async (bus) => {
      await bus.ensureTopics([{ name: 't', partitions: 2, cleanup: 'delete' }]);
      const frozen = start('consume', 't', 'g');
      await until('it holds both', () => heldBy(frozen).length === 2);
      frozen.process.kill('SIGSTOP');
      const heir = start('consume', 't', 'g');
      await until('the other takes over', () => heldBy(heir).length === 2);
      await bus.append([record('t', 0, 'x'), record('t', 1, 'x')]);
      await until('both committed', async () => (await bus.committed('g', ['t'])).flat().every((next) => next === 1));
      frozen.process.kill('SIGCONT');
      await until('they share again', () => heldBy(frozen).length === 1 && heldBy(heir).length === 1);
      expect(frozen.lines.filter((line) => line.startsWith('committed'))).toEqual([]);
    });
  }, 120_000);
});

function heldBy({ lines }: Child): number[] {
  const held = new Set<number>();
  for (const [verb, partition] of lines.map((line) => line.split(' '))) {
    if (verb === 'assigned') held.add(Number(partition));
    if (verb === 'revoked') held.delete(Number(partition));
  }
  return [...held];
}
