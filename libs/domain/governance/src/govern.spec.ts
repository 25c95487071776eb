// cspell:disable -- names and numbers of many countries, and texts that machines write
import { describe, expect, it } from '@jest/globals';
import { type EventCollected, topics } from '@tributary/contracts';
import { purposesIn } from './consent/tcf.ts';
import { govern } from './govern.ts';
import { parseSourceRules, type SourceRules, usualRules } from './source-rules.ts';

const event = (rest: Partial<EventCollected> = {}): EventCollected => ({
  ...topics.eventCollected.message.example,
  ...rest,
});
const withConsent = (consent: object): EventCollected => event({ context: { consent } });

/** Made with the encoder of the specification: purposes 1, 3 and 9 granted. */
const tcfOf = (purposes: readonly number[]): string => {
  const bits = [
    '000010',
    '0'.repeat(146),
    ...Array.from({ length: 24 }, (_, n) => (purposes.includes(n + 1) ? '1' : '0')),
    '0'.repeat(40),
  ].join('');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return (bits.match(/.{6}/g) ?? []).map((six) => alphabet.charAt(Number.parseInt(six, 2))).join('');
};

describe('the purposes of a TCF string', () => {
  it('are those that were granted', () => {
    expect([...(purposesIn(tcfOf([1, 3, 9])) ?? [])]).toEqual([1, 3, 9]);
    expect([...(purposesIn(`${tcfOf([24])}.IFoEUQQgAIQwgIwQABAEAAAAOIAACAIA`) ?? [])]).toEqual([24]);
  });

  it.each(['', 'C', 'not a string!', 'BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA'])('are unknown in %j', (text) => {
    expect(purposesIn(text)).toBeUndefined();
  });

  it('are read from a string of a real consent tool', () => {
    // The example of the specification's own documentation.
    expect(
      purposesIn(
        'COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw',
      ),
    ).toEqual(new Set([1, 2, 3]));
  });
});

describe('consent to be collected', () => {
  const strict: SourceRules = {
    ...usualRules,
    consent: { ...usualRules.consent, unsaid: 'suppress', globalPrivacyControl: 'suppress' },
  };

  it.each<[string, EventCollected, SourceRules, string | undefined]>([
    ['is taken for given where nothing is said', event(), usualRules, undefined],
    ['is asked for where the source wants it', event(), strict, 'The event says nothing about consent.'],
    ['is given by category', withConsent({ categoryPreferences: { analytics: true } }), strict, undefined],
    [
      'is declined by category',
      withConsent({ categoryPreferences: { analytics: false } }),
      usualRules,
      'The category "analytics" is declined.',
    ],
    [
      'is that of the first category that is said',
      withConsent({ categoryPreferences: { collect: true, analytics: false } }),
      usualRules,
      undefined,
    ],
    ['is given by a TCF string', withConsent({ tcString: tcfOf([1]) }), strict, undefined],
    [
      'is declined by a TCF string',
      withConsent({ tcString: tcfOf([2]) }),
      usualRules,
      'Purpose 1 of the TCF string is not granted.',
    ],
    [
      'is declined by the browser where that counts',
      withConsent({ gpc: true }),
      strict,
      'Global Privacy Control is set.',
    ],
    ['is not declined by the browser where it does not', withConsent({ gpc: true }), usualRules, undefined],
  ])('%s', (_what, said, rules, because) => {
    const governed = govern(said, rules, 'p');
    expect(governed.kind === 'suppress' ? governed.because : undefined).toBe(because);
  });

  it('comes before everything else: nothing of somebody who said no is kept, not even as a rejection', () => {
    const rules: SourceRules = { ...usualRules, plan: { events: [], unplanned: 'block', violations: 'block' } };
    expect(govern(withConsent({ categoryPreferences: { collect: false } }), rules, 'p').kind).toBe('suppress');
    expect(govern(event(), rules, 'p')).toMatchObject({ kind: 'block', code: 'PLAN_VIOLATION' });
  });
});

describe('what else holds for a source', () => {
  it('robots are tagged and pass', () => {
    const robot = event({
      context: { userAgent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
    });
    expect(govern(robot, usualRules, 'p')).toMatchObject({ kind: 'pass', event: { flags: ['ROBOT'] } });
    const person = event({
      context: { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
    });
    expect(govern(person, usualRules, 'p')).toMatchObject({ kind: 'pass', event: { flags: [] } });
  });

  it('cards are masked and passwords taken out, where nobody has said otherwise', () => {
    const said = event({ properties: { note: '4111111111111111', password: 'x', email: 'ann@example.com' } });
    expect(govern(said, usualRules, 'p')).toMatchObject({
      event: { properties: { note: '[payment-card]', email: 'ann@example.com' } },
    });
  });

  it('personal data may be a reason to refuse', () => {
    const rules: SourceRules = { ...usualRules, privacy: { iban: 'block' } };
    const said = event({ properties: { note: 'GB82WEST12345698765432' } });
    expect(govern(said, rules, 'p')).toMatchObject({
      kind: 'block',
      code: 'PERSONAL_DATA',
      findings: [{ at: '/properties/note' }],
    });
  });

  const card = '4111111111111111';
  const planned = (violations: 'warn' | 'strip' | 'block', privacy: SourceRules['privacy'] = usualRules.privacy) => {
    const properties = { items: { type: 'list', of: { type: 'object', properties: {}, others: 'refuse' } } };
    const events = [{ name: 'Tea Poured', properties, others: 'refuse' }];
    const parsed = parseSourceRules({
      plan: { events, unplanned: violations === 'strip' ? 'warn' : violations, violations },
    });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    return { ...parsed.rules, privacy };
  };
  const keyed = event({
    name: 'Tea Poured',
    properties: { [`card ${card}`]: 1, items: [{ [`a/${card}`]: 1, 'a/b~c': 1 }] },
  });

  it.each(['warn', 'strip', 'block'] as const)(
    'what breaks the plan is told as masking leaves it: %s',
    (violations) => {
      const governed = govern(keyed, planned(violations), 'p');
      expect('violations' in governed ? governed.violations.map(({ at }) => at) : []).toEqual([
        '/properties/items/0/a~1[payment-card]',
        '/properties/items/0/a~1b~0c',
        '/properties/card [payment-card]',
      ]);
    },
  );

  it.each(['warn', 'block'] as const)(
    'an event that is in no plan is called as masking leaves its name: %s',
    (violations) => {
      expect(govern(event({ name: `Paid with ${card}` }), planned(violations), 'p')).toMatchObject({
        event: { name: 'Paid with [payment-card]' },
        violations: [{ kind: 'unplanned-event', found: 'track "Paid with [payment-card]"' }],
      });
    },
  );

  it('what nobody wants to keep is not kept because it breaks the plan as well', () => {
    const governed = govern(keyed, planned('block', { 'payment-card': 'block' }), 'p');
    expect(governed).toMatchObject({ kind: 'block', code: 'PERSONAL_DATA' });
    expect(JSON.stringify(governed)).not.toContain('1111');
  });

  it('addresses are as coarse as the source wants them', () => {
    const said = event({ context: { ip: '203.0.113.77', locale: 'en' } });
    const context = (addresses: SourceRules['addresses']) => {
      const governed = govern(said, { ...usualRules, addresses }, 'p');
      return governed.kind === 'pass' ? governed.event.context : undefined;
    };
    expect(context('keep')).toEqual({ ip: '203.0.113.77', locale: 'en' });
    expect(context('truncate')).toEqual({ ip: '203.0.113.0', locale: 'en' });
    expect(context('drop')).toEqual({ locale: 'en' });
  });
});

describe('rules that somebody wrote', () => {
  it('are read, with what nobody has said as usual', () => {
    expect(parseSourceRules({})).toEqual({ ok: true, rules: usualRules });
    expect(parseSourceRules({ plan: { events: [{ name: 'A', properties: { id: 'string' } }] } })).toMatchObject({
      rules: {
        plan: { events: [{ type: 'track', name: 'A', properties: { id: { type: 'string' } } }], unplanned: 'warn' },
      },
    });
  });

  it('say what becomes of one kind of personal data, and leave what is usual of the others', () => {
    const privacyOf = (privacy: object) => {
      const answer = parseSourceRules({ privacy });
      return answer.ok ? answer.rules.privacy : answer.errors;
    };
    expect(privacyOf({ email: 'mask' })).toEqual({ ...usualRules.privacy, email: 'mask' });
    expect(privacyOf({})).toEqual(usualRules.privacy);
    expect(privacyOf({ 'payment-card': 'keep' })).toEqual({ ...usualRules.privacy, 'payment-card': 'keep' });
    const said = event({ properties: { password: 'x', cvv: '123', card: '4111111111111111', mail: 'a@b.example' } });
    const answer = parseSourceRules({ privacy: { email: 'mask' } });
    expect(answer.ok && govern(said, answer.rules, 'p')).toMatchObject({
      event: { properties: { card: '[payment-card]', mail: '[email]' } },
    });
    expect(answer.ok && JSON.stringify(govern(said, answer.rules, 'p'))).not.toMatch(/"(password|cvv)":/);
  });

  it('are refused with everything that is wrong, each with its place', () => {
    const answer = parseSourceRules({
      addresses: 'hide',
      privacy: { email: 'hide', unicorn: 'mask' },
      consent: { purposes: [0, 1, 'x'] },
      plan: {
        unplanned: 'maybe',
        events: [
          { type: 'tracked', properties: { a: { type: 'text' }, b: { type: 'string', of: 'string' } } },
          { name: 'A' },
          { name: 'A' },
        ],
      },
      more: true,
    });
    expect(answer.ok ? [] : answer.errors.map(({ at }) => at).sort()).toEqual([
      '/addresses',
      '/consent/purposes/0',
      '/consent/purposes/2',
      '/more',
      '/plan/events/0/properties/a/type',
      '/plan/events/0/properties/b/of',
      '/plan/events/0/type',
      '/plan/events/2',
      '/plan/unplanned',
      '/privacy/email',
      '/privacy/unicorn',
    ]);
  });
});
