/** Network policies: nothing may talk to anything, except what the list of flows allows, both at its beginning and at its end. */
import { type Manifest } from './manifest.ts';
import {
  allowedFlows,
  insidePlaces,
  isInside,
  labelsOf,
  namespaceOf,
  type Flow,
  type Inside,
  type Place,
} from './reachability.ts';

export function networkPolicies(): readonly Manifest[] {
  const flows = allowedFlows();
  return [denyAll, ...insidePlaces.map((place) => policyOf(place, flows))];
}

const denyAll: Manifest = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'deny-all' },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
};

function policyOf(place: Inside, flows: readonly Flow[]): Manifest {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: place },
    spec: {
      podSelector: { matchLabels: labelsOf(place) },
      policyTypes: ['Ingress', 'Egress'],
      ingress: rules(
        flows.filter(({ to }) => to === place),
        'from',
      ),
      egress: rules(
        flows.filter(({ from }) => from === place),
        'to',
      ),
    },
  };
}

/** One rule for each other side, with all its ports. */
function rules(flows: readonly Flow[], side: 'from' | 'to'): readonly Readonly<Record<string, unknown>>[] {
  return [...Map.groupBy(flows, (flow) => flow[side])].map(([other, own]) => ({
    [side]: [peerOf(other)],
    ports: own.map(({ protocol, port }) => ({ protocol, port })),
  }));
}

function peerOf(place: Place): Readonly<Record<string, unknown>> {
  if (isInside(place)) return { podSelector: { matchLabels: labelsOf(place) } };
  // Its address differs from cluster to cluster; the ports keep this from being a way out to anything else inside.
  if (place === 'kubernetes-api') return { ipBlock: { cidr: '0.0.0.0/0' } };
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespaceOf(place) } };
  return place === 'dns'
    ? { namespaceSelector, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }
    : { namespaceSelector };
}
