/** The services as docker-compose.yml describes them, started as plain processes: command, environment, port, health check. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { services } from '@tributary/contracts';
import { ownAddress } from '@tributary/runtime';
import { readDockerfile } from '../image/dockerfile.ts';
import { demandedVariables, readCompose } from './compose-file.ts';

type Loose = ReturnType<typeof JSON.parse>;

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const env = {
  ...Object.fromEntries(demandedVariables().map((name) => [name, 'not-used-here'])),
  TRIBUTARY_SECRET_KEYS: `sk_${randomUUID()}`,
  TRIBUTARY_WRITE_KEY: `wk_${randomUUID()}`,
};
const compose: Loose = readCompose(env);
const image = readDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8')).at(-1)?.instructions ?? [];
const entrypoint = image.find(({ name }) => name === 'ENTRYPOINT')?.arguments ?? [];

const readyWithinMs = 240_000;
/** Docker kills after 30 s; on a slow machine the test lets a process say why it was late. */
const stopsWithinMs = 45_000;

interface Running {
  readonly child: ChildProcess;
  readonly env: Record<string, string>;
  readonly output: () => string;
  readonly ended: Promise<unknown>;
}

describe('docker-compose.yml, as processes', () => {
  const places = new Map<string, { url: string; port: number }>();
  const running = new Map<string, Running>();
  const namespace = `compose-${randomUUID().slice(0, 8)}`;

  /** What a container would find by name is found here at another address. */
  const atHome = (value: string): string => {
    if (value.startsWith('mongodb://')) return process.env['TEST_MONGODB_URI'] ?? '';
    if (value === 'kafka:9092') return process.env['TEST_KAFKA_BROKERS'] ?? '';
    const [, host = ''] = /^http:\/\/(\w+):4400$/.exec(value) ?? [];
    return places.get(host)?.url ?? value;
  };

  const environmentOf = (name: string): Record<string, string> => {
    const given = Object.entries<string>(compose.services[name].environment);
    return {
      ...Object.fromEntries(given.map(([key, value]) => [key, atHome(value)])),
      ...(places.has(name) ? { HOST: '127.0.0.1', PORT: String(places.get(name)?.port) } : {}),
      TRIBUTARY_NAMESPACE: namespace,
    };
  };

  const start = (name: string, command: readonly string[]): Running => {
    const own = environmentOf(name);
    const [program = '', ...args] = command;
    const child = spawn(program === 'node' ? process.execPath : program, args, {
      cwd: root,
      env: own,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return {
      child,
      env: own,
      output: () => output,
      ended: once(child, 'exit').then(([code, signal]) => code ?? signal),
    };
  };

  /** A container is unhealthy after three checks in a row that failed, as Docker counts by itself. */
  const isHealthy = async (name: string): Promise<boolean> => {
    const { test, retries = 3 } = compose.services[name].healthcheck;
    const [kind, ...command] = test;
    expect(kind).toBe('CMD');
    for (let tries = 0; tries < retries; tries += 1) if ((await start(name, command).ended) === 0) return true;
    return false;
  };

  /** The first start makes topics, databases and indexes, on what may be a slow machine. */
  const untilReady = async (name: string): Promise<void> => {
    for (const until = Date.now() + readyWithinMs; Date.now() < until && running.get(name)?.child.exitCode === null;) {
      const answer = await fetch(`${places.get(name)?.url ?? ''}/readyz`).catch(() => undefined);
      if (answer?.ok === true) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error(`${name} is not ready:\n${running.get(name)?.output() ?? ''}`);
  };

  const ask = (service: string, path: string): Promise<Response> =>
    fetch(`${places.get(service)?.url ?? ''}${path}`, {
      headers: { authorization: `Bearer ${env.TRIBUTARY_SECRET_KEYS}` },
    });

  beforeAll(async () => {
    for (const service of services) places.set(service, await ownAddress('127.0.0.1', 0));
    for (const service of services)
      running.set(service, start(service, [...entrypoint, ...compose.services[service].command]));
    await Promise.all(services.map(untilReady));
  }, 2 * readyWithinMs);

  afterAll(() => {
    for (const { child } of running.values()) child.kill('SIGKILL');
  });

  it('publishes the port on which each service listens', () => {
    for (const service of services) {
      const [port] = compose.services[service].ports;
      expect(port).toMatch(new RegExp(`^127\\.0\\.0\\.1:\\d+:${String(compose.services[service].environment.PORT)}$`));
    }
  });

  it('finds each service healthy by its own check', async () => {
    for (const service of services) expect([service, await isHealthy(service)]).toEqual([service, true]);
  }, 120_000);

  it('brings an event from the door to the profile', async () => {
    const person = randomUUID();
    const answer = await fetch(`${places.get('ingestion')?.url ?? ''}/v1/identify`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${env.TRIBUTARY_WRITE_KEY}:`)}` },
      body: JSON.stringify({ userId: person, traits: { city: 'Leeds' } }),
    });
    expect(answer.status).toBe(200);
    let profile = await ask('identity', `/v1/profiles/user_id:${person}`);
    for (const until = Date.now() + 30_000; !profile.ok && Date.now() < until;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      profile = await ask('identity', `/v1/profiles/user_id:${person}`);
    }
    expect(profile.status).toBe(200);
    expect(JSON.stringify(await profile.json())).toContain('Leeds');
  }, 60_000);

  it('loads the sample and ends', async () => {
    const loader = start('sample', [...entrypoint, ...compose.services.sample.command]);
    running.set('sample', loader);
    expect([await loader.ended, loader.output()]).toEqual([0, expect.stringContaining('3,377 taken, 0 refused')]);
  }, 540_000);

  it('says when a service is not healthy, and drains on the signal of the image', async () => {
    const signal = image.find(({ name }) => name === 'STOPSIGNAL')?.arguments[0];
    for (const { child } of running.values()) child.kill(signal === 'SIGTERM' ? signal : 'SIGKILL');
    const patience = new Promise((resolve) => setTimeout(resolve, stopsWithinMs, 'still runs').unref());
    const ends = await Promise.all(services.map((service) => Promise.race([running.get(service)?.ended, patience])));
    expect(
      services.map((service, index) => [service, ends[index], ends[index] === 0 ? '' : running.get(service)?.output()]),
    ).toEqual(services.map((service) => [service, 0, '']));
    expect(await isHealthy('identity')).toBe(false);
  }, 60_000);
});
