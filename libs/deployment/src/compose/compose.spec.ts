import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { services } from '@tributary/contracts';
import { composeText, demandedVariables, interpolate, MissingVariable, readCompose } from './compose-file.ts';

type Loose = ReturnType<typeof JSON.parse>;

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const demanded = demandedVariables();
const env = Object.fromEntries(demanded.map((name) => [name, `${name.toLowerCase()}-value`]));
const compose: Loose = readCompose(env);
const all: [string, Loose][] = Object.entries(compose.services);
const longRunning = all.filter(([, service]) => service.restart === 'unless-stopped');
const byDefault = all.filter(([, service]) => service.profiles === undefined).map(([name]) => name);

describe('the compose file', () => {
  it('is valid by the Compose specification', () => {
    const schema = JSON.parse(readFileSync(new URL('../../schemas/compose-spec.json', import.meta.url), 'utf8'));
    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    const validate = ajv.compile(schema);
    const extensions = Object.entries<Loose>(compose).filter(([key]) => !key.startsWith('x-'));
    validate(Object.fromEntries(extensions));
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ services: { a: { imagine: 'x' } } })).toBe(false);
  });

  it('starts the engines, the services and the sample where no profile is named', () => {
    expect(byDefault.toSorted()).toEqual([...services, 'kafka', 'mongodb', 'mongodb-init', 'sample'].toSorted());
    const profiles = new Set(all.flatMap(([, service]) => service.profiles ?? []));
    expect(profiles).toEqual(new Set(['obs', 'tools']));
  });

  it('listens on loopback only', () => {
    const ports = all.flatMap(([, service]) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(5);
    expect(ports.filter((port: string) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([]);
    const published = ports.map((port: string) => port.split(':')[1]);
    expect(new Set(published).size).toBe(published.length);
    expect(all.filter(([, service]) => service.network_mode !== undefined || service.privileged === true)).toEqual([]);
  });

  it('pins every image', () => {
    for (const [name, { image }] of all) {
      expect([name, image]).toEqual([name, expect.stringMatching(/^[a-z0-9./-]+:v?\d+\.\d+\.\d+$/)]);
    }
  });

  it('bounds what each container may use and do', () => {
    for (const [name, service] of all) {
      expect([name, service.deploy?.resources.limits]).toEqual([
        name,
        { cpus: expect.stringMatching(/^\d+\.\d$/), memory: expect.stringMatching(/^\d+[MG]$/) },
      ]);
      expect([name, service.cap_drop, service.security_opt]).toEqual([name, ['ALL'], ['no-new-privileges:true']]);
    }
    for (const service of services) expect(compose.services[service].read_only).toBe(true);
  });

  it('asks everything that keeps running for its health, except what has no way to answer', () => {
    const without = longRunning.filter(([, { healthcheck }]) => healthcheck?.test === undefined).map(([name]) => name);
    expect(without).toEqual(['otel-collector']); // an image of one program, which cannot ask itself
  });

  it('waits for what is needed', () => {
    for (const [, { depends_on: needs = {} }] of all) {
      for (const [name, { condition }] of Object.entries<Loose>(needs)) {
        const needed = compose.services[name];
        if (condition === 'service_healthy')
          expect([name, needed.healthcheck?.test]).toEqual([name, expect.anything()]);
        else expect([name, condition, needed.restart]).toEqual([name, 'service_completed_successfully', undefined]);
      }
    }
    for (const service of services) {
      expect(Object.keys(compose.services[service].depends_on)).toEqual(['kafka', 'mongodb-init']);
      expect(compose.services[service].stop_grace_period).toBe('30s');
    }
  });

  it('uses the volumes and configurations that it declares', () => {
    const volumes = all.flatMap(([, service]) => service.volumes ?? []).map((one: string) => one.split(':')[0] ?? '');
    expect(new Set(volumes.filter((one) => !one.startsWith('./')))).toEqual(new Set(Object.keys(compose.volumes)));
    for (const place of volumes.filter((one) => one.startsWith('./')))
      expect(() => statSync(join(root, place))).not.toThrow();
    const configs = all.flatMap(([, service]) => service.configs ?? []).map(({ source }: Loose) => source);
    expect(new Set(configs)).toEqual(new Set(Object.keys(compose.configs)));
  });

  it('contains no secret, and says what to do where one is missing', () => {
    for (const name of demanded) {
      const used = composeText().includes(`\${${name}:?is not set. Run ./docker/make-env, it writes .env}`);
      expect([name, used]).toEqual([name, true]);
      expect(() => readCompose({ ...env, [name]: '' })).toThrow(MissingVariable);
    }
    expect(composeText()).not.toMatch(/(password|key)s?: *[0-9a-f]{16}/i);
  });
});

describe('./docker/make-env', () => {
  const made = (): { folder: string; text: string; mode: number; run: () => string } => {
    const folder = mkdtempSync(join(tmpdir(), 'make-env-'));
    cpSync(join(root, 'docker/make-env'), join(folder, 'docker/make-env'));
    cpSync(join(root, '.env.example'), join(folder, '.env.example'));
    const run = () => execFileSync(join(folder, 'docker/make-env'), { encoding: 'utf8' });
    run();
    const written = join(folder, '.env');
    return { folder, text: readFileSync(written, 'utf8'), mode: statSync(written).mode & 0o777, run };
  };

  const valuesOf = (text: string) => [...text.matchAll(/^[A-Z_]+=(?<value>.*)$/gm)].map(([, value = '']) => value);

  it('makes a file with keys of its own that nobody else can read, and never replaces it', () => {
    const [first, second] = [made(), made()];
    try {
      const values = [...valuesOf(first.text), ...valuesOf(second.text)];
      expect(values).toHaveLength(2 * demanded.length);
      for (const value of values) expect(value).toMatch(/^(?:sk_|wk_)?[0-9a-f]{64}$/);
      expect(new Set(values).size).toBe(values.length);
      expect(first.mode).toBe(0o600);
      expect(first.run()).toContain('.env is there');
      expect(readFileSync(join(first.folder, '.env'), 'utf8')).toBe(first.text);
    } finally {
      for (const { folder } of [first, second]) rmSync(folder, { recursive: true });
    }
  });

  it('adds what a file of an older version lacks, and changes nothing else', () => {
    const { folder, text, run } = made();
    try {
      const [missing = '', empty = '', ...kept] = demanded;
      const older = text
        .replace(new RegExp(`^${missing}=.*\n`, 'm'), '')
        .replace(new RegExp(`^${empty}=.*$`, 'm'), `${empty}=`);
      writeFileSync(join(folder, '.env'), older.trimEnd());
      expect(run()).toContain(`Added ${missing}.\nAdded ${empty}.\n`);
      const after = readFileSync(join(folder, '.env'), 'utf8');
      expect(after.startsWith(older.trimEnd())).toBe(true);
      const added = after.slice(older.trimEnd().length).trim().split('\n');
      expect(added.map((line) => line.split('=')[0])).toEqual([missing, empty]);
      for (const value of valuesOf(added.join('\n'))) expect(value).toMatch(/^(?:sk_|wk_)?[0-9a-f]{64}$/);
      expect(kept.length).toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a variable of the compose file', () => {
  it.each([
    ['${A}', { A: 'x' }, 'x'],
    ['${A}', {}, ''],
    ['${A:-y}:${B:-z}', { B: 'b' }, 'y:b'],
    ['${A:-}', {}, ''],
  ])('%s with %j is %j', (text, given, expected) => {
    expect(interpolate(text, given)).toBe(expected);
  });
});
