// cspell:disable -- strings that consent tools write
import { describe, expect, it } from '@jest/globals';
import { consentToCollect, type ConsentRules, usualConsent } from './consent-to-collect.ts';

const declined = 'The category "analytics" is declined.';
const strict: ConsentRules = { ...usualConsent, unsaid: 'suppress', globalPrivacyControl: 'suppress' };
const because = (context: object, rules = usualConsent): string | undefined => {
  const answer = consentToCollect({ ...context }, rules);
  return answer.collect ? undefined : answer.because;
};

describe('what somebody has said about a category', () => {
  it.each<[object, string | undefined]>([
    [{ analytics: false }, declined],
    [{ Analytics: false }, declined],
    [{ ANALYTICS: false }, declined],
    [{ ' analytics ': false }, declined],
    [{ analytics: 'false' }, declined],
    [{ analytics: 'False' }, declined],
    [{ analytics: '0' }, declined],
    [{ analytics: 0 }, declined],
    [{ analytics: 'denied' }, declined],
    [{ analytics: 'no' }, declined],
    [{ analytics: true, Analytics: false }, declined],
    [{ analytics: true }, undefined],
    [{ Analytics: 'granted' }, undefined],
    [{ analytics: 'true' }, undefined],
    [{ analytics: 1 }, undefined],
    [{ analytics: '1' }, undefined],
    [{ analytics: 'perhaps' }, 'The event says nothing about consent.'],
    [{ analytics: null }, 'The event says nothing about consent.'],
    [{ marketing: true }, 'The event says nothing about consent.'],
  ])('%j', (categoryPreferences, expected) => {
    expect(because({ consent: { categoryPreferences } }, strict)).toBe(expected);
  });

  it('is named in the rules however it is written, too', () => {
    const rules = { ...usualConsent, categories: ['Analytics'] };
    expect(because({ consent: { categoryPreferences: { analytics: false } } }, rules)).toBe(
      'The category "Analytics" is declined.',
    );
  });

  it.each<[string, object, string | undefined]>([
    ['denied', { deniedConsentIds: ['analytics'] }, declined],
    ['denied, written otherwise', { deniedConsentIds: ['marketing', 'Analytics'] }, declined],
    ['allowed', { allowedConsentIds: ['analytics'], deniedConsentIds: ['marketing'] }, undefined],
    ['both, which counts as denied', { allowedConsentIds: ['analytics'], deniedConsentIds: ['analytics'] }, declined],
    ['neither', { deniedConsentIds: ['marketing'] }, 'The event says nothing about consent.'],
    ['no list', { deniedConsentIds: 'marketing' }, 'The event says nothing about consent.'],
  ])('is read as RudderStack writes it: %s', (_what, consentManagement, expected) => {
    expect(because({ consentManagement }, strict)).toBe(expected);
  });

  it('is a no where one place says no and another yes', () => {
    const consent = { categoryPreferences: { analytics: true } };
    expect(because({ consent, consentManagement: { deniedConsentIds: ['analytics'] } })).toBe(declined);
  });
});

describe('Global Privacy Control', () => {
  const set = 'Global Privacy Control is set.';

  it.each<[object, string | undefined]>([
    [{ consent: { gpc: true } }, set],
    [{ consent: { gpc: '1' } }, set],
    [{ consent: { gpc: 1 } }, set],
    [{ consent: { globalPrivacyControl: 'true' } }, set],
    [{ gpc: true }, set],
    [{ consent: { gpc: '0' } }, undefined],
    [{ consent: { gpc: false } }, undefined],
  ])('%j', (context, expected) => {
    expect(because(context, { ...usualConsent, globalPrivacyControl: 'suppress' })).toBe(expected);
    expect(because(context)).toBeUndefined();
  });
});

describe('a TCF string that cannot be read', () => {
  const unreadable = 'The TCF string cannot be read.';

  it.each(['CPxxx', 'BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA', 'not a string!'])('%j is no consent', (tcString) => {
    expect(because({ consent: { tcString } })).toBe(unreadable);
  });

  it('says nothing where it is empty, and is not asked where no purpose is', () => {
    expect(because({ consent: { tcString: '' } })).toBeUndefined();
    expect(because({ consent: { tcString: 'CPxxx' } }, { ...usualConsent, purposes: [] })).toBeUndefined();
  });

  it('does not matter where a category was said', () => {
    expect(because({ consent: { tcString: 'CPxxx', categoryPreferences: { analytics: true } } })).toBeUndefined();
  });
});
