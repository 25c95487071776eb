/** Versions of the policy, each as the same object for a while: what was read by one (forms of records) need not be read again. */
import { type Policy } from '@tributary/domain-identity';
import { RecentMap } from '../recent-map.ts';
import { type PolicyStore } from './policy-store.ts';

/** One or two walks at a time, by two policies each. */
const mostKnown = 4;

export class PolicyVersions {
  readonly #known = new RecentMap<number, Policy>(mostKnown);

  constructor(private readonly store: Pick<PolicyStore, 'find'>) {}

  async of(version: number): Promise<Policy> {
    const policy = this.#known.get(version) ?? (await this.store.find(version))?.policy;
    if (policy === undefined)
      throw new Error(`Version ${version} of the policy is worked with and is not in the store.`);
    this.#known.set(version, policy);
    return policy;
  }
}
