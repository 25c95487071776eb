/** The component for the Prometheus Operator, as the production overlay has it: it finds every pod, may reach it, and alerts. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { services } from '@tributary/contracts';
import { parse } from 'yaml';
import { findKustomize } from './kustomize.ts';
import { Overlay, type Loose } from './overlay.ts';
import { isAllowed, type Peer } from './policy-evaluator.ts';

const build = findKustomize();
if (build === undefined) console.log('There is no kustomize, no kubectl and no Go: the manifests are not checked.');
const overlays = build === undefined ? [] : [new Overlay(build, 'overlays/prod')];

const observability = new URL('../../../../observability/', import.meta.url);
const read = (file: string): Loose => parse(readFileSync(new URL(file, observability), 'utf8'));
const inside = (labels: Record<string, string>): Peer => ({ namespace: 'tributary', labels });
const prometheus: Peer = { namespace: 'monitoring', labels: {} };

/** What Strimzi's pods look like. */
const cluster = { 'strimzi.io/cluster': 'tributary', 'app.kubernetes.io/part-of': 'strimzi-tributary' };
const strimzi = {
  kafka: { ...cluster, 'strimzi.io/component-type': 'kafka' },
  'entity-operator': { ...cluster, 'strimzi.io/component-type': 'entity-operator' },
};
/** Container ports by name; the second is Strimzi's. */
const portNumbers: Readonly<Record<string, number>> = { http: 4400, 'tcp-prometheus': 9404 };

(build === undefined ? describe.skip : describe).each(overlays)('the production overlay', (overlay) => {
  const pods = new Map<string, Record<string, string>>([
    ...overlay
      .of('Deployment')
      .map(({ metadata, spec }): [string, Loose] => [metadata.name, spec.template.metadata.labels]),
    ...Object.entries(strimzi),
    ['mongodb', { app: 'mongodb-svc' }],
  ]);
  const selectedBy = (monitor: string): string[] => {
    const { matchLabels, ...others } = overlay.named('PodMonitor', monitor).spec.selector;
    expect(others).toEqual({});
    return [...pods]
      .filter(([, labels]) => Object.entries(matchLabels).every(([key, value]) => labels[key] === value))
      .map(([name]) => name);
  };

  it('lets Prometheus find every service and broker, and nothing else', () => {
    expect(overlay.of('PodMonitor').map(({ metadata }) => metadata.name)).toEqual(['kafka', 'services']);
    expect(selectedBy('services').toSorted()).toEqual([...services].toSorted());
    expect(selectedBy('kafka')).toEqual(['kafka']);
  });

  it('lets it reach them, at ports that they have', () => {
    for (const { metadata, spec } of overlay.of('PodMonitor')) {
      const [{ port, path }, ...others] = spec.podMetricsEndpoints;
      expect([path, others]).toEqual(['/metrics', []]);
      for (const name of selectedBy(metadata.name)) {
        const connection = { to: inside(pods.get(name) ?? {}), port: portNumbers[port] ?? 0, protocol: 'TCP' };
        const policies: Loose = overlay.of('NetworkPolicy');
        expect([name, isAllowed(policies, { ...connection, from: prometheus })]).toEqual([name, true]);
        expect([name, isAllowed(policies, { ...connection, from: { namespace: 'default', labels: {} } })]).toEqual([
          name,
          false,
        ]);
      }
    }
    for (const name of services) {
      const [{ ports }] = overlay.podOf(name).containers;
      expect(ports).toEqual([{ name: 'http', containerPort: portNumbers['http'] }]);
    }
  });

  it('labels what it scrapes as the alerts and dashboards expect, as prometheus.yaml does', () => {
    const [job] = read('prometheus.yaml').scrape_configs;
    const [endpoint] = overlay.named('PodMonitor', 'services').spec.podMetricsEndpoints;
    expect([endpoint.path, endpoint.authorization.type]).toEqual([job.metrics_path, job.authorization.type]);
    const set = new Map<string, Loose>(endpoint.relabelings.map((one: Loose) => [one.targetLabel, one]));
    expect(set.get('job').replacement).toBe(job.job_name);
    for (const { target_label: label } of job.relabel_configs) {
      const [source] = set.get(label).sourceLabels;
      const prefix = '__meta_kubernetes_pod_label_';
      expect(source.startsWith(prefix)).toBe(true);
      // Prometheus writes `_` for what cannot stand in the name of a label.
      for (const name of services) {
        const byName = Object.entries(pods.get(name) ?? {}).map(([key, value]) => [key.replaceAll(/\W/g, '_'), value]);
        expect(new Map(byName.map(([key = '', value = '']) => [key, value])).get(source.slice(prefix.length))).toBe(
          name,
        );
      }
    }
  });

  it('alerts as the compose file does', () => {
    expect(overlay.only('PrometheusRule').spec.groups).toEqual(read('alerts/tributary.yaml').groups);
  });
});
