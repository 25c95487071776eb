/** Whether somebody has consented to being collected: what the event says of it, in any of the forms that consent tools write. */
import { type JsonObject } from '@tributary/contracts';
import { member } from '@tributary/domain-collection';
import { answerIn, bareName, saidOfCategories } from './said-of-categories.ts';
import { purposesIn } from './tcf.ts';

export interface ConsentRules {
  /** What becomes of an event that says nothing about consent. */
  readonly unsaid: 'collect' | 'suppress';
  /** Names of the category that stands for collecting, in small or capital letters; the first that is said decides. */
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
  const said = saidOfCategories(context);
  for (const category of rules.categories) {
    const answer = said.get(bareName(category));
    if (answer !== undefined) return answer ? yes : no(`The category "${category}" is declined.`);
  }
  const tcf = tcfIn(consent);
  // Where no purpose is asked for, a string that cannot be read hides nothing.
  if (tcf === 'unreadable' && rules.purposes.length > 0) return no('The TCF string cannot be read.');
  if (tcf !== undefined && tcf !== 'unreadable') {
    const missing = rules.purposes.find((purpose) => !tcf.has(purpose));
    return missing === undefined ? yes : no(`Purpose ${missing} of the TCF string is not granted.`);
  }
  if (rules.globalPrivacyControl === 'suppress' && isGpc(context)) return no('Global Privacy Control is set.');
  return rules.unsaid === 'collect' ? yes : no('The event says nothing about consent.');
}

const tcfNames = ['tcString', 'tcfString', 'tcf', 'iabTcf'];

/** Undefined where there is none: a tool that has not been answered yet writes an empty one. */
function tcfIn(consent: unknown): ReadonlySet<number> | 'unreadable' | undefined {
  for (const name of tcfNames) {
    const text = member(consent, name);
    if (typeof text === 'string' && text !== '') return purposesIn(text) ?? 'unreadable';
  }
  return undefined;
}

/** What an event says of Global Privacy Control, in every place where it may; nothing where it says nothing. */
export function saidOfGpc(context: JsonObject): readonly unknown[] {
  const consent = member(context, 'consent');
  const places = [member(consent, 'gpc'), member(consent, 'globalPrivacyControl'), member(context, 'gpc')];
  return places.filter((said) => said !== undefined);
}

const isGpc = (context: JsonObject): boolean => saidOfGpc(context).some((said) => answerIn(said) === true);
