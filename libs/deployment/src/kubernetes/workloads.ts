/** Each service as a Deployment with its Service, account and disruption budget. */
import { type ServiceName } from '@tributary/contracts';
import { containerSecurity, podSecurity, selectorOf, servicePort, type Manifest } from './manifest.ts';
import { authorities, kafka, kafkaUserOf, keys, mongodb, mongodbUriOf } from './names.ts';

/** Endpoints forget a pod within seconds; until then it must still answer. */
const settleSeconds = 5;
/** Where ingestion writes a file while it is imported: room for two of the largest that it takes, by its usual settings. */
const imports = { path: '/imports', room: '2Gi' } as const;
/** Within which a service drains (libs/platform/runtime/src/run-service.ts). */
const drainSeconds = 25;

export function workloadsOf(service: ServiceName): readonly Manifest[] {
  const metadata = { name: service, labels: selectorOf(service) };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        selector: selectorOf(service),
        ports: [{ name: 'http', port: servicePort, targetPort: 'http' }],
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: selectorOf(service) } },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        revisionHistoryLimit: 5,
        selector: { matchLabels: selectorOf(service) },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        template: { metadata: { labels: selectorOf(service) }, spec: podOf(service) },
      },
    },
  ];
}

function podOf(service: ServiceName): Readonly<Record<string, unknown>> {
  return {
    serviceAccountName: service,
    automountServiceAccountToken: false,
    enableServiceLinks: false, // they would put variables like INGESTION_PORT into the environment
    terminationGracePeriodSeconds: settleSeconds + drainSeconds + 5,
    securityContext: podSecurity,
    topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: selectorOf(service) },
      matchLabelKeys: ['pod-template-hash'],
    })),
    containers: [
      {
        name: service,
        image: 'tributary',
        args: [service],
        ports: [{ name: 'http', containerPort: servicePort }],
        envFrom: [{ configMapRef: { name: 'settings' } }],
        env: environmentOf(service),
        ...probes,
        lifecycle: { preStop: { sleep: { seconds: settleSeconds } } },
        resources: { requests: { cpu: '250m', memory: '384Mi' }, limits: { cpu: '1', memory: '512Mi' } },
        securityContext: containerSecurity,
        volumeMounts: [
          { name: 'tmp', mountPath: '/tmp' },
          ...(service === 'ingestion' ? [{ name: 'imports', mountPath: imports.path }] : []),
          mountOf('kafka-authority', authorities.kafka),
          mountOf('mongodb-authority', authorities.mongodb),
        ],
      },
    ],
    volumes: [
      { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
      ...(service === 'ingestion' ? [{ name: 'imports', emptyDir: { sizeLimit: imports.room } }] : []),
      volumeOf('kafka-authority', kafka.caSecret),
      volumeOf('mongodb-authority', mongodb.tlsSecret),
    ],
  };
}

/** An authority alone, of all that its secret holds. */
export const volumeOf = (name: string, secretName: string) => ({
  name,
  secret: { secretName, defaultMode: 0o440, items: [{ key: 'ca.crt', path: 'ca.crt' }] },
});

export const mountOf = (name: string, mountPath: string) => ({ name, mountPath, readOnly: true });

function environmentOf(service: ServiceName): readonly Readonly<Record<string, unknown>>[] {
  return [
    { name: 'KAFKA_SASL_USERNAME', value: kafkaUserOf(service) },
    fromSecret('KAFKA_SASL_PASSWORD', kafkaUserOf(service), 'password'),
    fromSecret('MONGODB_URI', mongodbUriOf(service), 'connectionString.standard'),
    fromSecret('TRIBUTARY_SECRET_KEYS', keys.secret, keys.secretKeys),
    ...(service === 'ingestion' ? ofIngestion : []),
  ];
}

export const fromSecret = (name: string, secret: string, key: string) => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

const ofIngestion = [
  fromSecret('TRIBUTARY_WRITE_KEY', keys.secret, keys.writeKey),
  { name: 'INGESTION_IMPORT_DIR', value: imports.path },
];

const asks = (path: string) => ({ httpGet: { path, port: 'http' }, timeoutSeconds: 5 });

const probes = {
  // Topics, databases and indexes are made sure of before a service listens: two minutes for a slow first start.
  startupProbe: { ...asks('/startupz'), periodSeconds: 2, failureThreshold: 60 },
  // Fails when messages wait and nothing moves.
  livenessProbe: { ...asks('/livez'), periodSeconds: 10, failureThreshold: 3 },
  // Fails while the store is away or the service drains.
  readinessProbe: { ...asks('/readyz'), periodSeconds: 5, failureThreshold: 2 },
};
