/** The overlays as kustomize builds them: what one manifest says of another, or of the code, is so. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { allTopics, services } from '@tributary/contracts';
import { doorPaths } from '@tributary/ingestion';
import { describeServices } from '@tributary/runtime';
import { allServices } from '@tributary/standalone';
import { findKustomize } from './kustomize.ts';
import { Overlay, type Loose } from './overlay.ts';
import { whatItReads } from './what-it-reads.ts';

const build = findKustomize();
if (build === undefined) console.log('There is no kustomize, no kubectl and no Go: the manifests are not checked.');
const overlays =
  build === undefined ? [] : ['overlays/dev', 'overlays/prod'].map((name) => [name, new Overlay(build, name)] as const);

/** Without External Secrets people make these: README.md of k8s/ says how. */
const byHand: Readonly<Record<string, readonly string[]>> = {
  'tributary-keys': ['secret-keys', 'write-key', 'metrics-key'],
};

(build === undefined ? describe.skip : describe).each(overlays)('%s', (folder, overlay) => {
  it('refers to nothing that is not there', () => {
    for (const name of services) {
      const { template } = overlay.named('Deployment', name).spec;
      const { labels } = template.metadata;
      const selectors = [
        overlay.named('Deployment', name).spec.selector.matchLabels,
        overlay.named('Service', name).spec.selector,
        overlay.named('PodDisruptionBudget', name).spec.selector.matchLabels,
        ...template.spec.topologySpreadConstraints.map((one: Loose) => one.labelSelector.matchLabels),
      ];
      for (const selector of selectors) expect(labels).toMatchObject(selector);
      const ports = template.spec.containers[0].ports;
      for (const { targetPort } of overlay.named('Service', name).spec.ports) {
        expect(ports).toContainEqual(expect.objectContaining({ name: targetPort }));
      }
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
        expect(ports).toContainEqual(
          expect.objectContaining({ name: template.spec.containers[0][probe].httpGet.port }),
        );
      }
      expect(overlay.named('ServiceAccount', template.spec.serviceAccountName)).toBeDefined();
      for (const { configMapRef } of template.spec.containers[0].envFrom) {
        expect(overlay.named('ConfigMap', configMapRef.name)).toBeDefined();
      }
      for (const [secret, key] of overlay.secretsOf(name))
        expect([secret, keysOf(secret)]).toEqual([secret, expect.arrayContaining([key])]);
      const volumes = template.spec.volumes.map((volume: Loose) => volume.name);
      expect(template.spec.containers[0].volumeMounts.map((mount: Loose) => mount.name).toSorted()).toEqual(
        volumes.toSorted(),
      );
    }
    for (const { spec } of overlay.of('PodMonitor')) {
      const { name, key } = spec.podMetricsEndpoints[0].authorization?.credentials ?? {};
      if (name !== undefined) expect([name, keysOf(name)]).toEqual([name, expect.arrayContaining([key])]);
    }
    for (const { spec } of overlay.of('Ingress')) {
      for (const { backend } of spec.rules[0].http.paths) {
        const ports = overlay.named('Service', backend.service.name).spec.ports;
        expect(ports).toContainEqual(expect.objectContaining({ port: backend.service.port.number }));
      }
    }
    for (const { metadata } of [
      ...overlay.of('KafkaTopic'),
      ...overlay.of('KafkaUser'),
      ...overlay.of('KafkaNodePool'),
    ]) {
      expect(overlay.named('Kafka', metadata.labels['strimzi.io/cluster'] ?? '')).toBeDefined();
    }
  });

  it('tells how to make by hand what nobody makes', () => {
    const readme = readFileSync(new URL('../../../../k8s/README.md', import.meta.url), 'utf8');
    for (const [secret, wanted] of Object.entries(byHand)) {
      const [, command = ''] = new RegExp(`create secret generic ${secret} \\\\\n((?: .*\n)+)`).exec(readme) ?? [];
      const made = [...command.matchAll(/--from-literal=([\w-]+)=/g)].map(([, key = '']) => key);
      expect(made.toSorted()).toEqual([...wanted].toSorted());
    }
  });

  it('gives every service the variables that it needs, and none that it does not read', async () => {
    for (const definition of allServices) {
      const env = overlay.environmentOf(definition.name);
      const { variables, refused } = await whatItReads(definition, env);
      expect({ service: definition.name, refused }).toEqual({ service: definition.name, refused: undefined });
      expect(Object.keys(env).filter((name) => !variables.has(name))).toEqual([]);
      expect(env).toMatchObject({
        KAFKA_BROKERS: 'tributary-kafka-bootstrap:9093',
        MONGODB_URI: expect.anything(),
        TRIBUTARY_SECRET_KEYS: expect.anything(),
      });
      expect(env['TRIBUTARY_WRITE_KEY'] !== undefined).toBe(definition.name === 'ingestion');
      expect(env['TRIBUTARY_DATA_DIR']).toBeUndefined();
    }
  });

  it('speaks TLS with SCRAM to Kafka, as a principal of its own', () => {
    const [listener, ...others] = overlay.only('Kafka').spec.kafka.listeners;
    expect(others).toEqual([]);
    expect(listener).toMatchObject({ tls: true, authentication: { type: 'scram-sha-512' } });
    expect(overlay.only('Kafka').spec.kafka.authorization).toEqual({ type: 'simple' });
    for (const service of services) {
      const env = overlay.environmentOf(service);
      expect(env).toMatchObject({
        KAFKA_SSL: 'true',
        KAFKA_SASL_MECHANISM: 'scram-sha-512',
        KAFKA_SASL_USERNAME: service,
        KAFKA_SASL_PASSWORD: `${service}/password`,
      });
      expect(env['KAFKA_BROKERS']).toBe(`tributary-kafka-bootstrap:${String(listener.port)}`);
      expect(env['KAFKA_SSL_CA_FILE']).toBe(`${overlay.mountOf(service, 'tributary-cluster-ca-cert') ?? ''}/ca.crt`);
    }
  });

  it('makes every topic of the registry, with the partitions that the services expect', () => {
    const partitions = Number(overlay.environmentOf('ingestion')['TRIBUTARY_PARTITIONS']);
    expect(
      overlay
        .of('KafkaTopic')
        .map(({ metadata }) => metadata.name)
        .toSorted(),
    ).toEqual(allTopics.map(({ name }) => name).toSorted());
    for (const { metadata, spec } of overlay.of('KafkaTopic')) {
      const topic = allTopics.find(({ name }) => name === metadata.name);
      expect(spec.partitions).toBe(partitions);
      expect(spec.config['cleanup.policy']).toBe(topic?.retention === 'compacted' ? 'compact' : 'delete');
    }
    for (const { spec } of overlay.of('ScaledObject')) expect(spec.maxReplicaCount).toBeLessThanOrEqual(partitions);
  });

  it('leads every path of the API and of the doors to the service that answers it', async () => {
    const leads = (host: string, path: string): string | undefined =>
      overlay
        .named('Ingress', host)
        .spec.rules[0].http.paths.filter((one: Loose) => path === one.path || path.startsWith(`${String(one.path)}/`))
        .toSorted((a: Loose, b: Loose) => b.path.length - a.path.length)[0]?.backend.service.name;
    for (const path of doorPaths) expect(leads('doors', path)).toBe('ingestion');
    for (const definition of allServices) {
      const document: Loose = await describeServices([definition]);
      const isDoor = (path: string): boolean => doorPaths.includes(path.replaceAll(/\{(\w+)\}/g, ':$1'));
      for (const path of Object.keys(document.paths).filter((one) => !isDoor(one))) {
        const concrete = path.replace('{service}', definition.name).replaceAll(/\{[^}]+\}/g, 'x');
        expect([path, leads('api', concrete)]).toEqual([path, definition.name]);
        expect(leads('doors', concrete)).toBeUndefined();
      }
    }
    for (const path of ['/metrics', '/livez', '/readyz', '/startupz']) {
      expect([leads('doors', path), leads('api', path)]).toEqual([undefined, undefined]);
    }
    for (const { spec } of overlay.of('Ingress')) {
      expect(spec.tls[0].hosts).toEqual(spec.rules.map(({ host }: Loose) => host));
    }
  });

  /** The keys of a secret, by whoever makes it: an operator from a resource that is there, or the people who deploy. */
  function keysOf(name: string): readonly string[] {
    if (overlay.find('KafkaUser', name)) return ['password'];
    if (name === `${overlay.only('Kafka').metadata.name}-cluster-ca-cert`) return ['ca.crt'];
    if (overlay.of('Certificate').some(({ spec }) => spec.secretName === name)) return ['ca.crt', 'tls.crt', 'tls.key'];
    const { users } = overlay.only('MongoDBCommunity').spec;
    if (users.some((user: Loose) => user.connectionStringSecretName === name)) return ['connectionString.standard'];
    const external = overlay.find('ExternalSecret', name);
    if (external) {
      const { data, target } = external.spec;
      return [...data.map(({ secretKey }: Loose) => secretKey), ...Object.keys(target.template?.data ?? {})];
    }
    return folder.endsWith('dev') ? (byHand[name] ?? []) : [];
  }
});
