import { describe, expect, it } from '@jest/globals';
import { type ConsentStatus } from '../api.ts';
import { allowsAdvertising, consentContext, decide, initialConsent, writeDecision } from './consent.ts';

const begin = (initial: ConsentStatus, stored?: string, globalPrivacyControl = false) =>
  initialConsent({ initial, stored, globalPrivacyControl });

describe('consent', () => {
  it.each([
    ['granted', undefined, 'granted', { analytics: true, advertising: true }],
    ['pending', undefined, 'pending', { analytics: false, advertising: false }],
    ['denied', undefined, 'denied', { analytics: false, advertising: false }],
    ['granted', '{"analytics":false}', 'denied', { analytics: false }],
    ['pending', '{"analytics":true,"advertising":false}', 'granted', { analytics: true, advertising: false }],
    ['pending', 'nonsense', 'pending', { analytics: false, advertising: false }],
    ['pending', '{"analytics":"yes"}', 'pending', { analytics: false, advertising: false }],
  ] as const)('set to %s, with %s decided before', (initial, stored, status, preferences) => {
    expect(begin(initial, stored)).toMatchObject({ status, preferences });
  });

  it('is decided by analytics; other categories are carried along', () => {
    const state = decide(begin('pending'), { analytics: true, identity_linking: true });
    expect([state.status, consentContext(state)]).toEqual([
      'granted',
      { categoryPreferences: { analytics: true, advertising: false, identity_linking: true } },
    ]);
  });

  it('is still pending when something else is decided', () => {
    expect(decide(begin('pending'), { advertising: true })).toMatchObject({
      status: 'pending',
      preferences: { analytics: false, advertising: true },
    });
  });

  it('to advertising is never given against the signal of the browser', () => {
    const state = decide(begin('granted', undefined, true), { advertising: true });
    expect([state.status, allowsAdvertising(state), consentContext(state)]).toEqual([
      'granted',
      false,
      { categoryPreferences: { analytics: true, advertising: false }, globalPrivacyControl: true },
    ]);
  });

  it('is found again on the next page; a refusal as nothing but itself', () => {
    const agreed = decide(begin('pending'), { analytics: true, advertising: true });
    expect(begin('pending', writeDecision(agreed))).toEqual(agreed);
    const refused = decide(agreed, { analytics: false });
    expect([writeDecision(refused), begin('granted', writeDecision(refused)).status]).toEqual([
      '{"analytics":false}',
      'denied',
    ]);
  });
});
