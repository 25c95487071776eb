/** Small texts that outlive a page, under names of ours; a browser that forbids storing keeps them for the page. */

export interface Store {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  remove(name: string): void;
}

/** Everything the SDK keeps begins with this. */
const prefix = 'trb_';

export function memoryStore(): Store {
  const kept = new Map<string, string>();
  return {
    get: (name) => kept.get(name),
    set: (name, value) => void kept.set(name, value),
    remove: (name) => void kept.delete(name),
  };
}

/** Local storage; each access may fail (blocked cookies, full disk), and memory then stands in. */
export function localStore(): Store {
  const memory = memoryStore();
  const attempt = <T>(use: () => T): T | undefined => {
    try {
      return use();
    } catch {
      return undefined;
    }
  };
  return {
    get(name) {
      const read = attempt(() => localStorage.getItem(prefix + name));
      return read === undefined ? memory.get(name) : (read ?? undefined); // null: another tab has removed it
    },
    set(name, value) {
      memory.set(name, value);
      attempt(() => {
        localStorage.setItem(prefix + name, value);
      });
    },
    remove(name) {
      memory.remove(name);
      attempt(() => {
        localStorage.removeItem(prefix + name);
      });
    },
  };
}

/** What others keep in local storage, or undefined where it cannot be read. */
export function foreignLocal(name: string): string | undefined {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}
