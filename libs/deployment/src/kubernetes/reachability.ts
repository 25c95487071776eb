/** Who may open a connection to whom. The network policies are made of this list; what is not on it is refused. */
import { allTopics, services, topicsOf, type ServiceName } from '@tributary/contracts';
import { selectorOf, servicePort, type Labels } from './manifest.ts';

/** Services that ask other services over HTTP; the rest flows over topics. */
export const peerCalls: readonly (readonly [ServiceName, ServiceName])[] = [
  ['ingestion', 'identity'], // the person behind an event, for its trace
  ['segmentation', 'ingestion'], // the archive, to fill a new segment
  ['analytics', 'ingestion'], // the archive, to rebuild figures
];

/** Pods that the operators run in our namespace for us. */
const engines = {
  kafka: { 'strimzi.io/cluster': 'tributary', 'strimzi.io/component-type': 'kafka' },
  'kafka-entity-operator': { 'strimzi.io/cluster': 'tributary', 'strimzi.io/component-type': 'entity-operator' },
  mongodb: { app: 'mongodb-svc' },
} as const;

/** Namespaces whose pods take part. */
const neighbours = {
  ingress: 'ingress',
  monitoring: 'monitoring',
  keda: 'keda',
  strimzi: 'strimzi',
  mqtt: 'mqtt', // with its component alone
  dns: 'kube-system',
} as const;

export type Inside = ServiceName | keyof typeof engines;
/** The API server has no pod: it is an address outside. */
export type Place = Inside | keyof typeof neighbours | 'kubernetes-api';

export interface Flow {
  readonly from: Place;
  readonly to: Place;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

export const insidePlaces: readonly Inside[] = [...services, 'kafka', 'kafka-entity-operator', 'mongodb'];

export const isInside = (place: Place): place is Inside => insidePlaces.some((inside) => inside === place);

/** The labels of the pods of a place in our namespace. */
export const labelsOf = (place: Inside): Labels =>
  place === 'kafka' || place === 'kafka-entity-operator' || place === 'mongodb' ? engines[place] : selectorOf(place);

export const namespaceOf = (place: keyof typeof neighbours): string => neighbours[place];

export function allowedFlows(): readonly Flow[] {
  return [
    ...services.flatMap(flowsOf),
    ...peerCalls.map(([from, to]) => tcp(from, to, servicePort)),
    ...insidePlaces.flatMap((from) => [tcp(from, 'dns', 53), { ...tcp(from, 'dns', 53), protocol: 'UDP' as const }]),
    tcp('keda', 'kafka', 9093), // reads lag
    tcp('kafka', 'kafka', 9090), // the quorum of controllers
    tcp('kafka', 'kafka', 9091), // replication
    tcp('kafka-entity-operator', 'kafka', 9091), // makes topics and users
    tcp('kafka-entity-operator', 'kubernetes-api', 443),
    tcp('kafka-entity-operator', 'kubernetes-api', 6443),
    ...[9090, 9091, 8443].map((port) => tcp('strimzi', 'kafka', port)), // rolls brokers
    tcp('monitoring', 'kafka', 9404),
    tcp('mongodb', 'mongodb', 27017),
    tcp('mongodb', 'kubernetes-api', 443), // the agent notes its progress on its pod
    tcp('mongodb', 'kubernetes-api', 6443),
  ];
}

function flowsOf(service: ServiceName): readonly Flow[] {
  return [
    ...(topicsOf([service], allTopics).length > 0 ? [tcp(service, 'kafka', 9093)] : []),
    tcp(service, 'mongodb', 27017),
    tcp(service, 'monitoring', 4318), // traces
    tcp('ingress', service, servicePort),
    tcp('monitoring', service, servicePort), // metrics
  ];
}

const tcp = (from: Place, to: Place, port: number): Flow => ({ from, to, port, protocol: 'TCP' });
