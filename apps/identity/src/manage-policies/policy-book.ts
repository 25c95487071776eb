/** The policies as this process works with them, read again every second, and as soon as it meets an activation that it does not know. */
import { type Policy } from '@tributary/domain-identity';
import { type ActivePolicy, type InForce } from '../ports.ts';
import { type PolicyStore } from './policy-store.ts';

export interface PolicyBookParts {
  readonly store: PolicyStore;
  /** What a deployment begins with. */
  readonly first: Policy;
  readonly clock: { now(): number };
}

export class PolicyBook implements ActivePolicy {
  readonly #known = new Map<number, Policy>();
  #inForce: InForce | undefined;

  constructor(private readonly parts: PolicyBookParts) {}

  current(): Policy {
    return this.inForce().policy;
  }

  inForce(): InForce {
    if (this.#inForce === undefined) throw new Error('The policies have not been read yet.');
    return this.#inForce;
  }

  /** 0: what is not stored yet will be decided by what is in force. */
  of(activation: number): Policy {
    const policy = activation === 0 ? this.current() : this.#known.get(activation);
    if (policy === undefined) throw new Error(`Nobody has learned of activation ${activation}.`);
    return policy;
  }

  async learn(activation: number): Promise<void> {
    if (activation <= (this.#inForce?.activation ?? 0)) return;
    await this.refresh();
    const { activation: newest } = this.inForce();
    if (newest < activation) throw new Error(`Activation ${activation} is not in the store; the newest is ${newest}.`);
  }

  /** Resolves when what was activated before the call is known here. The first call makes version 1, where there is none. */
  async refresh(): Promise<void> {
    const { store, first, clock } = this.parts;
    if (this.#inForce === undefined) await store.begin(first, clock.now());
    const activations = await store.activations();
    for (const { activation, version } of activations) {
      if (!this.#known.has(activation)) this.#known.set(activation, await this.#policy(version));
    }
    const newest = activations.at(-1);
    const policy = newest && this.#known.get(newest.activation);
    if (newest === undefined || policy === undefined) throw new Error('No policy was ever activated.');
    if (newest.activation > (this.#inForce?.activation ?? 0)) this.#inForce = { activation: newest.activation, policy };
  }

  async #policy(version: number): Promise<Policy> {
    const known = [...this.#known.values()].find((policy) => policy.version === version);
    const policy = known ?? (await this.parts.store.find(version))?.policy;
    if (policy === undefined)
      throw new Error(`Version ${version} of the policy was activated and is not in the store.`);
    return policy;
  }
}
