/** Prometheus is started with one key, which the services accept, however many stand in `.env`. */
import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSettings } from '@tributary/runtime';
import { parse } from 'yaml';
import { demandedVariables, readCompose } from './compose-file.ts';

type Loose = ReturnType<typeof JSON.parse>;

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const compose: Loose = readCompose(Object.fromEntries(demandedVariables().map((name) => [name, 'value'])));
/** Stands where Prometheus does, and tells what it was given. */
const witness = '#!/bin/sh\nprintf "%s|" "${TRIBUTARY_SECRET_KEYS-gone}" "$@"\n';

function start(keys: string): { key: string; mode: number; told: string } {
  const folder = mkdtempSync(join(tmpdir(), 'start-prometheus-'));
  try {
    const file = join(folder, 'secret-key');
    writeFileSync(join(folder, 'prometheus'), witness, { mode: 0o755 });
    const told = execFileSync('/bin/sh', [join(root, 'docker/start-prometheus'), '--one', '--two=2'], {
      encoding: 'utf8',
      env: { PATH: `${folder}:/usr/bin:/bin`, TRIBUTARY_SECRET_KEYS: keys, SECRET_KEY_FILE: file },
    });
    return { key: readFileSync(file, 'utf8').replace(/\n$/, ''), mode: statSync(file).mode & 0o777, told };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('./docker/start-prometheus', () => {
  it.each(['sk_one', 'sk_new,sk_old', ' sk_new , sk_old ', ',sk_new,', ' ,\tsk_new', 'sk_*,sk_old', 'sk_\\n$HOME,x'])(
    'sends the first of the keys that the services read from %j',
    (keys) => {
      const [first] = readSettings({ TRIBUTARY_SECRET_KEYS: keys }).secretKeys;
      expect(first).toBeDefined();
      expect(start(keys).key).toBe(first);
    },
  );

  it('keeps the key to itself and passes arguments on', () => {
    expect(start('sk_new,sk_old')).toEqual({ key: 'sk_new', mode: 0o600, told: 'gone|--one|--two=2|' });
  });

  it('writes where prometheus.yaml looks, into memory', () => {
    const { prometheus }: Loose = compose.services;
    expect(prometheus.entrypoint).toEqual(['/bin/sh', prometheus.configs[0].target]);
    const { scrape_configs: jobs } = parse(readFileSync(join(root, 'observability/prometheus.yaml'), 'utf8'));
    const [job] = jobs.filter(({ job_name: name }: Loose) => name === 'tributary');
    expect(job.authorization.credentials_file).toBe(prometheus.environment.SECRET_KEY_FILE);
    expect(prometheus.tmpfs).toContain(dirname(prometheus.environment.SECRET_KEY_FILE));
  });
});
