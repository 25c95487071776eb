/** Which values tell people apart, and which of them a profile shows. */
import { describe, expect, it } from '@jest/globals';
import { EventCollected, eventId, recordId, type Identifier, type JsonObject, type Sender } from '@tributary/contracts';
import {
  defaultPolicy,
  emptyComponent,
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
  readonly traits?: JsonObject;
  /** Instead of the next minute. */
  readonly day?: number;
}

let minutes = 0;

/** The record is named after the first identifier. */
function says(text: string, said: Said = {}): EventCollected {
  const { sender = 'server', source = 'shop', verified, traits = {}, day = 0 } = said;
  const identifiers = text.split(' ').map((part): Identifier => {
    const [type = '', value = ''] = part.split(/:(.*)/s);
    return { type, value };
  });
  minutes += 1;
  return {
    ...EventCollected.example,
    ...{ event: eventId(`e_${minutes}`), source, sender, type: 'identify', identifiers, traits },
    ...(verified === undefined ? {} : { verified: [...verified] }),
    record: recordId(`r_${text.split(' ', 1)[0] ?? ''}`),
    time: new Date(Date.parse('2026-03-01T10:00:00.000Z') + day * 86_400_000 + minutes * 60_000).toISOString(),
  };
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

describe('values that are nobody’s', () => {
  it.each([
    ['zeros and dashes', 'loyalty_id:00-00'],
    ['minus one', 'loyalty_id:-1'],
    ['null', 'loyalty_id:NULL'],
    ['undefined', 'loyalty_id:undefined'],
    ['anonymous', 'loyalty_id:Anonymous'],
    ['guest', 'loyalty_id:guest'],
    ['the all-zero UUID', 'anonymous_id:00000000-0000-0000-0000-000000000000'],
    ['a mailbox of a function', 'email:info@example.com'],
    ['a mailbox that is thrown away', 'email:ann@eu.mailinator.com'],
    ['one of a service that the shop knows', 'email:ann@mail.throwaway.example'],
    ['a telephone of the shop, however it is written', 'phone:+44 20 7946 0958'],
    ['what a pattern of the shop says', 'email:till-7@shop.example'],
  ])('%s', (_, value) => {
    const policy = {
      ...defaultPolicy,
      illegalValues: ['+442079460958'],
      disposableDomains: ['throwaway.example'],
      illegalPatterns: { ...defaultPolicy.illegalPatterns, email: ['^till-\\d+@shop\\.example$'] },
    };
    expect(groups([says(`user_id:1 ${value}`), says(`device_id:d ${value}`)], policy)).toHaveLength(2);
  });

  it('a number that more than ten addresses share is evidence only', () => {
    const of = (count: number) =>
      Array.from({ length: count }, (_, i) => says(`email:p${i}@example.com phone:+442079460958`));
    expect(groups(of(5))).toHaveLength(1);
    expect(groups(of(11))).toHaveLength(11);
  });

  it.each<[string, JsonObject, string[]]>([
    ['its own country', { address: { country: 'RU' } }, ['phone:+79123456789 + phone:8 (912) 345-67-89']],
    ['another country', { country: 'NL' }, ['phone:+79123456789', 'phone:8 (912) 345-67-89']],
    ['a country in words', { country: 'Russia' }, ['phone:+79123456789', 'phone:8 (912) 345-67-89']],
    ['no country', {}, ['phone:+79123456789', 'phone:8 (912) 345-67-89']],
  ])('a national number is read as %s writes it', (_, traits, expected) => {
    const national = { ...says('phone:8', { traits }), record: recordId('r_phone:8 (912) 345-67-89') };
    const identifiers = [{ type: 'phone', value: '8 (912) 345-67-89' }];
    expect(groups([{ ...national, identifiers }, says('phone:+79123456789')])).toEqual(expected);
  });

  it('an alias to itself says nothing', () => {
    expect(groups([says('user_id:1 previous_id:1'), says('user_id:2 previous_id:2')])).toEqual([
      'user_id:1',
      'user_id:2',
    ]);
  });

  it('values that came within the days of a limit count, others do not', () => {
    const policy = {
      ...defaultPolicy,
      identifiers: {
        ...defaultPolicy.identifiers,
        phone: { kind: 'personal', people: 9, mailboxes: 9, records: 9, perPerson: 1, perPersonDays: 7 },
      },
    } satisfies Policy;
    const moved = (day: number) => [
      says('email:ann@example.com phone:+442079460958'),
      says('device_id:d email:ann@example.com phone:+442079460959', { day }),
    ];
    expect(groups(moved(1), policy)).toHaveLength(2);
    expect(groups(moved(30), policy)).toHaveLength(1);
  });
});

describe('of values that differ', () => {
  const city = (name: string) => ({ traits: { city: name } });

  it.each<[string, EventCollected[], string | undefined]>([
    [
      'the proven one stays',
      [says('user_id:1', { ...city('Leeds'), verified: ['city'] }), says('user_id:1', city('York'))],
      'Leeds',
    ],
    [
      'a browser does not displace a system of the shop',
      [says('user_id:1', city('Leeds')), browser('user_id:1', city('York'))],
      'Leeds',
    ],
    [
      'not even under the name of its source',
      [says('user_id:1', city('Leeds')), browser('user_id:1', { ...city('York'), source: 'shop' })],
      'Leeds',
    ],
    [
      'the later stays among equals',
      [says('user_id:1', city('Leeds')), says('user_id:1', { ...city('York'), source: 'crm' })],
      'York',
    ],
    [
      'what a source erases is gone, proven or claimed',
      [
        says('user_id:1', { ...city('Leeds'), verified: ['city'] }),
        browser('user_id:1', { ...city('Hull'), source: 'shop' }),
        says('user_id:1', { traits: { city: null } }),
      ],
      undefined,
    ],
    [
      'what a browser erases is what browsers have said',
      [says('user_id:1', city('Leeds')), browser('user_id:1', { traits: { city: null }, source: 'shop' })],
      'Leeds',
    ],
  ])('%s', (_, events, expected) => {
    for (const order of [events, events.toReversed(), [...events, ...events]]) {
      const [person] = peopleOf(factsFrom(order), defaultPolicy).people;
      expect(person?.traits.find(({ name }) => name === 'city')?.value).toBe(expected);
    }
  });

  it.each<[string, unknown, unknown]>([
    ['an empty text', '', 'Leeds'],
    ['an object without members', {}, 'Leeds'],
    ['no, which is an answer', false, false],
  ])('what is blank displaces nothing: %s', (_, later, expected) => {
    const events = [
      says('user_id:1', city('Leeds')),
      says('user_id:1', { traits: { city: later }, source: 'crm' }),
      says('email:ann@example.com user_id:1'),
    ];
    for (const order of [events, events.toReversed()]) {
      const [person] = peopleOf(factsFrom(order), defaultPolicy).people;
      expect(person?.traits).toMatchObject([{ name: 'city', value: expected }]);
    }
  });

  it('what its own record has left empty since is not shown, nor that it is empty', () => {
    const events = [says('user_id:1', city('Leeds')), says('user_id:1', city(''))];
    expect(peopleOf(factsFrom(events), defaultPolicy).people[0]?.traits).toEqual([]);
  });

  const full = { street: '12 High Street', city: 'Leeds', country: 'GB' };
  const named = { city: 'Leeds', country: 'GB' };
  const country = { country: 'GB' };
  const lives = (address: object, more: Parameters<typeof says>[1] = {}) =>
    says('user_id:1', { traits: { address }, ...more });

  it.each<[string, EventCollected[], object]>([
    ['what says less of the same does not displace it', [lives(full), lives(country, { source: 'crm' })], full],
    ['nor in two steps', [lives(full), lives(named, { source: 'till' }), lives(country, { source: 'crm' })], full],
    ['what says something else does', [lives(full), lives({ country: 'FR' }, { source: 'crm' })], { country: 'FR' }],
    [
      'of two that complete it, the later does',
      [lives({ ...full, city: 'York' }), lives(full, { source: 'till' }), lives(country, { source: 'crm' })],
      full,
    ],
    [
      'what is proven is not completed by what is not',
      [lives(full), lives(country, { source: 'crm', verified: ['address'] })],
      country,
    ],
    [
      'nor what the shop says by a browser',
      [browser('user_id:1', { traits: { address: full } }), lives(country)],
      country,
    ],
  ])('of objects, %s', (_, events, expected) => {
    for (const order of [events, events.toReversed(), [...events, ...events]]) {
      const [person] = peopleOf(factsFrom(order), defaultPolicy).people;
      expect(person?.traits.find(({ name }) => name === 'address')?.value).toEqual(expected);
    }
  });

  it.each<[string, string, string]>([
    ['firstName', 'M.', 'Masha'],
    ['name', 'M. Kelley', 'Masha Kelley'],
    ['size', 'M', 'M'],
  ])('an initial does not displace the %s that it begins', (trait, later, shown) => {
    const whole = trait === 'name' ? 'Masha Kelley' : 'Masha';
    const events = [
      says('user_id:1', { traits: { [trait]: whole } }),
      says('user_id:1', { traits: { [trait]: later }, source: 'crm' }),
    ];
    for (const order of [events, events.toReversed()]) {
      expect(peopleOf(factsFrom(order), defaultPolicy).people[0]?.traits).toMatchObject([
        { name: trait, value: shown },
      ]);
    }
  });

  it('a birth that a form fills in is none', () => {
    const events = [
      says('user_id:1', { traits: { birth_date: '1975-04-02' } }),
      says('user_id:1', { source: 'forms', traits: { birth_date: '1900-01-01' } }),
    ];
    const [person] = peopleOf(factsFrom(events), defaultPolicy).people;
    expect(person?.traits).toMatchObject([{ name: 'birth_date', value: '1975-04-02' }]);
  });
});
