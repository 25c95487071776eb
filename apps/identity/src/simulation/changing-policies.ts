/** Policies that are activated one after the other while processes work, each of which hears of it when it asks or must. */
import { type Policy } from '@tributary/domain-identity';
import { type ActivePolicy, type InForce } from '../ports.ts';

export class ChangingPolicies {
  readonly #activated: Policy[];

  constructor(first: Policy) {
    this.#activated = [first];
  }

  activate(policy: Policy): void {
    this.#activated.push(policy);
  }

  newest(): InForce {
    return { activation: this.#activated.length, policy: this.#of(this.#activated.length) };
  }

  /** As one process knows them, which looks when `looks` says so. */
  view({ looks, step }: { readonly looks: () => boolean; readonly step: () => Promise<void> }): ActivePolicy {
    let known = this.newest();
    const inForce = (): InForce => {
      if (looks()) known = this.newest();
      return known;
    };
    return {
      inForce,
      current: () => inForce().policy,
      of: (activation) => {
        if (activation > known.activation) throw new Error(`Activation ${activation} was not learned of.`);
        return activation === 0 ? known.policy : this.#of(activation);
      },
      learn: async (activation) => {
        if (activation <= known.activation) return;
        await step();
        known = this.newest();
      },
    };
  }

  #of(activation: number): Policy {
    const policy = this.#activated[activation - 1];
    if (policy === undefined) throw new Error(`There was no activation ${activation}.`);
    return policy;
  }
}
