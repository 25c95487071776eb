/** Knows what comes on which topic without asking the store for every message. */
import { parseMapping } from '@tributary/domain-collection';
import { type MqttSubscription, type ReadSubscription, type SubscriptionStore } from './ports.ts';
import { matches } from './topic-filter.ts';

export class SubscriptionDirectory {
  #all: readonly ReadSubscription[] = [];
  #loaded = false;

  constructor(private readonly store: Pick<SubscriptionStore, 'all'>) {}

  async reload(): Promise<readonly ReadSubscription[]> {
    this.#all = (await this.store.all()).map(read);
    this.#loaded = true;
    return this.#all;
  }

  /** The one whose topics these are; of those that were removed, where no other has them. */
  async of(topic: string): Promise<ReadSubscription | undefined> {
    const all = this.#loaded ? this.#all : await this.reload();
    const found = all.filter(({ filter }) => matches(filter, topic));
    return found.find(({ removed }) => !removed) ?? found[0];
  }
}

/** What is stored was read before it was stored; a fault now is a defect of ours. */
function read({ carries, mapping, ...rest }: MqttSubscription): ReadSubscription {
  if (carries !== 'rows') return { ...rest, carries };
  const parsed = parseMapping(mapping);
  if (parsed.ok) return { ...rest, carries, mapping: parsed.mapping };
  throw new Error(`The mapping of ${rest.name} cannot be read: ${JSON.stringify(parsed.errors)}`);
}
