/** The component for an MQTT broker, in an overlay as the README has it: it opens one way out, for ingestion, and says who that is there. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { services } from '@tributary/contracts';
import { ingestionService } from '@tributary/ingestion';
import { findKustomize, type Builder } from './kustomize.ts';
import { manifestCheck } from './manifest-schemas.ts';
import { Overlay, type Loose } from './overlay.ts';
import { isAllowed, type Peer } from './policy-evaluator.ts';
import { whatItReads } from './what-it-reads.ts';

const build = findKustomize();
if (build === undefined) console.log('There is no kustomize, no kubectl and no Go: the manifests are not checked.');

const k8s = fileURLToPath(new URL('../../../../k8s/', import.meta.url));
const [, text = ''] = readFileSync(join(k8s, 'README.md'), 'utf8').split('- **MQTT**');
const [chapter = ''] = text.split('\n- **');
const [, patches = ''] = /```yaml\n([^`]+)```/.exec(chapter) ?? [];

/** Of somebody who has made one on top of the smallest. */
function overlayWith(make: Builder, more: string): Overlay {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-overlay-'));
  const from = (part: string): string => relative(folder, join(k8s, part)).replaceAll('\\', '/');
  const head = ['apiVersion: kustomize.config.k8s.io/v1beta1', 'kind: Kustomization', 'namespace: tributary'];
  const parts = [`resources: [${from('overlays/dev')}]`, `components: [${from('components/mqtt')}]`];
  try {
    writeFileSync(join(folder, 'kustomization.yaml'), [...head, ...parts, more].join('\n'));
    return new Overlay(make, relative(k8s, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const outside: readonly (readonly [string, Peer])[] = [
  ['mqtt', { namespace: 'mqtt', labels: { app: 'broker' } }],
  ['default', { namespace: 'default', labels: { app: 'broker' } }],
  ['203.0.113.7', { address: '203.0.113.7' }],
  ['203.0.113.8', { address: '203.0.113.8' }],
];

/** Ways out of our pods to places where a broker may be. */
function waysOut(overlay: Overlay): readonly string[] {
  const policies: Loose = overlay.of('NetworkPolicy');
  const pods = services.map((name): [string, Peer] => {
    const { labels } = overlay.named('Deployment', name).spec.template.metadata;
    return [name, { namespace: 'tributary', labels }];
  });
  return [...pods, ['stranger', { namespace: 'tributary', labels: { app: 'stranger' } }] as const].flatMap(
    ([from, source]) =>
      outside.flatMap(([to, target]) =>
        [80, 443, 1883, 8883, 8884]
          .filter((port) => isAllowed(policies, { from: source, to: target, port, protocol: 'TCP' }))
          .map((port) => `${from} -> ${to} ${port}`),
      ),
  );
}

(build === undefined ? describe.skip : describe)('the component for MQTT', () => {
  let overlay: Overlay;
  const make: Builder = (folder) => build?.(folder) ?? [];
  beforeAll(() => {
    overlay = overlayWith(make, '');
  });

  it('lets ingestion out to the broker, and nobody else to anywhere', () => {
    expect(waysOut(new Overlay(make, 'overlays/dev'))).toEqual([]);
    expect(waysOut(overlay)).toEqual(['ingestion -> mqtt 8883']);
  });

  it('lets it out to an address instead, as the README has it', () => {
    expect(waysOut(overlayWith(make, patches.replaceAll(/^ {2}/gm, '')))).toEqual(['ingestion -> 203.0.113.7 8884']);
  });

  it('gives ingestion what it reads, of a secret that the README makes', async () => {
    const env = overlay.environmentOf('ingestion');
    const added = Object.keys(env).filter((name) => name.startsWith('INGESTION_MQTT_'));
    const file = `${overlay.mountOf('ingestion', 'mqtt') ?? ''}/ca.crt`;
    expect(env['INGESTION_MQTT_CA']).toBe(file);
    const real = { ...env, INGESTION_MQTT_URL: 'mqtts://broker.mqtt:8883', INGESTION_MQTT_CA: undefined };
    const { variables, refused } = await whatItReads(ingestionService, real);
    expect([refused, added.filter((name) => !variables.has(name))]).toEqual([undefined, []]);
    const made = [...chapter.matchAll(/--from-(?:literal|file)=([\w.-]+)/g)].map(([, key]) => key);
    const wanted = overlay.secretsOf('ingestion').flatMap(([secret, key]) => (secret === 'mqtt' ? [key] : []));
    expect(wanted.toSorted()).toEqual(made.toSorted());
  });

  it('is valid, and changes nobody else', () => {
    const check = manifestCheck();
    const kinds = overlay.all.filter(({ kind }) => ['NetworkPolicy', 'Deployment'].includes(kind));
    expect(kinds.flatMap((one) => check(`${one.apiVersion} ${one.kind}`, one))).toEqual([]);
    const dev = new Overlay(make, 'overlays/dev');
    for (const name of services.filter((one) => one !== 'ingestion')) {
      expect(overlay.named('Deployment', name)).toEqual(dev.named('Deployment', name));
    }
  });
});
