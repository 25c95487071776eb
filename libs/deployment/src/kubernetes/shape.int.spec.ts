/** The overlays as kustomize builds them: valid, hardened, rolling without a gap. */
import { describe, expect, it } from '@jest/globals';
import { services } from '@tributary/contracts';
import { findKustomize } from './kustomize.ts';
import { manifestCheck } from './manifest-schemas.ts';
import { Overlay, type Loose } from './overlay.ts';

const build = findKustomize();
if (build === undefined) console.log('There is no kustomize, no kubectl and no Go: the manifests are not checked.');
/** Within which a service drains. */
const drainSeconds = 25;
const overlays =
  build === undefined ? [] : ['overlays/dev', 'overlays/prod'].map((name) => [name, new Overlay(build, name)] as const);

(build === undefined ? describe.skip : describe).each(overlays)('%s', (_name, overlay) => {
  it('is valid, manifest by manifest', () => {
    const check = manifestCheck();
    const wrong = overlay.all.flatMap((manifest) => {
      const kind = `${manifest.apiVersion} ${manifest.kind}`;
      return check(kind, manifest).map((problem) => `${kind} ${manifest.metadata.name}: ${problem}`);
    });
    expect(wrong).toEqual([]);
    expect(overlay.all.length).toBeGreaterThan(50);
  });

  it('lives in one namespace with restricted pod security', () => {
    const namespace = overlay.only('Namespace');
    expect(namespace.metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    const strays = overlay.all.filter(
      ({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== namespace.metadata.name,
    );
    expect(strays).toEqual([]);
  });

  it('contains no secret', () => {
    expect(overlay.of('Secret')).toEqual([]);
  });

  it('runs each service, and nothing else of its own', () => {
    expect(
      overlay
        .of('Deployment')
        .map(({ metadata }) => metadata.name)
        .toSorted(),
    ).toEqual([...services].toSorted());
    for (const name of services) {
      const { spec } = overlay.named('Deployment', name).spec.template;
      expect(spec.containers).toHaveLength(1);
      expect(spec.containers[0].args).toEqual([name]);
      expect(spec.containers[0].image).toMatch(/(^|\/)tributary:\d+\.\d+\.\d+$/);
    }
  });

  it('hardens every pod of the services', () => {
    for (const service of services) {
      const { spec } = overlay.named('Deployment', service).spec.template;
      expect(spec).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 10_001, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(spec.hostNetwork ?? spec.hostPID ?? spec.hostIPC).toBeUndefined();
      for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) expectHardened(container);
      expect(spec.volumes.filter((volume: Loose) => volume.hostPath !== undefined)).toEqual([]);
      expect(spec.volumes.find(({ name }: Loose) => name === 'tmp').emptyDir.sizeLimit).toBeDefined();
    }
    for (const account of overlay
      .of('ServiceAccount')
      .filter(({ metadata }) => services.some((name) => name === metadata.name))) {
      expect(account.automountServiceAccountToken).toBe(false);
    }
  });

  it('hardens the pods that operators make', () => {
    const kafka = overlay.only('Kafka').spec.entityOperator;
    const templates = [
      {
        pod: kafka.template.pod,
        containers: [kafka.template.topicOperatorContainer, kafka.template.userOperatorContainer],
      },
      ...overlay.of('KafkaNodePool').map(({ spec: { template } }) => ({
        pod: template.pod,
        containers: [template.kafkaContainer],
      })),
      ...overlay.of('MongoDBCommunity').map(({ spec }) => {
        const pod = spec.statefulSet.spec.template.spec;
        return { pod, containers: [...pod.containers, ...pod.initContainers] };
      }),
    ];
    for (const { pod, containers } of templates) {
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      for (const { securityContext } of containers) expectRestricted(securityContext);
    }
    for (const { spec } of overlay.of('KafkaNodePool')) expect(spec.template.pod.securityContext.fsGroup).toBe(0);
    const limited = [
      ...overlay.of('KafkaNodePool').map(({ spec }) => spec.resources),
      kafka.topicOperator.resources,
      kafka.userOperator.resources,
      ...overlay
        .of('MongoDBCommunity')
        .flatMap(({ spec }) => spec.statefulSet.spec.template.spec.containers.map((one: Loose) => one.resources)),
    ];
    for (const resources of limited) {
      expect(resources).toMatchObject({
        requests: { memory: expect.anything() },
        limits: { memory: expect.anything() },
      });
    }
  });

  it('rolls without a gap: probes, time to drain, one new pod before an old one goes', () => {
    for (const name of services) {
      const { spec } = overlay.named('Deployment', name).spec.template;
      const [container] = spec.containers;
      const paths = ['startupProbe', 'livenessProbe', 'readinessProbe'].map((probe) => container[probe].httpGet.path);
      expect(paths).toEqual(['/startupz', '/livez', '/readyz']);
      const settle: number = container.lifecycle.preStop.sleep.seconds;
      expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(settle + drainSeconds);
      expect(overlay.named('Deployment', name).spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
      expect(overlay.named('PodDisruptionBudget', name).spec.maxUnavailable).toBe(1);
      expect(spec.topologySpreadConstraints.map(({ topologyKey }: Loose) => topologyKey)).toEqual([
        'topology.kubernetes.io/zone',
        'kubernetes.io/hostname',
      ]);
    }
  });
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

function expectHardened(container: Loose): void {
  expectRestricted(container.securityContext);
  for (const kind of ['requests', 'limits']) {
    expect(container.resources[kind]).toMatchObject({ cpu: expect.anything(), memory: expect.anything() });
  }
}
