/** What somebody has said about categories of consent, in the forms that consent tools write. */
import { type JsonObject } from '@tributary/contracts';
import { isObject, member } from '@tributary/domain-collection';

const noWords = new Set([
  'false',
  '0',
  'no',
  'off',
  'denied',
  'declined',
  'rejected',
  'refused',
  'disallowed',
  'withdrawn',
]);
const yesWords = new Set(['true', '1', 'yes', 'on', 'granted', 'accepted', 'allowed', 'given']);

/** Yes or no as a tool writes it; undefined for anything else, which says nothing. */
export function answerIn(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const word = bareName(String(value));
  if (noWords.has(word)) return false;
  return yesWords.has(word) ? true : undefined;
}

/** Tools do not agree on capital letters. */
export const bareName = (name: string): string => name.trim().toLowerCase();

/**
 * Of `context.consent.categoryPreferences` (Segment) and of the lists of `context.consentManagement` (RudderStack), by the bare name of the
 * category. Where one place says no and another yes, it is a no.
 */
export function saidOfCategories(context: JsonObject): ReadonlyMap<string, boolean> {
  const preferences = member(member(context, 'consent'), 'categoryPreferences');
  const lists = member(context, 'consentManagement');
  const said = new Map<string, boolean>();
  const note = (name: string, answer: boolean): void => {
    const key = bareName(name);
    said.set(key, answer && said.get(key) !== false);
  };
  for (const [name, value] of isObject(preferences) ? Object.entries(preferences) : []) {
    const answer = answerIn(value);
    if (answer !== undefined) note(name, answer);
  }
  for (const name of namesIn(member(lists, 'allowedConsentIds'))) note(name, true);
  for (const name of namesIn(member(lists, 'deniedConsentIds'))) note(name, false);
  return said;
}

const namesIn = (list: unknown): readonly string[] =>
  Array.isArray(list) ? list.filter((name): name is string => typeof name === 'string') : [];
