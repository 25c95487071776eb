/** Web visitors: what a browser may claim, who sits before a shared device, and what consent holds together. */
import { describe, expect, it } from '@jest/globals';
import {
  EventCollected,
  eventId,
  recordId,
  type Identifier,
  type JsonObject,
  type RecordId,
  type Sender,
} from '@tributary/contracts';
import {
  defaultPolicy,
  emptyComponent,
  explain,
  factsOf,
  factsOnly,
  mergeComponents,
  peopleOf,
  type ComponentFacts,
  type Policy,
} from './index.ts';

interface Said {
  readonly sender?: Sender;
  readonly source?: string;
  readonly verified?: readonly string[];
  readonly device?: string;
  readonly consent?: boolean;
  readonly traits?: JsonObject;
  /** Instead of the next minute. */
  readonly day?: number;
}

let minutes = 0;

/** The record is named as the doors name it: a browser's by its own ids, anybody else's by the first identifier. */
function says(text: string, said: Said = {}): EventCollected {
  const { sender = 'server', source = 'shop', verified, device, consent, traits = {}, day = 0 } = said;
  const identifiers = text.split(' ').map((part): Identifier => {
    const [type = '', value = ''] = part.split(/:(.*)/s);
    return { type, value };
  });
  minutes += 1;
  return {
    ...EventCollected.example,
    ...{ event: eventId(`e_${minutes}`), source, sender, type: 'identify', identifiers, traits },
    ...(verified === undefined ? {} : { verified: [...verified] }),
    record: named(identifiers, sender),
    time: new Date(Date.parse('2026-03-01T10:00:00.000Z') + day * 86_400_000 + minutes * 60_000).toISOString(),
    context: {
      ...(device === undefined ? {} : { device: { class: device } }),
      ...(consent === undefined ? {} : { consent: { categoryPreferences: { identity_linking: consent } } }),
    },
  };
}

const own = ['user_id', 'session_id', 'device_id', 'anonymous_id'];

function named(identifiers: readonly Identifier[], sender: Sender): RecordId {
  const name = identifiers.find(({ type }) => sender !== 'client' || own.includes(type));
  return recordId(`r_${name?.type ?? ''}:${name?.value ?? ''}`);
}

const browser = (text: string, said: Said = {}): EventCollected =>
  says(text, { sender: 'client', source: 'web', ...said });

const factsFrom = (events: readonly EventCollected[], policy: Policy = defaultPolicy): ComponentFacts =>
  events.reduce(
    (all, event) => mergeComponents(all, factsOnly([factsOf(event, policy)]), policy.limits),
    emptyComponent,
  );

/** The people, by their records; the same whether the events come in order, reversed, or twice. */
function groups(events: readonly EventCollected[], policy: Policy = defaultPolicy): readonly string[] {
  const [plain, ...others] = [events, events.toReversed(), [...events, ...events]].map((order) =>
    peopleOf(factsFrom(order, policy), policy)
      .people.map(({ records }) => records.map((id) => id.replace('r_', '')).join(' + '))
      .sort(),
  );
  for (const other of others) expect(other).toEqual(plain);
  return plain ?? [];
}

const strict: Policy = {
  ...defaultPolicy,
  identifiers: {
    ...defaultPolicy.identifiers,
    user_id: {
      kind: 'exclusive',
      people: 1_000_000,
      mailboxes: 1_000_000,
      records: 1_000_000,
      perPerson: 20,
      trust: 50,
    },
  },
};

describe('what a browser says', () => {
  const victim = says('user_id:ann email:ann@example.com', { source: 'crm' });
  const subscriber = says('email:ann@example.com', { source: 'newsletter' });

  it.each<[string, EventCollected[], string[]]>([
    [
      'an address that somebody types does not lead to its owner',
      [victim, browser('email:ann@example.com anonymous_id:a')],
      ['anonymous_id:a', 'user_id:ann'],
    ],
    [
      'nor to the record of the address itself',
      [subscriber, browser('email:ann@example.com anonymous_id:a')],
      ['anonymous_id:a', 'email:ann@example.com'],
    ],
    [
      'nor to others who type it',
      [browser('email:ann@example.com anonymous_id:a'), browser('email:ann@example.com anonymous_id:b')],
      ['anonymous_id:a', 'anonymous_id:b'],
    ],
    [
      'nor with a login of their own',
      [victim, browser('user_id:eve email:ann@example.com anonymous_id:a')],
      ['user_id:ann', 'user_id:eve'],
    ],
    [
      'nor by saying that it is verified',
      [victim, browser('email:ann@example.com anonymous_id:a', { verified: ['email'] })],
      ['anonymous_id:a', 'user_id:ann'],
    ],
    [
      'a telephone number neither',
      [says('user_id:ann phone:+442079460958'), browser('phone:+442079460958 anonymous_id:a')],
      ['anonymous_id:a', 'user_id:ann'],
    ],
    [
      'a number of a card neither',
      [says('user_id:ann loyalty_id:77'), browser('loyalty_id:77 anonymous_id:a')],
      ['anonymous_id:a', 'user_id:ann'],
    ],
    [
      'a wrong number of a card does not take its owner apart',
      [says('loyalty_id:77 email:ann@example.com'), victim, browser('user_id:ann loyalty_id:78 anonymous_id:a')],
      ['loyalty_id:77 + user_id:ann'],
    ],
    [
      'a former login that somebody claims is not theirs',
      [victim, browser('user_id:eve previous_id:ann')],
      ['user_id:ann', 'user_id:eve'],
    ],
    [
      'a former visitor is',
      [browser('anonymous_id:a'), browser('user_id:ann previous_id:a'), victim],
      ['anonymous_id:a + user_id:ann'],
    ],
    [
      'the address joins when a system of the shop confirms it: a one-time code',
      [subscriber, browser('email:ann@example.com anonymous_id:a'), says('email:ann@example.com anonymous_id:a')],
      ['anonymous_id:a + email:ann@example.com'],
    ],
    [
      'a login of a browser joins what it did before, and the customer of that login',
      [browser('anonymous_id:a'), victim, browser('user_id:ann email:ann@example.com anonymous_id:a'), subscriber],
      ['anonymous_id:a + email:ann@example.com + user_id:ann'],
    ],
  ])('%s', (_, events, expected) => {
    expect(groups(events)).toEqual(expected);
  });

  it('a source that is hardly believed joins by what it has verified', () => {
    const policy = { ...defaultPolicy, trust: { ...defaultPolicy.trust, sources: { forms: 10 } } };
    const form = (verified: string[]) => says('anonymous_id:a email:ann@example.com', { source: 'forms', verified });
    expect(groups([subscriber, form([])], policy)).toHaveLength(2);
    expect(groups([subscriber, form(['email'])], policy)).toHaveLength(1);
  });

  it('no policy on its source makes a browser better than browsers are', () => {
    const policy = { ...defaultPolicy, trust: { ...defaultPolicy.trust, sources: { web: 100 } } };
    expect(groups([victim, browser('email:ann@example.com anonymous_id:a')], policy)).toHaveLength(2);
  });

  it('a strict policy lets no browser take over a login by its name, until a system of the shop confirms the device', () => {
    const events = [browser('anonymous_id:a'), victim, browser('user_id:ann anonymous_id:a')];
    expect(groups(events)).toHaveLength(1);
    expect(groups(events, strict)).toEqual(['anonymous_id:a', 'user_id:ann']);
    expect(groups([...events, says('user_id:ann anonymous_id:a')], strict)).toHaveLength(1);
  });

  it('crowds that browsers make up do not make an address or a number generic', () => {
    const crowd = Array.from({ length: 60 }, (_, i) =>
      browser(`user_id:x${i} email:ann@example.com phone:+442079460958 anonymous_id:x${i}`),
    );
    const people = groups([says('user_id:ann email:ann@example.com phone:+442079460958'), subscriber, ...crowd]);
    expect(people).toContain('email:ann@example.com + user_id:ann');
    expect(people).toHaveLength(61);
  });

  it('is explained, and no way to be found by', () => {
    const facts = factsFrom([
      victim,
      browser('email:ann@example.com anonymous_id:a', { traits: { email: 'ann@example.com' } }),
    ]);
    const person = peopleOf(facts, defaultPolicy).people.find(({ records }) =>
      records.includes(recordId('r_anonymous_id:a')),
    );
    expect(person?.identifiers).toEqual([{ type: 'anonymous_id', value: 'a' }]);
    expect(person?.traits).toMatchObject([{ name: 'email', client: true }]);
    expect(person && explain(facts, person, defaultPolicy).refused).toEqual([
      {
        reason: 'untrusted',
        identifier: 'email:ann@example.com',
        records: ['r_anonymous_id:a'],
        because:
          'email:ann@example.com joins nobody: only a browser or an app has said so, and nobody has confirmed it.',
      },
    ]);
  });
});

describe('a device', () => {
  it.each(['shared', 'kiosk', 'pos', 'signage'])('that is said to be %s identifies nobody', (device) => {
    expect(
      groups([browser('anonymous_id:k', { device }), browser('user_id:1 anonymous_id:k', { device })]),
    ).toHaveLength(2);
  });

  it('is what was said last, whichever of its records heard it', () => {
    const before = [browser('anonymous_id:k', { device: 'kiosk' }), browser('user_id:1 anonymous_id:k')];
    expect(groups(before)).toHaveLength(2);
    expect(groups([...before, browser('user_id:1 anonymous_id:k', { device: 'personal' })])).toHaveLength(1);
  });

  it('is what the policy says of its source', () => {
    const policy = { ...defaultPolicy, devices: { ...defaultPolicy.devices, sources: { till: 'pos' } } };
    const events = [says('anonymous_id:k', { source: 'till' }), says('user_id:1 anonymous_id:k', { source: 'till' })];
    expect(groups(events)).toHaveLength(1);
    expect(groups(events, policy)).toHaveLength(2);
  });

  it('that turns out to be shared lets go of whom it had joined', () => {
    const events = [browser('anonymous_id:k'), browser('user_id:1 anonymous_id:k')];
    expect(groups(events)).toEqual(['anonymous_id:k + user_id:1']);
    expect(groups([...events, browser('user_id:2 anonymous_id:k')])).toEqual([
      'anonymous_id:k',
      'user_id:1',
      'user_id:2',
    ]);
  });

  it.each([
    ['four addresses in a month', 4, 9, 2],
    ['three addresses in a month', 3, 9, 1],
    ['four addresses in a year', 4, 90, 1],
  ])('into which a browser types %s', (_, addresses, everyDays, expected) => {
    const typed = Array.from({ length: addresses }, (__, i) =>
      browser(`email:p${i}@example.com anonymous_id:k`, { day: i * everyDays }),
    );
    expect(groups([...typed, says('device_id:d anonymous_id:k')])).toHaveLength(expected);
  });

  it('that is said to be personal may see any number of addresses, but one login', () => {
    const typed = [1, 2, 3, 4, 5].map((i) => browser(`email:p${i}@example.com anonymous_id:k`, { device: 'personal' }));
    const events = [...typed, browser('user_id:1 anonymous_id:k')];
    expect(groups(events)).toHaveLength(1);
    expect(groups([...events, browser('user_id:2 anonymous_id:k')])).toHaveLength(3);
  });

  it('a kiosk of two hundred people has two hundred, and each keeps the visit before the login', () => {
    const visits = Array.from({ length: 200 }, (_, i) => [
      browser(`session_id:k/${i} anonymous_id:k`, { device: 'kiosk' }),
      browser(`user_id:${i} session_id:k/${i} anonymous_id:k`, { device: 'kiosk' }),
    ]).flat();
    const people = peopleOf(factsFrom(visits), defaultPolicy).people;
    expect(people).toHaveLength(200);
    expect(people.every(({ records }) => records.length === 2)).toBe(true);
  });

  it('a visit during which two people log in is of neither', () => {
    const device = { device: 'kiosk' };
    expect(
      groups([
        browser('session_id:k/1 anonymous_id:k', device),
        browser('user_id:1 session_id:k/1 anonymous_id:k', device),
        browser('user_id:2 session_id:k/1 anonymous_id:k', device),
      ]),
    ).toEqual(['session_id:k/1', 'user_id:1', 'user_id:2']);
  });

  it('two people with one telephone are two, with one number and one browser', () => {
    expect(groups([1, 2].map((i) => browser(`user_id:${i} phone:+442079460958 anonymous_id:p`)))).toEqual([
      'user_id:1',
      'user_id:2',
    ]);
  });
});

describe('consent', () => {
  const visitor = browser('anonymous_id:a');
  const login = browser('user_id:1 anonymous_id:a');
  const withdrawn = browser('user_id:1', { consent: false });

  it('withdrawn takes apart, renewed joins again', () => {
    expect(groups([visitor, login])).toHaveLength(1);
    expect(groups([visitor, login, withdrawn])).toEqual(['anonymous_id:a', 'user_id:1']);
    expect(groups([visitor, login, withdrawn, browser('user_id:1', { consent: true })])).toHaveLength(1);
  });

  it('is needed on both sides where the policy requires it', () => {
    const policy = { ...defaultPolicy, consent: { ...defaultPolicy.consent, required: true } };
    const granted = [browser('user_id:1', { consent: true }), browser('anonymous_id:a', { consent: true })];
    expect(groups([visitor, login], policy)).toHaveLength(2);
    expect(groups([visitor, login, ...granted.slice(0, 1)], policy)).toHaveLength(2);
    expect(groups([visitor, login, ...granted], policy)).toHaveLength(1);
  });

  it('is asked even where a person has decided', () => {
    const facts = factsFrom([visitor, says('user_id:2'), browser('user_id:2', { consent: false })]);
    const records = [recordId('r_anonymous_id:a'), recordId('r_user_id:2')] as const;
    const assertions = [{ kind: 'must-link', records, by: 'kim', at: 1, why: '' }] as const;
    expect(peopleOf({ ...facts, assertions }, defaultPolicy).people).toHaveLength(2);
  });

  it('that is missing is said in the explanation', () => {
    const facts = factsFrom([visitor, login, withdrawn]);
    const person = peopleOf(facts, defaultPolicy).people.find(({ profile }) => profile === 'p_user_id:1');
    expect(person && explain(facts, person, defaultPolicy).refused).toMatchObject([
      { reason: 'no-consent', identifier: 'anonymous_id:a' },
    ]);
  });
});
