/** Who is here: the anonymous id, the user once known, and the session, kept from page to page. */
import { type Campaign } from '../campaign/campaign.ts';
import { type Store } from '../storage/store.ts';
import { readSession, type Session, sessionAt, writeSession } from './session.ts';

export interface Visitor {
  readonly anonymousId: () => string;
  readonly userId: () => string | undefined;
  /** The session of now; it goes on by being asked for. */
  readonly session: (arriving: Campaign) => Session;
  readonly identify: (userId: string) => void;
  readonly reset: () => void;
  /** Removes every trace. */
  readonly forget: () => void;
}

export interface VisitorParts {
  readonly local: Store;
  readonly cookies: Store;
  /** The id that another SDK gave this browser. */
  readonly adopted: () => string | undefined;
  readonly now: () => number;
  readonly newId: () => string;
}

export function openVisitor({ local, cookies, adopted, now, newId }: VisitorParts): Visitor {
  const keep = (id: string): string => {
    cookies.set('anonymous_id', id);
    local.set('anonymous_id', id);
    return id;
  };
  const reset = (): void => {
    local.remove('user_id');
    local.remove('session');
    keep(newId());
  };
  let isOpen = false;
  return {
    anonymousId() {
      // Another tab may have rotated it: what is stored counts, not what this page remembers.
      const stored = cookies.get('anonymous_id') ?? local.get('anonymous_id');
      if (isOpen && stored !== undefined) return stored;
      isOpen = true;
      // Written again on every page: both kinds of storage are cleared apart from each other, and cookies expire.
      return keep(stored ?? adopted() ?? newId());
    },
    userId: () => local.get('user_id'),
    session(arriving) {
      const session = sessionAt(now(), readSession(local.get('session')), arriving, newId);
      local.set('session', writeSession(session));
      return session;
    },
    identify(userId) {
      const known = local.get('user_id');
      // Somebody else logged in without the first one's logout: what follows must not be told of both.
      if (known !== undefined && known !== userId) reset();
      local.set('user_id', userId);
    },
    reset,
    forget() {
      for (const name of ['anonymous_id', 'user_id', 'session']) local.remove(name);
      cookies.remove('anonymous_id');
      isOpen = false;
    },
  };
}
