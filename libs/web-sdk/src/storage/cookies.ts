/** Reads and writes cookies; ours are set on the widest domain that the browser allows, so that subdomains share a visitor. */
import { type Store } from './store.ts';

/** A year; Safari cuts it to a week for scripts, which is why local storage has a copy. */
const lifetime = 365 * 24 * 3_600;

export function readCookies(written: string): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of written.split(/;\s*/)) {
    const at = pair.indexOf('=');
    if (at > 0) cookies.set(pair.slice(0, at), decoded(pair.slice(at + 1)));
  }
  return cookies;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** From the widest candidate to the host itself: `example.co.uk` comes after `co.uk`, which the browser refuses. */
export function domainsOf(host: string): readonly string[] {
  const labels = host.split('.');
  if (labels.length < 2 || /^[\d.]+$|:/.test(host)) return [];
  return labels.slice(0, -1).map((_, index) => labels.slice(-2 - index).join('.'));
}

export function cookieStore(): Store {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  const domains = [...domainsOf(location.hostname), ''];
  const write = (name: string, value: string, age: number, domain: string): void => {
    const scope = domain === '' ? '' : `; domain=${domain}`;
    document.cookie = `trb_${name}=${encodeURIComponent(value)}; path=/; max-age=${age}; samesite=lax${secure}${scope}`;
  };
  const get = (name: string): string | undefined => readCookies(document.cookie).get(`trb_${name}`);
  const remove = (name: string): void => {
    for (const domain of domains) write(name, '', 0, domain);
  };
  return {
    get,
    set(name, value) {
      remove(name); // what is read below must be what was written, not what was there
      for (const domain of domains) {
        write(name, value, lifetime, domain);
        if (get(name) === value) break;
      }
    },
    remove,
  };
}
