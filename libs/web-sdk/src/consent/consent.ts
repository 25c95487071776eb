/** What the visitor agreed to: decides whether anything is collected, stored and sent, and whether advertising may be looked at. */
import { type ConsentState, type ConsentStatus, type Preferences } from '../api.ts';
import { isObject, parseJson } from '../json/parse-json.ts';

export interface ConsentFacts {
  readonly initial: ConsentStatus;
  /** What was decided on an earlier page, as written by `writeDecision`. */
  readonly stored: string | undefined;
  readonly globalPrivacyControl: boolean;
}

/** A decision of the visitor outlives the page; otherwise what the site has set holds. */
export function initialConsent({ initial, stored, globalPrivacyControl }: ConsentFacts): ConsentState {
  const decided = readDecision(stored);
  const agreed = initial === 'granted';
  const preferences = decided ?? { analytics: agreed, advertising: agreed };
  return underSignal({ status: decided ? statusOf(decided) : initial, preferences, globalPrivacyControl });
}

/** `analytics` decides whether there is any collecting; what is not mentioned stays as it was. */
export function decide(state: ConsentState, decision: Preferences): ConsentState {
  const preferences = { ...state.preferences, ...decision };
  const status = 'analytics' in decision ? statusOf(preferences) : state.status;
  return underSignal({ ...state, status, preferences });
}

/** A refusal is kept as nothing but itself: no id, no time, no other choice. */
export const writeDecision = ({ status, preferences }: ConsentState): string =>
  JSON.stringify(status === 'granted' ? preferences : { analytics: false });

export function readDecision(written: string | undefined): Preferences | undefined {
  const read = parseJson(written);
  return isPreferences(read) ? read : undefined;
}

/** `context.consent`, as Segment's consent management writes it. */
export function consentContext({ preferences, globalPrivacyControl }: ConsentState): Readonly<Record<string, unknown>> {
  return { categoryPreferences: preferences, globalPrivacyControl: globalPrivacyControl || undefined };
}

export const allowsAdvertising = ({ preferences }: ConsentState): boolean => preferences['advertising'] === true;

const statusOf = (preferences: Preferences): ConsentStatus =>
  preferences['analytics'] === true ? 'granted' : 'denied';

/** The signal of the browser forbids selling and sharing, whatever a banner says. */
function underSignal(state: ConsentState): ConsentState {
  return state.globalPrivacyControl ? { ...state, preferences: { ...state.preferences, advertising: false } } : state;
}

function isPreferences(value: unknown): value is Preferences {
  return isObject(value) && Object.values(value).every((agreed) => typeof agreed === 'boolean');
}
