/** Where events wait until the endpoint has taken them. */
import { type Waiting } from './batching.ts';

export interface EventQueue {
  /** Takes one more; answers how many of the oldest had to go for it. */
  add(event: Waiting): Promise<number>;
  /** The oldest ones, in the order of their ids. */
  first(count: number): Promise<readonly Waiting[]>;
  remove(ids: readonly string[]): Promise<void>;
  clear(): Promise<void>;
}

/** For browsers that store nothing: lost with the page. */
export function memoryQueue(capacity: number): EventQueue {
  const events = new Map<string, Waiting>();
  const remove = (ids: readonly string[]): void => {
    for (const id of ids) events.delete(id);
  };
  return {
    add(event) {
      events.set(event.id, event);
      const excess = [...events.keys()].slice(0, Math.max(0, events.size - capacity));
      remove(excess);
      return Promise.resolve(excess.length);
    },
    first: (count) => Promise.resolve([...events.values()].slice(0, count)),
    remove(ids) {
      remove(ids);
      return Promise.resolve();
    },
    clear() {
      events.clear();
      return Promise.resolve();
    },
  };
}
