/** What the README tells a newcomer with Kafka and MongoDB to type: the five processes, and the sample subscriber beside them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const { TEST_KAFKA_BROKERS = '', TEST_MONGODB_URI = '' } = process.env;
const firstPort = 24_401;
const withinMs = 120_000;

interface Program {
  readonly child: ChildProcess;
  readonly output: () => string;
}

function run(args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (written += String(chunk)));
  return { child, output: () => written };
}

async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const stop = async ({ child }: Program): Promise<unknown> => {
  if (child.exitCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  return (await ended)[0];
};

it.each([
  ['no Kafka', { MONGODB_URI: 'mongodb://127.0.0.1:1' }, [], /KAFKA_BROKERS must be set/],
  ['no MongoDB', { KAFKA_BROKERS: '127.0.0.1:1' }, [], /MONGODB_URI must be set/],
  ['a strange port', {}, ['--port', 'x'], /--port must be a whole number/],
  ['an unknown option', {}, ['--sample'], /Unknown option '--sample'[^]*--data-dir/],
])('start:services refuses %s', async (_what, env, args, message) => {
  const program = run(['tools/start-services.mjs', ...args], { ...env });
  const [code] = await once(program.child, 'exit');
  expect([code, program.output()]).toEqual([2, expect.stringMatching(message)]);
});

describe('start:services and the subscriber', () => {
  let folder: string;
  const env = {
    KAFKA_BROKERS: TEST_KAFKA_BROKERS,
    MONGODB_URI: TEST_MONGODB_URI,
    TRIBUTARY_NAMESPACE: `samples-${process.pid}`,
    TRIBUTARY_PARTITIONS: '2',
  };
  let services: Program;
  let subscriber: Program | undefined;
  const file = () => join(folder, 'people.sqlite');
  const ingestion = `http://127.0.0.1:${firstPort}`;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-e2e-'));
    services = run(['tools/start-services.mjs', '--port', String(firstPort), '--data-dir', folder], env);
    await until('ready', () => (services.output().includes('Every service is ready') ? true : undefined));
    const following = run(['samples/profile-subscriber/subscriber.ts'], { ...env, PEOPLE_FILE: file() });
    subscriber = following;
    await until('the subscriber', () => (following.output().includes('has joined the group') ? true : undefined));
  }, 260_000);
  afterAll(async () => {
    if (subscriber) await stop(subscriber);
    await stop(services);
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const identify = async (userId: string, city: string): Promise<number> => {
    const keys: unknown = JSON.parse(await readFile(join(folder, 'keys.json'), 'utf8'));
    const answer = await fetch(`${ingestion}/v1/identify`, {
      method: 'POST',
      body: JSON.stringify({ ...(keys as object), userId, traits: { city } }),
    });
    return answer.status;
  };
  const cities = (): readonly unknown[] => {
    const people = new DatabaseSync(file(), { readOnly: true, timeout: 5_000 });
    const rows = people.prepare("SELECT json_extract(person, '$.traits.city') AS city FROM people ORDER BY city").all();
    people.close();
    return rows.map(({ city }) => city);
  };

  it('tell the subscriber of a person, and of the change', async () => {
    expect(await identify('ann', 'Leeds')).toBe(200);
    await until('the person', () => (cities().includes('Leeds') ? true : undefined));
    expect(await identify('ann', 'York')).toBe(200);
    await until('the change', () => (cities().includes('York') ? true : undefined));
    expect(cities()).toEqual(['York']);
  }, 250_000);

  it('start a service that was killed again, and stop cleanly', async () => {
    const pid = Number(/ingestion .* pid (\d+)/.exec(services.output())?.[1] ?? 0);
    expect(pid).toBeGreaterThan(0);
    process.kill(pid, 'SIGKILL');
    await until('the new start', () => (services.output().includes('ingestion ended with SIGKILL') ? true : undefined));
    await until('ready', async () =>
      (await fetch(`${ingestion}/readyz`).catch(() => undefined))?.ok === true ? true : undefined,
    );
    expect(await identify('bob', 'Hull')).toBe(200);
    await until('the person', () => (cities().includes('Hull') ? true : undefined));
    expect(subscriber && (await stop(subscriber))).toBe(0);
    expect(await stop(services)).toBe(0);
  }, 400_000);
});
