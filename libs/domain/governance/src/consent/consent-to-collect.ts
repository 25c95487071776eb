/** Whether somebody has consented to being collected: what the event says of it, in any of the forms that consent tools write. */
import { type JsonObject } from '@tributary/contracts';
import { isObject, member } from '@tributary/domain-collection';
import { purposesIn } from './tcf.ts';

export interface ConsentRules {
  /** What becomes of an event that says nothing about consent. */
  readonly unsaid: 'collect' | 'suppress';
  /** Names of the category in `context.consent.categoryPreferences` that stands for collecting; the first that is said decides. */
  readonly categories: readonly string[];
  /** Purposes of TCF that have to be granted, all of them. */
  readonly purposes: readonly number[];
  /** What Global Privacy Control means here: it speaks of selling and sharing; some shops take it as a no to all. */
  readonly globalPrivacyControl: 'ignore' | 'suppress';
}

/** TCF purpose 1: store and access information on a device. */
export const usualConsent: ConsentRules = {
  unsaid: 'collect',
  categories: ['collect', 'analytics'],
  purposes: [1],
  globalPrivacyControl: 'ignore',
};

export type ConsentToCollect = { readonly collect: true } | { readonly collect: false; readonly because: string };

const yes: ConsentToCollect = { collect: true };
const no = (because: string): ConsentToCollect => ({ collect: false, because });

/** What somebody has said about a category wins over the string of a tool, and both over the signal of a browser. */
export function consentToCollect(context: JsonObject, rules: ConsentRules): ConsentToCollect {
  const consent = member(context, 'consent');
  const preferences = member(consent, 'categoryPreferences');
  for (const category of rules.categories) {
    const said = isObject(preferences) ? member(preferences, category) : undefined;
    if (typeof said === 'boolean') return said ? yes : no(`The category "${category}" is declined.`);
  }
  const purposes = tcfIn(consent);
  if (purposes) {
    const missing = rules.purposes.find((purpose) => !purposes.has(purpose));
    return missing === undefined ? yes : no(`Purpose ${missing} of the TCF string is not granted.`);
  }
  if (rules.globalPrivacyControl === 'suppress' && isGpc(context, consent)) return no('Global Privacy Control is set.');
  return rules.unsaid === 'collect' ? yes : no('The event says nothing about consent.');
}

const tcfNames = ['tcString', 'tcfString', 'tcf', 'iabTcf'];

function tcfIn(consent: unknown): ReadonlySet<number> | undefined {
  for (const name of tcfNames) {
    const text = member(consent, name);
    if (typeof text === 'string') return purposesIn(text);
  }
  return undefined;
}

const isGpc = (context: JsonObject, consent: unknown): boolean =>
  [member(consent, 'gpc'), member(consent, 'globalPrivacyControl'), member(context, 'gpc')].includes(true);
