/** Lets through what the visitor agreed to; what happens before the decision waits in memory and nowhere else. */
import { type ConsentState, type ConsentStatus, type Preferences } from '../api.ts';
import { decide, initialConsent, readDecision, writeDecision } from '../consent/consent.ts';
import { type Store } from '../storage/store.ts';

/** https://w3c.github.io/gpc/ */
type NavigatorWithSignal = Pick<Navigator, 'userAgent'> & { readonly globalPrivacyControl?: boolean };

export interface ConsentGateParts {
  readonly initial: ConsentStatus;
  readonly store: Store;
  /** With what held until now. */
  readonly onDenied: (before: ConsentStatus) => void;
  readonly onGranted: () => void;
}

export interface ConsentGate {
  readonly state: () => ConsentState;
  readonly decide: (decision: Preferences) => void;
  /** What the visitor decided in another tab. */
  readonly follow: (decision: string | null) => void;
  /** Now, later or never. */
  readonly pass: (deed: () => void) => void;
}

/** A visitor who does not answer the banner must not fill the memory; what is newest says most. */
const mostDeeds = 200;

export function consentGate({ initial, store, onDenied, onGranted }: ConsentGateParts): ConsentGate {
  const { globalPrivacyControl = false }: NavigatorWithSignal = navigator;
  let state = initialConsent({ initial, stored: store.get('consent'), globalPrivacyControl });
  let deeds: (() => void)[] = [];
  const apply = (decision: Preferences): void => {
    const before = state.status;
    state = decide(state, decision);
    if (state.status === 'pending') return;
    const due = state.status === 'granted' ? deeds : [];
    deeds = [];
    if (state.status === 'denied') onDenied(before);
    store.set('consent', writeDecision(state));
    due.forEach((deed) => {
      deed();
    });
    if (state.status === 'granted') onGranted();
  };
  return {
    state: () => state,
    decide: apply,
    follow(decision) {
      const read = readDecision(decision ?? undefined);
      if (read !== undefined) apply(read);
    },
    pass(deed) {
      if (state.status === 'granted') deed();
      if (state.status === 'pending') deeds = [...deeds.slice(1 - mostDeeds), deed];
    },
  };
}
