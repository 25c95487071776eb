import { describe, expect, it } from '@jest/globals';
import { isAllowed, type NetworkPolicy, type Peer } from './policy-evaluator.ts';

const pod = (namespace: string, app: string): Peer => ({ namespace, labels: { app } });
const [door, store, elsewhere] = [pod('shop', 'door'), pod('shop', 'store'), pod('other', 'door')];
const tcp = (from: Peer, to: Peer, port = 80) => ({ from, to, port, protocol: 'TCP' });

const denyAll: NetworkPolicy = {
  metadata: { namespace: 'shop' },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
};
const policy = (app: string, rules: Pick<NetworkPolicy['spec'], 'ingress' | 'egress'>): NetworkPolicy => ({
  metadata: { namespace: 'shop' },
  spec: { podSelector: { matchLabels: { app } }, policyTypes: ['Ingress', 'Egress'], ...rules },
});
const toStore = policy('door', {
  egress: [{ to: [{ podSelector: { matchLabels: { app: 'store' } } }], ports: [{ port: 80 }] }],
});
const fromDoor = policy('store', { ingress: [{ from: [{ podSelector: { matchLabels: { app: 'door' } } }] }] });

describe('network policies', () => {
  it('leave open what none of them selects', () => {
    expect(isAllowed([], tcp(door, store))).toBe(true);
    expect(isAllowed([denyAll], tcp(elsewhere, pod('other', 'store')))).toBe(true);
  });

  it('need the consent of both ends', () => {
    expect(isAllowed([denyAll, toStore], tcp(door, store))).toBe(false);
    expect(isAllowed([denyAll, fromDoor], tcp(door, store))).toBe(false);
    expect(isAllowed([denyAll, toStore, fromDoor], tcp(door, store))).toBe(true);
  });

  it('mean the port, the protocol and the namespace that they name', () => {
    const policies = [denyAll, toStore, fromDoor];
    expect(isAllowed(policies, tcp(door, store, 81))).toBe(false);
    expect(isAllowed(policies, { ...tcp(door, store), protocol: 'UDP' })).toBe(false);
    expect(isAllowed(policies, tcp(elsewhere, store))).toBe(false);
    expect(isAllowed(policies, tcp(store, door))).toBe(false);
  });

  it('let in another namespace by its name, and out to addresses by their block', () => {
    const fromOther = policy('store', {
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } }] }],
      egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 443 }] }],
    });
    expect(isAllowed([denyAll, fromOther], tcp(elsewhere, store))).toBe(true);
    expect(isAllowed([denyAll, fromOther], tcp(door, store))).toBe(false);
    expect(isAllowed([denyAll, fromOther], tcp(store, { address: '10.0.0.1' }, 443))).toBe(true);
    expect(isAllowed([denyAll, fromOther], tcp(store, { address: '10.0.0.1' }, 80))).toBe(false);
    expect(isAllowed([denyAll, fromOther], tcp(store, elsewhere, 443))).toBe(false);
  });

  it('without a list of others let everybody in', () => {
    expect(isAllowed([denyAll, policy('store', { ingress: [{}] })], tcp(elsewhere, store))).toBe(true);
  });
});
