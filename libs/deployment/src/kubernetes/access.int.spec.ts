/** The overlays as kustomize builds them: exactly as open as the registry and the calls between services ask for. */
import { describe, expect, it } from '@jest/globals';
import { accessOf, allTopics, services, watcherAccess, type Party, type ServiceName } from '@tributary/contracts';
import { databaseName } from '@tributary/mongo';
import { allServices } from '@tributary/standalone';
import { findKustomize } from './kustomize.ts';
import { Overlay, type Loose } from './overlay.ts';
import { isAllowed, type Peer } from './policy-evaluator.ts';
import { peerCalls } from './reachability.ts';
import { whatItReads } from './what-it-reads.ts';

const build = findKustomize();
if (build === undefined) console.log('There is no kustomize, no kubectl and no Go: the manifests are not checked.');
const overlays =
  build === undefined ? [] : ['overlays/dev', 'overlays/prod'].map((name) => [name, new Overlay(build, name)] as const);

(build === undefined ? describe.skip : describe).each(overlays)('%s', (_name, overlay) => {
  it('grants on Kafka what the registry says, and nothing else', () => {
    const users = new Map(overlay.of('KafkaUser').map(({ metadata, spec }) => [metadata.name, spec]));
    const access = accessOf(allTopics);
    expect([...users.keys()].toSorted()).toEqual([...services, 'autoscaler'].toSorted());
    for (const [name, { authentication, authorization }] of users) {
      const wanted = name === 'autoscaler' ? watcherAccess(allTopics) : access.get(name as Party);
      expect(authentication.type).toBe('scram-sha-512');
      expect(authorization.type).toBe('simple');
      const granted = authorization.acls.map(({ resource, operations, type }: Loose) => ({
        type,
        resource: resource.type,
        name: resource.name,
        pattern: resource.patternType,
        operations,
      }));
      expect(granted).toEqual(wanted?.map((grant) => ({ type: undefined, ...grant })));
    }
  });

  it('gives each service a MongoDB user with rights on its own database alone', () => {
    const { spec } = overlay.only('MongoDBCommunity');
    const granted = spec.users.map((user: Loose) => [user.name, user.db, user.roles]);
    expect(granted).toEqual(
      services.map((service) => [service, 'admin', [{ name: 'readWrite', db: databaseName('', service) }]]),
    );
    expect(spec.security).toMatchObject({ authentication: { modes: ['SCRAM'] }, tls: { enabled: true } });
    for (const user of spec.users) {
      expect(overlay.environmentOf(user.name)['MONGODB_URI']).toBe(
        `${String(user.connectionStringSecretName)}/connectionString.standard`,
      );
      expect(user.additionalConnectionStringConfig.tlsCAFile).toBe(
        `${overlay.mountOf(user.name, 'mongodb-tls')}/ca.crt`,
      );
    }
    const certificate = overlay
      .of('Certificate')
      .find((one) => one.spec.secretName === spec.security.tls.certificateKeySecretRef.name);
    expect(certificate?.spec.dnsNames).toContain('*.mongodb-svc.tributary.svc.cluster.local');
  });

  it('is reachable exactly as the registry and the calls between services ask for', async () => {
    const calls = await Promise.all(
      allServices.map(
        async (one) => [one.name, (await whatItReads(one, overlay.environmentOf(one.name))).peers] as const,
      ),
    );
    expect(calls.flatMap(([from, to]) => [...to].map((peer) => [from, peer])).toSorted()).toEqual(
      peerCalls.map((call) => [...call]).toSorted(),
    );
    const [places, wanted] = [placesOf(overlay), new Set(wantedFlows(calls))];
    const policies: Loose = overlay.of('NetworkPolicy');
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
});

/** Every kind of pod that there is, ours and its neighbours, and what lies outside. */
function placesOf(overlay: Overlay): Map<string, Peer> {
  const own = overlay
    .of('Deployment')
    .map(({ metadata, spec }): [string, Peer] => [
      metadata.name,
      { namespace: metadata.namespace, labels: spec.template.metadata.labels },
    ]);
  const inside = (labels: Record<string, string>): Peer => ({ namespace: 'tributary', labels });
  const neighbour = (namespace: string, labels: Record<string, string> = {}): Peer => ({ namespace, labels });
  // The labels that Strimzi and MongoDB's operator give their pods.
  const cluster = { 'strimzi.io/cluster': 'tributary', 'app.kubernetes.io/part-of': 'strimzi-tributary' };
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
