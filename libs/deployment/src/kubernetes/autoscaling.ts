/** How many pods of each service: by what waits on its topics (KEDA), or by processor time alone where there is no KEDA. */
import { allTopics, services, type ServiceName } from '@tributary/contracts';
import { autoscaler } from './kafka-resources.ts';
import { type Manifest } from './manifest.ts';
import { kafka } from './names.ts';

/** Two, so that one may go; twelve have four of the 48 partitions of production each, at least one of the usual twelve. */
const replicas = { least: 2, most: 12 } as const;
/** A pod works off a thousand events in a second or two: more pods when more waits than it does in about five. */
const lagOfOnePod = 5_000;
/** Percent of what a pod asks for; it may use four times as much. */
const processorUse = 150;

export function horizontalAutoscalers(): readonly Manifest[] {
  return services.map((service) => ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: service },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: service },
      minReplicas: replicas.least,
      maxReplicas: replicas.most,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: processorUse } },
        },
      ],
      behavior,
    },
  }));
}

export function lagAutoscalers(): readonly Manifest[] {
  return [credentials, ...services.map(scaledObject)];
}

/** Each change is a rebalance of the group: up in steps, down slowly. */
const behavior = {
  scaleUp: { stabilizationWindowSeconds: 30, policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }] },
  scaleDown: { stabilizationWindowSeconds: 600, policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }] },
};

const credentials: Manifest = {
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'TriggerAuthentication',
  metadata: { name: 'kafka-lag' },
  spec: {
    configMapTargetRef: [{ parameter: 'username', name: 'autoscaler', key: 'username' }],
    secretTargetRef: [
      { parameter: 'password', name: autoscaler, key: 'password' },
      { parameter: 'ca', name: kafka.caSecret, key: 'ca.crt' },
    ],
  },
};

function scaledObject(service: ServiceName): Manifest {
  const consumed = allTopics.filter(({ consumers }) => consumers.includes(service));
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: service },
    spec: {
      scaleTargetRef: { name: service },
      minReplicaCount: replicas.least,
      maxReplicaCount: replicas.most,
      advanced: { horizontalPodAutoscalerConfig: { behavior } },
      triggers: [
        { type: 'cpu', metricType: 'Utilization', metadata: { value: String(processorUse) } },
        ...consumed.map(({ name }) => ({
          type: 'kafka',
          metadata: {
            bootstrapServers: kafka.brokers,
            consumerGroup: service,
            topic: name,
            lagThreshold: String(lagOfOnePod),
            offsetResetPolicy: 'earliest',
            version: '3.6.0', // of the protocol; what KEDA speaks by itself is too old for Kafka 4
            sasl: 'scram_sha512',
            tls: 'enable',
          },
          authenticationRef: { name: 'kafka-lag' },
        })),
      ],
    },
  };
}
