/** The queue in IndexedDB: survives reloads and is one for all tabs of a site. Where it fails, memory takes over. */
import { type EventQueue, memoryQueue } from './event-queue.ts';
import { isWaiting } from './last-will.ts';

const storeName = 'events';
/** Safari has been seen never to answer an opening. */
const openingTime = 3_000;

export function openQueue(name: string, capacity: number): EventQueue {
  const memory = memoryQueue(capacity);
  let stored: Promise<EventQueue | undefined> | undefined;
  const on = async <T>(use: (queue: EventQueue) => Promise<T>): Promise<T> => {
    stored ??= openDatabase(name).then(
      (database) => storedQueue(database, capacity),
      () => undefined,
    );
    const queue = await stored;
    if (queue !== undefined) {
      try {
        return await use(queue);
      } catch {
        stored = Promise.resolve(undefined); // what it holds is sent by the next page
      }
    }
    return use(memory);
  };
  return {
    add: (event) => on((queue) => queue.add(event)),
    first: (count) => on((queue) => queue.first(count)),
    remove: (ids) => on((queue) => queue.remove(ids)),
    clear: () => on((queue) => queue.clear()),
  };
}

/** Why it fails does not matter: memory takes over. */
function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => void opening.result.createObjectStore(storeName, { keyPath: 'id' });
    opening.onerror = reject;
    opening.onsuccess = () => {
      resolve(opening.result);
    };
    setTimeout(reject, openingTime);
  });
}

function storedQueue(database: IDBDatabase, capacity: number): EventQueue {
  const open = (mode: IDBTransactionMode): IDBObjectStore =>
    database.transaction(storeName, mode).objectStore(storeName);
  return {
    async add(event) {
      const store = open('readwrite');
      store.put(event);
      const excess = (await result(store.count())) - capacity;
      if (excess <= 0) return 0;
      for (const key of await result(store.getAllKeys(null, excess))) store.delete(key);
      return excess;
    },
    async first(count) {
      const found: readonly unknown[] = await result(open('readonly').getAll(null, count));
      return found.filter(isWaiting);
    },
    async remove(ids) {
      const store = open('readwrite');
      await Promise.all(ids.map((id) => result(store.delete(id))));
    },
    async clear() {
      await result(open('readwrite').clear());
    },
  };
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = reject;
  });
}
