import { describe, expect, it } from '@jest/globals';
import { withWhatBrowserTells } from './told-by-browser.ts';

describe('what a browser tells with every request', () => {
  const told = { userAgent: 'Test/1', globalPrivacyControl: true };

  it.each<[string, object, object]>([
    ['is written into an event', {}, { context: { userAgent: 'Test/1', gpc: true } }],
    [
      'leaves what else is there',
      { context: { locale: 'en' } },
      { context: { locale: 'en', userAgent: 'Test/1', gpc: true } },
    ],
    [
      'does not win over what the event says',
      { context: { userAgent: 'Own', consent: { gpc: false } } },
      { context: { userAgent: 'Own', consent: { gpc: false } } },
    ],
    [
      'does not win over the other names of the signal',
      { context: { userAgent: 'Own', consent: { globalPrivacyControl: false } } },
      { context: { userAgent: 'Own', consent: { globalPrivacyControl: false } } },
    ],
    [
      'does not win over the signal beside the consent',
      { context: { userAgent: 'Own', gpc: false } },
      { context: { userAgent: 'Own', gpc: false } },
    ],
    ['mends no context that is none', { context: 'x' }, { context: 'x' }],
  ])('%s', (_what, event, expected) => {
    expect(withWhatBrowserTells({ ...event }, told)).toEqual(expected);
  });

  it('is nothing where it tells nothing', () => {
    const event = { context: {} };
    expect(withWhatBrowserTells(event, { userAgent: undefined })).toBe(event);
    expect(withWhatBrowserTells(event, { userAgent: undefined, globalPrivacyControl: false })).toBe(event);
  });
});
