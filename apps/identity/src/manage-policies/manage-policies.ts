/** Makes versions of the policy, and says which one holds. A version never changes; an activation is a compare-and-set. */
import { checkPolicy, patched, type Policy, type PolicyIssue } from '@tributary/domain-identity';
import { type Clock } from '@tributary/telemetry';
import { type PolicyBook } from './policy-book.ts';
import { type Activated, type PolicyStore, type PolicyVersion } from './policy-store.ts';

export interface ManagePoliciesParts {
  readonly store: PolicyStore;
  readonly book: PolicyBook;
  readonly clock: Clock;
  /** What a deployment of this release would begin with. */
  readonly product: Policy;
  /** Called when there is something to partition anew. */
  readonly onActivated: () => void;
}

/** A whole policy, or a patch (RFC 7396) on a version or on the policy of the product. */
export type Proposal =
  | { readonly policy: unknown; readonly because: string }
  | { readonly base: number | 'product'; readonly patch: unknown; readonly because: string };

export type Proposed =
  | { readonly kind: 'added'; readonly version: PolicyVersion }
  | { readonly kind: 'unknown base'; readonly base: number }
  | { readonly kind: 'invalid'; readonly issues: readonly PolicyIssue[] };

export type Activation =
  { readonly kind: 'activated' | 'unchanged'; readonly activated: Activated } | { readonly kind: 'unknown version' };

export class ManagePolicies {
  constructor(private readonly parts: ManagePoliciesParts) {}

  async propose(proposal: Proposal): Promise<Proposed> {
    const { store, clock } = this.parts;
    const value = 'base' in proposal ? await this.#based(proposal.base, proposal.patch) : { policy: proposal.policy };
    if (value === undefined) return { kind: 'unknown base', base: 'base' in proposal ? Number(proposal.base) : 0 };
    const checked = checkPolicy(value.policy, 1);
    if (!checked.ok) return { kind: 'invalid', issues: checked.issues };
    const { policy } = checked;
    const made = { createdAt: clock.now(), because: proposal.because };
    return { kind: 'added', version: await store.add((version) => ({ policy: { ...policy, version }, ...made })) };
  }

  async activate(version: number, because: string): Promise<Activation> {
    const { store, book, clock, onActivated } = this.parts;
    if ((await store.find(version)) === undefined) return { kind: 'unknown version' };
    for (;;) {
      const last = (await store.activations()).at(-1);
      if (last?.version === version) return { kind: 'unchanged', activated: last };
      const activated = { activation: (last?.activation ?? 0) + 1, version, at: clock.now(), because };
      if (!(await store.activate(activated))) continue;
      await book.refresh();
      onActivated();
      return { kind: 'activated', activated };
    }
  }

  async #based(base: number | 'product', patch: unknown): Promise<{ readonly policy: unknown } | undefined> {
    const policy = base === 'product' ? this.parts.product : (await this.parts.store.find(base))?.policy;
    return policy === undefined ? undefined : { policy: patched(policy, patch) };
  }
}
