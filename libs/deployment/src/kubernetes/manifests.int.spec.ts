/** The overlays as kustomize builds them: valid, hardened, consistent, and exactly as open as the registry and the code ask for. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { accessOf, allTopics, services, watcherAccess, type ServiceName } from '@tributary/contracts';
import { databaseName } from '@tributary/mongo';
import { describeServices } from '@tributary/runtime';
import { allServices } from '@tributary/standalone';
import { doorPaths } from '@tributary/ingestion';
import { findKustomize } from './kustomize.ts';
import { manifestCheck } from './manifest-schemas.ts';
import { isAllowed, type Peer } from './policy-evaluator.ts';
import { peerCalls } from './reachability.ts';
import { whatItReads } from './what-it-reads.ts';

const build = findKustomize();
if (build === undefined) console.log('There is no kustomize, no kubectl and no Go: the manifests are not checked.');

const drainSeconds = 25;
const overlays = ['overlays/dev', 'overlays/prod'];

(build === undefined ? describe.skip : describe).each(overlays)('%s', (overlay) => {
  let all: any[];
  const of = (kind: string): any[] => all.filter((manifest) => manifest.kind === kind);
  const named = (kind: string, name: string): any => of(kind).find(({ metadata }) => metadata.name === name);
  const pods = (): [string, any][] => of('Deployment').map(({ metadata, spec }) => [metadata.name, spec.template]);

  beforeAll(() => {
    all = [...(build?.(overlay) ?? [])];
  });

  it('is valid, manifest by manifest', () => {
    const check = manifestCheck();
    const wrong = all.flatMap((manifest) => {
      const kind = `${String(manifest.apiVersion)} ${String(manifest.kind)}`;
      return check(kind, manifest).map((problem) => `${kind} ${String(manifest.metadata.name)}: ${problem}`);
    });
    expect(wrong).toEqual([]);
    expect(all.length).toBeGreaterThan(50);
  });

  it('lives in one namespace with restricted pod security', () => {
    const [namespace, ...others] = of('Namespace');
    expect(others).toEqual([]);
    expect(namespace.metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    const strays = all.filter(
      ({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== namespace.metadata.name,
    );
    expect(strays).toEqual([]);
  });

  it('contains no secret', () => {
    expect(of('Secret')).toEqual([]);
  });

  it('runs each service, and nothing else of its own', () => {
    expect(
      of('Deployment')
        .map(({ metadata }) => metadata.name)
        .toSorted(),
    ).toEqual([...services].toSorted());
    for (const [name, { spec }] of pods()) {
      expect(spec.containers).toHaveLength(1);
      expect(spec.containers[0].args).toEqual([name]);
      expect(spec.containers[0].image).toMatch(/(^|\/)tributary:\d+\.\d+\.\d+$/);
    }
  });

  it('hardens every pod of the services', () => {
    for (const [, { spec }] of pods()) {
      expect(spec).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 10_001, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(spec.hostNetwork ?? spec.hostPID ?? spec.hostIPC).toBeUndefined();
      for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) expectHardened(container);
      expect(spec.volumes.filter((volume: any) => volume.hostPath !== undefined)).toEqual([]);
      expect(spec.volumes.find(({ name }: any) => name === 'tmp').emptyDir.sizeLimit).toBeDefined();
    }
    for (const account of of('ServiceAccount').filter(({ metadata }) => services.includes(metadata.name))) {
      expect(account.automountServiceAccountToken).toBe(false);
    }
  });

  it('hardens the pods that operators make', () => {
    const kafka = of('Kafka')[0].spec.entityOperator;
    const templates = [
      {
        pod: kafka.template.pod,
        containers: [kafka.template.topicOperatorContainer, kafka.template.userOperatorContainer],
      },
      ...of('KafkaNodePool').map(({ spec: { template } }) => ({
        pod: template.pod,
        containers: [template.kafkaContainer],
      })),
      ...of('MongoDBCommunity').map(({ spec }) => {
        const pod = spec.statefulSet.spec.template.spec;
        return { pod, containers: [...pod.containers, ...pod.initContainers] };
      }),
    ];
    for (const { pod, containers } of templates) {
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      for (const { securityContext } of containers) expectRestricted(securityContext);
    }
    const limited = [
      ...of('KafkaNodePool').map(({ spec }) => spec.resources),
      kafka.topicOperator.resources,
      kafka.userOperator.resources,
      ...of('MongoDBCommunity').flatMap(({ spec }) =>
        spec.statefulSet.spec.template.spec.containers.map((one: any) => one.resources),
      ),
    ];
    for (const resources of limited) {
      expect(resources).toMatchObject({
        requests: { memory: expect.anything() },
        limits: { memory: expect.anything() },
      });
    }
  });

  it('rolls without a gap: probes, time to drain, one new pod before an old one goes', () => {
    for (const [name, { spec }] of pods()) {
      const [container] = spec.containers;
      const paths = ['startupProbe', 'livenessProbe', 'readinessProbe'].map((probe) => container[probe].httpGet.path);
      expect(paths).toEqual(['/startupz', '/livez', '/readyz']);
      const settle = container.lifecycle.preStop.sleep.seconds;
      expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(settle + drainSeconds);
      expect(named('Deployment', name).spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
      expect(named('PodDisruptionBudget', name).spec.maxUnavailable).toBe(1);
      expect(spec.topologySpreadConstraints.map(({ topologyKey }: any) => topologyKey)).toEqual([
        'topology.kubernetes.io/zone',
        'kubernetes.io/hostname',
      ]);
    }
  });

  it('refers to nothing that is not there', () => {
    for (const [name, template] of pods()) {
      const { labels } = template.metadata;
      const selectors = [
        named('Deployment', name).spec.selector.matchLabels,
        named('Service', name).spec.selector,
        named('PodDisruptionBudget', name).spec.selector.matchLabels,
        ...template.spec.topologySpreadConstraints.map((one: any) => one.labelSelector.matchLabels),
      ];
      for (const selector of selectors) expect(labels).toMatchObject(selector);
      const ports = template.spec.containers[0].ports;
      for (const { targetPort } of named('Service', name).spec.ports) {
        expect(ports).toContainEqual(expect.objectContaining({ name: targetPort }));
      }
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
        expect(ports).toContainEqual(
          expect.objectContaining({ name: template.spec.containers[0][probe].httpGet.port }),
        );
      }
      expect(named('ServiceAccount', template.spec.serviceAccountName)).toBeDefined();
      for (const { configMapRef } of template.spec.containers[0].envFrom) {
        expect(named('ConfigMap', configMapRef.name)).toBeDefined();
      }
      for (const [secret, key] of secretsOf(template.spec))
        expect([secret, keysOf(secret)]).toEqual([secret, expect.arrayContaining([key])]);
      const volumes = template.spec.volumes.map((volume: any) => volume.name);
      expect(template.spec.containers[0].volumeMounts.map((mount: any) => mount.name).toSorted()).toEqual(
        volumes.toSorted(),
      );
    }
    for (const { spec } of of('Ingress')) {
      for (const { backend } of spec.rules[0].http.paths) {
        const ports = named('Service', backend.service.name).spec.ports;
        expect(ports).toContainEqual(expect.objectContaining({ port: backend.service.port.number }));
      }
    }
    for (const { metadata } of [...of('KafkaTopic'), ...of('KafkaUser'), ...of('KafkaNodePool')]) {
      expect(named('Kafka', metadata.labels['strimzi.io/cluster'])).toBeDefined();
    }
  });

  it('gives every service the variables that it needs, and none that it does not read', async () => {
    for (const definition of allServices) {
      const env = environmentOf(definition.name);
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
    const [listener, ...others] = of('Kafka')[0].spec.kafka.listeners;
    expect(others).toEqual([]);
    expect(listener).toMatchObject({ tls: true, authentication: { type: 'scram-sha-512' } });
    expect(of('Kafka')[0].spec.kafka.authorization).toEqual({ type: 'simple' });
    for (const service of services) {
      const env = environmentOf(service);
      expect(env).toMatchObject({
        KAFKA_SSL: 'true',
        KAFKA_SASL_MECHANISM: 'scram-sha-512',
        KAFKA_SASL_USERNAME: service,
        KAFKA_SASL_PASSWORD: `${service}/password`,
      });
      expect(env['KAFKA_BROKERS']).toBe(`tributary-kafka-bootstrap:${String(listener.port)}`);
      expect(env['KAFKA_SSL_CA_FILE']).toBe(mountOf(service, { secret: 'tributary-cluster-ca-cert' }) + '/ca.crt');
    }
  });

  it('grants on Kafka what the registry says, and nothing else', () => {
    const users = new Map(of('KafkaUser').map(({ metadata, spec }) => [metadata.name, spec]));
    const access = accessOf(allTopics);
    expect([...users.keys()].toSorted()).toEqual([...services, 'autoscaler'].toSorted());
    for (const [name, { authentication, authorization }] of users) {
      const wanted = name === 'autoscaler' ? watcherAccess(allTopics) : access.get(name);
      expect(authentication.type).toBe('scram-sha-512');
      expect(authorization.type).toBe('simple');
      const granted = authorization.acls.map(({ resource, operations, type }: any) => ({
        type,
        resource: resource.type,
        name: resource.name,
        pattern: resource.patternType,
        operations,
      }));
      expect(granted).toEqual(wanted?.map((grant) => ({ type: undefined, ...grant })));
    }
  });

  it('makes every topic of the registry, with the partitions that the services expect', () => {
    const partitions = Number(environmentOf('ingestion')['TRIBUTARY_PARTITIONS']);
    expect(
      of('KafkaTopic')
        .map(({ metadata }) => metadata.name)
        .toSorted(),
    ).toEqual(allTopics.map(({ name }) => name).toSorted());
    for (const { metadata, spec } of of('KafkaTopic')) {
      const topic = allTopics.find(({ name }) => name === metadata.name);
      expect(spec.partitions).toBe(partitions);
      expect(spec.config['cleanup.policy']).toBe(topic?.retention === 'compacted' ? 'compact' : 'delete');
    }
    for (const { spec } of of('ScaledObject')) expect(spec.maxReplicaCount).toBeLessThanOrEqual(partitions);
  });

  it('gives each service a MongoDB user with rights on its own database alone', () => {
    const [{ spec }] = of('MongoDBCommunity');
    const granted = spec.users.map((user: any) => [user.name, user.db, user.roles]);
    expect(granted).toEqual(
      services.map((service) => [service, 'admin', [{ name: 'readWrite', db: databaseName('', service) }]]),
    );
    expect(spec.security).toMatchObject({ authentication: { modes: ['SCRAM'] }, tls: { enabled: true } });
    for (const user of spec.users) {
      expect(environmentOf(user.name)['MONGODB_URI']).toBe(
        `${String(user.connectionStringSecretName)}/connectionString.standard`,
      );
      expect(user.additionalConnectionStringConfig.tlsCAFile).toBe(
        `${mountOf(user.name, { secret: 'mongodb-tls' })}/ca.crt`,
      );
    }
    const certificate = of('Certificate').find(
      (one) => one.spec.secretName === spec.security.tls.certificateKeySecretRef.name,
    );
    expect(certificate.spec.dnsNames).toContain('*.mongodb-svc.tributary.svc.cluster.local');
  });

  it('leads every path of the API and of the doors to the service that answers it', async () => {
    const leads = (host: string, path: string): string | undefined =>
      of('Ingress')
        .find(({ metadata }) => metadata.name === host)
        .spec.rules[0].http.paths.filter((one: any) => path === one.path || path.startsWith(`${String(one.path)}/`))
        .toSorted((a: any, b: any) => b.path.length - a.path.length)[0]?.backend.service.name;
    for (const path of doorPaths) expect(leads('doors', path)).toBe('ingestion');
    for (const definition of allServices) {
      const document: any = await describeServices([definition]);
      for (const path of Object.keys(document.paths).filter((one) => !doorPaths.includes(one))) {
        const concrete = path.replace('{service}', definition.name).replaceAll(/\{[^}]+\}/g, 'x');
        expect([path, leads('api', concrete)]).toEqual([path, definition.name]);
        expect(leads('doors', concrete)).toBeUndefined();
      }
    }
    for (const path of ['/metrics', '/livez', '/readyz', '/startupz']) {
      expect([leads('doors', path), leads('api', path)]).toEqual([undefined, undefined]);
    }
    for (const { spec } of of('Ingress')) {
      expect(spec.tls[0].hosts).toEqual(spec.rules.map(({ host }: any) => host));
    }
  });

  it('is reachable exactly as the registry and the calls between services ask for', async () => {
    const calls = await Promise.all(
      allServices.map(async (one) => [one.name, (await whatItReads(one, environmentOf(one.name))).peers] as const),
    );
    expect(calls.flatMap(([from, to]) => [...to].map((peer) => [from, peer])).toSorted()).toEqual(
      peerCalls.map((call) => [...call]).toSorted(),
    );
    const [places, wanted] = [placesOf(all), new Set(wantedFlows(calls))];
    const policies = of('NetworkPolicy');
    const ports = [53, 80, 443, 4318, 4400, 6443, 8443, 9090, 9091, 9092, 9093, 9404, 27_017];
    const allowed: string[] = [];
    for (const [from, source] of places) {
      for (const [to, target] of places) {
        if (isOutside(from, source) && isOutside(to, target)) continue; // not ours to decide
        for (const port of ports) {
          for (const protocol of ['TCP', 'UDP']) {
            if (isAllowed(policies, { from: source, to: target, port, protocol }))
              allowed.push(`${from} -> ${to} ${port}/${protocol}`);
          }
        }
      }
    }
    expect(allowed.toSorted()).toEqual([...wanted].toSorted());
  });

  const secretsOf = (spec: any): [string, string][] => [
    ...spec.containers[0].env.flatMap(({ valueFrom }: any) =>
      valueFrom === undefined ? [] : [[valueFrom.secretKeyRef.name, valueFrom.secretKeyRef.key]],
    ),
    ...spec.volumes.flatMap(({ secret }: any) =>
      secret ? secret.items.map(({ key }: any) => [secret.secretName, key]) : [],
    ),
  ];

  /** The keys of a secret, by whoever makes it: an operator from a resource that is there, or the people who deploy. */
  const keysOf = (name: string): string[] => {
    if (named('KafkaUser', name)) return ['password'];
    const [cluster] = of('Kafka');
    if (name === `${String(cluster.metadata.name)}-cluster-ca-cert`) return ['ca.crt'];
    if (of('Certificate').some(({ spec }) => spec.secretName === name)) return ['ca.crt', 'tls.crt', 'tls.key'];
    const [mongodb] = of('MongoDBCommunity');
    if (mongodb.spec.users.some((user: any) => user.connectionStringSecretName === name))
      return ['connectionString.standard'];
    const external = named('ExternalSecret', name);
    if (external) return external.spec.data.map(({ secretKey }: any) => secretKey);
    return overlay.endsWith('dev') && name === 'tributary-keys' ? ['secret-keys', 'write-key'] : [];
  };

  function environmentOf(service: ServiceName): Record<string, string> {
    const [container] = named('Deployment', service).spec.template.spec.containers;
    return {
      ...named('ConfigMap', container.envFrom[0].configMapRef.name).data,
      ...Object.fromEntries(
        container.env.map(({ name, value, valueFrom }: any) => [
          name,
          value ?? `${String(valueFrom.secretKeyRef.name)}/${String(valueFrom.secretKeyRef.key)}`,
        ]),
      ),
    };
  }

  function mountOf(service: ServiceName, { secret }: { secret: string }): string {
    const { volumes, containers } = named('Deployment', service).spec.template.spec;
    const volume = volumes.find((one: any) => one.secret?.secretName === secret);
    return containers[0].volumeMounts.find((one: any) => one.name === volume.name).mountPath;
  }
});

function expectRestricted(securityContext: unknown): void {
  expect(securityContext).toMatchObject({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(securityContext).not.toHaveProperty('privileged');
  expect(securityContext).not.toHaveProperty('capabilities.add');
}

function expectHardened(container: any): void {
  expectRestricted(container.securityContext);
  for (const kind of ['requests', 'limits']) {
    expect(container.resources[kind]).toMatchObject({ cpu: expect.anything(), memory: expect.anything() });
  }
}

/** Every kind of pod that there is, ours and its neighbours, and what lies outside. */
function placesOf(all: any[]): Map<string, Peer> {
  const own = all
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ metadata, spec }): [string, Peer] => [
      metadata.name,
      { namespace: metadata.namespace, labels: spec.template.metadata.labels },
    ]);
  const inside = (labels: Record<string, string>): Peer => ({ namespace: 'tributary', labels });
  const neighbour = (namespace: string, labels: Record<string, string> = {}): Peer => ({ namespace, labels });
  // The labels that Strimzi and MongoDB's operator give their pods.
  const cluster = { 'strimzi.io/cluster': 'tributary', 'app.kubernetes.io/managed-by': 'strimzi-cluster-operator' };
  return new Map([
    ...own,
    ['kafka', inside({ ...cluster, 'strimzi.io/component-type': 'kafka', 'strimzi.io/pool-name': 'brokers' })],
    ['entity-operator', inside({ ...cluster, 'strimzi.io/component-type': 'entity-operator' })],
    ['mongodb', inside({ app: 'mongodb-svc' })],
    ['stranger', inside({ app: 'stranger' })],
    ['ingress', neighbour('ingress')],
    ['monitoring', neighbour('monitoring')],
    ['keda', neighbour('keda')],
    ['strimzi', neighbour('strimzi')],
    ['dns', neighbour('kube-system', { 'k8s-app': 'kube-dns' })],
    ['kube-system', neighbour('kube-system')],
    ['default', neighbour('default')],
    ['internet', { address: '203.0.113.7' }],
  ]);
}

const isOutside = (_name: string, peer: Peer): boolean => !('labels' in peer) || peer.namespace !== 'tributary';

/** What must be reachable, said once more and independently of how the policies are made. */
function wantedFlows(calls: readonly (readonly [ServiceName, ReadonlySet<string>])[]): string[] {
  const flow = (from: string, to: string, ...ports: number[]) => ports.map((port) => `${from} -> ${to} ${port}/TCP`);
  const onTopics = services.filter((service) =>
    allTopics.some(({ producers, consumers }) => producers.includes(service) || consumers.includes(service)),
  );
  return [
    ...calls.flatMap(([from, peers]) => [...peers].flatMap((to) => flow(from, to, 4400))),
    ...onTopics.flatMap((service) => flow(service, 'kafka', 9093)),
    ...allServices.flatMap(({ name }) => flow(name, 'mongodb', 27_017)),
    ...services.flatMap((service) => flow('ingress', service, 4400)),
    ...services.flatMap((service) => flow('monitoring', service, 4400)),
    ...services.flatMap((service) => flow(service, 'monitoring', 4318)),
    ...[...services, 'kafka', 'entity-operator', 'mongodb'].flatMap((place) => [
      ...flow(place, 'dns', 53),
      `${place} -> dns 53/UDP`,
    ]),
    ...flow('kafka', 'kafka', 9090, 9091),
    ...flow('entity-operator', 'kafka', 9091),
    ...flow('strimzi', 'kafka', 9090, 9091, 8443),
    ...flow('keda', 'kafka', 9093),
    ...flow('monitoring', 'kafka', 9404),
    ...flow('mongodb', 'mongodb', 27_017),
    ...flow('entity-operator', 'internet', 443, 6443),
    ...flow('mongodb', 'internet', 443, 6443),
  ];
}
