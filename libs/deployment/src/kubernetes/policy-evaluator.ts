/** Decides as a cluster does whether network policies let one pod open a connection to another. */

type PodLabels = Readonly<Record<string, string>>;

interface Pod {
  readonly namespace: string;
  readonly labels: PodLabels;
}

/** An address outside every pod network. */
interface Address {
  readonly address: string;
}

export type Peer = Pod | Address;

interface Selector {
  readonly matchLabels?: PodLabels;
}

interface PeerRule {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string };
}

interface PortRule {
  readonly protocol?: string;
  readonly port: number;
}

interface Rule {
  readonly from?: readonly PeerRule[];
  readonly to?: readonly PeerRule[];
  readonly ports?: readonly PortRule[];
}

export interface NetworkPolicy {
  readonly metadata: { readonly namespace: string };
  readonly spec: {
    readonly podSelector: Selector;
    readonly policyTypes: readonly string[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

export interface Connection {
  readonly from: Peer;
  readonly to: Peer;
  readonly port: number;
  readonly protocol: string;
}

/** Both ends must allow it: the policies of the pod that begins, and those of the pod that is reached. */
export function isAllowed(policies: readonly NetworkPolicy[], connection: Connection): boolean {
  return (
    endAllows(policies, connection, { type: 'Egress', own: connection.from, other: connection.to }) &&
    endAllows(policies, connection, { type: 'Ingress', own: connection.to, other: connection.from })
  );
}

interface End {
  readonly type: 'Ingress' | 'Egress';
  readonly own: Peer;
  readonly other: Peer;
}

/** A pod that no policy of a type selects is open in that direction; otherwise one of them must allow. */
function endAllows(policies: readonly NetworkPolicy[], connection: Connection, { type, own, other }: End): boolean {
  if (!('labels' in own)) return true;
  const selecting = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === own.namespace && spec.policyTypes.includes(type) && selects(spec.podSelector, own.labels),
  );
  if (selecting.length === 0) return true;
  return selecting.some(({ metadata, spec }) =>
    (type === 'Ingress' ? spec.ingress : spec.egress)?.some(
      (rule) =>
        portsMatch(rule.ports, connection) &&
        peersMatch(type === 'Ingress' ? rule.from : rule.to, other, metadata.namespace),
    ),
  );
}

/** No list at all means every port. */
const portsMatch = (ports: readonly PortRule[] | undefined, { port, protocol }: Connection): boolean =>
  ports === undefined || ports.some((rule) => rule.port === port && (rule.protocol ?? 'TCP') === protocol);

/** No list, or an empty one, means everybody. */
function peersMatch(rules: readonly PeerRule[] | undefined, peer: Peer, namespace: string): boolean {
  return rules === undefined || rules.length === 0 || rules.some((rule) => peerMatches(rule, peer, namespace));
}

function peerMatches({ podSelector, namespaceSelector, ipBlock }: PeerRule, peer: Peer, namespace: string): boolean {
  // Whether a block of addresses covers pods differs between networks; we count on it covering what is outside only.
  if (!('labels' in peer)) {
    return ipBlock !== undefined && ['0.0.0.0/0', peer.address, `${peer.address}/32`].includes(ipBlock.cidr);
  }
  if (ipBlock !== undefined) return false;
  const inNamespace =
    namespaceSelector === undefined
      ? peer.namespace === namespace
      : selects(namespaceSelector, { 'kubernetes.io/metadata.name': peer.namespace });
  return inNamespace && (podSelector === undefined || selects(podSelector, peer.labels));
}

const selects = ({ matchLabels = {} }: Selector, labels: PodLabels): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
