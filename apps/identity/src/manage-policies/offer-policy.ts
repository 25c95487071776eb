/**
 * A release with another model of matching changes nobody by itself: it offers a version like the one in force with that model, which
 * can be tried and put in force with one call each.
 */
import { type Policy } from '@tributary/domain-identity';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type JobStore } from './job-store.ts';
import { type PolicyBook } from './policy-book.ts';
import { type PolicyStore } from './policy-store.ts';

export interface OfferPolicyParts {
  /** What a deployment of this release would begin with. */
  readonly product: Policy;
  readonly store: PolicyStore;
  readonly book: Pick<PolicyBook, 'current'>;
  readonly jobs: Pick<JobStore, 'acquire' | 'release'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Names this process among others. */
  readonly process: string;
}

type Matching = NonNullable<Policy['matching']>;

const job = 'offer policy';
/** Many times what it takes; whoever comes meanwhile leaves it to the other. */
const leaseMs = 30_000;
const pageSize = 20;

export class OfferPolicy {
  constructor(private readonly parts: OfferPolicyParts) {}

  /** Once for each model; says at every start what has been offered and never been in force. */
  async offer(): Promise<void> {
    const { jobs, clock, process, product } = this.parts;
    const { matching } = product;
    const now = clock.now();
    if (matching === undefined || !(await jobs.acquire(job, process, { now, until: now + leaseMs }))) return;
    try {
      await this.#offer(matching);
    } finally {
      await jobs.release(job, process);
    }
  }

  async #offer(matching: Matching): Promise<void> {
    const { store, book, log } = this.parts;
    if (hasModel(book.current(), matching)) return;
    const version = (await this.#known(matching)) ?? (await this.#add(matching));
    if ((await store.activations()).some((activation) => activation.version === version)) return; // tried, and left again
    log.info(
      { version, model: matching.model.version, inForce: book.current().version },
      'This release brings another model of matching. ' +
        'See whom it joins and parts with POST /v1/policies/{version}/dry-run, put it in force with POST /v1/policies/{version}/activate',
    );
  }

  async #known(matching: Matching): Promise<number | undefined> {
    for (let after = 0; ;) {
      const versions = await this.parts.store.list(after, pageSize);
      const found = versions.find(({ policy }) => hasModel(policy, matching));
      if (found !== undefined) return found.policy.version;
      const last = versions.at(-1);
      if (last === undefined) return undefined;
      after = last.policy.version;
    }
  }

  /** What the operator has decided stays: thresholds and all other rules are those in force. */
  async #add(matching: Matching): Promise<number> {
    const { store, book, clock } = this.parts;
    const inForce = book.current();
    const policy = { ...inForce, matching: { ...matching, ...inForce.matching, model: matching.model } };
    const because = `offered by this release: version ${inForce.version} with the model ${matching.model.version}`;
    const made = { createdAt: clock.now(), because };
    return (await store.add((version) => ({ policy: { ...policy, version }, ...made }))).policy.version;
  }
}

/** A model is told by all that it says: a shop may have given its own the same name. */
const hasModel = ({ matching: own }: Policy, { model }: Matching): boolean =>
  own !== undefined && JSON.stringify(own.model) === JSON.stringify(model);
