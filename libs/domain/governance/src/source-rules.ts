/** What holds for the events of one source. */
import { member } from '@tributary/domain-collection';
import { type ConsentRules, usualConsent } from './consent/consent-to-collect.ts';
import { type TrackingPlan } from './plan/tracking-plan.ts';
import { parsePlan } from './plan/parse-plan.ts';
import { type AddressRule, addressRules } from './privacy/addresses.ts';
import { detectorNames } from './privacy/detectors.ts';
import { type PrivacyRules, privacyActions, usualPrivacy } from './privacy/redact.ts';
import { type RuleError, RuleReader } from './rule-error.ts';

export interface SourceRules {
  /** Absent: anything may be sent. */
  readonly plan?: TrackingPlan;
  /** What is done about personal data, by detector; what rules do not name is as usual, and kept where nothing is usual. */
  readonly privacy: PrivacyRules;
  readonly addresses: AddressRule;
  readonly consent: ConsentRules;
}

/** Those of a source that nobody has given any. */
export const usualRules: SourceRules = { privacy: usualPrivacy, addresses: 'keep', consent: usualConsent };

export type ParsedRules =
  { readonly ok: true; readonly rules: SourceRules } | { readonly ok: false; readonly errors: readonly RuleError[] };

/** Rules that somebody writes now. */
export const parseSourceRules = (json: unknown): ParsedRules => parse(json, new RuleReader('new'));

/** Rules that hold already: a plan that contradicts itself, which was once taken, must not stop its source. */
export const readStoredRules = (json: unknown): ParsedRules => parse(json, new RuleReader('stored'));

function parse(json: unknown, reader: RuleReader): ParsedRules {
  const object = reader.object(json, '', ['plan', 'privacy', 'addresses', 'consent']);
  const plan = member(object, 'plan');
  const rules: SourceRules = {
    ...(plan === undefined || plan === null ? {} : { plan: parsePlan(plan, '/plan', reader) }),
    privacy: parsePrivacy(member(object, 'privacy'), reader),
    addresses: reader.oneOf(member(object, 'addresses'), '/addresses', { all: addressRules, otherwise: 'keep' }),
    consent: parseConsent(member(object, 'consent'), reader),
  };
  return reader.errors.length > 0 ? { ok: false, errors: reader.errors } : { ok: true, rules };
}

/** To say something about one detector must not switch off another: only `keep` does. */
function parsePrivacy(json: unknown, reader: RuleReader): PrivacyRules {
  if (json === undefined) return usualPrivacy;
  const object = reader.object(json, '/privacy', detectorNames);
  const rules: Record<string, PrivacyRules[string]> = { ...usualPrivacy };
  for (const [name, action] of Object.entries(object)) {
    rules[name] = reader.oneOf(action, `/privacy/${name}`, { all: privacyActions });
  }
  return rules;
}

function parseConsent(json: unknown, reader: RuleReader): ConsentRules {
  if (json === undefined) return usualConsent;
  const object = reader.object(json, '/consent', ['unsaid', 'categories', 'purposes', 'globalPrivacyControl']);
  const categories = member(object, 'categories');
  const purposes = member(object, 'purposes');
  return {
    unsaid: reader.oneOf(member(object, 'unsaid'), '/consent/unsaid', {
      all: ['collect', 'suppress'],
      otherwise: 'collect',
    }),
    categories: categories === undefined ? usualConsent.categories : parseCategories(categories, reader),
    purposes: purposes === undefined ? usualConsent.purposes : parsePurposes(purposes, reader),
    globalPrivacyControl: reader.oneOf(member(object, 'globalPrivacyControl'), '/consent/globalPrivacyControl', {
      all: ['ignore', 'suppress'],
      otherwise: 'ignore',
    }),
  };
}

const parseCategories = (json: unknown, reader: RuleReader): readonly string[] =>
  reader
    .list(json, '/consent/categories', 20)
    .flatMap((name, index) => reader.text(name, `/consent/categories/${index}`, 100) ?? []);

const parsePurposes = (json: unknown, reader: RuleReader): readonly number[] =>
  reader.list(json, '/consent/purposes', 24).flatMap((purpose, index) => {
    if (Number.isInteger(purpose) && Number(purpose) >= 1 && Number(purpose) <= 24) return [Number(purpose)];
    reader.refuse(`/consent/purposes/${index}`, 'Must be the number of a TCF purpose, 1 to 24.');
    return [];
  });
