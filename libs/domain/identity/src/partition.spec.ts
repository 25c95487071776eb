import { describe, expect, it } from '@jest/globals';
import { EventCollected, eventId, recordId, type Identifier, type RecordId } from '@tributary/contracts';
import { isPlaceholder } from '@tributary/domain-cleansing';
import {
  defaultPolicy,
  explain,
  factsOf,
  factsOnly,
  mergeFacts,
  peopleOf,
  type ComponentFacts,
  type People,
  type Policy,
  type RecordFacts,
} from './index.ts';

const minute = 60_000;
const start = Date.parse('2026-03-01T10:00:00.000Z');
let minutes = 0;

/** `says('user_id:1 anonymous_id:a')`: an event of the record named after the first identifier that is somebody's. */
function says(text: string, traits: Record<string, unknown> = {}, source = 'web'): EventCollected {
  const identifiers = text.split(' ').map((part): Identifier => {
    const [type = '', value = ''] = part.split(/:(.*)/s);
    return { type, value };
  });
  minutes += 1;
  const time = new Date(start + minutes * minute).toISOString();
  const event = eventId(`e_${minutes}`);
  return { ...EventCollected.example, event, source, type: 'identify', identifiers, record: named(text), time, traits };
}

/** As the doors name it: a known placeholder names no record where there is anything else. */
function named(text: string): RecordId {
  const parts = text.split(' ');
  const [first] = [...parts.filter((part) => !isPlaceholder(part.slice(part.indexOf(':') + 1))), ...parts];
  return recordId(`r_${first ?? ''}`);
}

function factsFrom(events: readonly EventCollected[], policy: Policy = defaultPolicy): ComponentFacts {
  const byRecord = new Map<string, RecordFacts>();
  for (const event of events) {
    const news = factsOf(event, policy);
    const known = byRecord.get(news.id);
    byRecord.set(news.id, known ? mergeFacts(known, news, policy.limits) : news);
  }
  return factsOnly(byRecord.values());
}

const peopleFrom = (events: readonly EventCollected[], policy: Policy = defaultPolicy): People =>
  peopleOf(factsFrom(events, policy), policy);

const groups = ({ people }: People): string[] =>
  people.map(({ records }) => records.map((id) => id.replace('r_', '')).join(' + ')).sort();

describe('who is one person', () => {
  it.each<[string, string[], string[]]>([
    ['a visitor who logs in', ['anonymous_id:a', 'user_id:1 anonymous_id:a'], ['anonymous_id:a + user_id:1']],
    ['the same, the other way round', ['user_id:1 anonymous_id:a', 'anonymous_id:a'], ['anonymous_id:a + user_id:1']],
    [
      'a person with two devices',
      ['anonymous_id:a', 'anonymous_id:b', 'user_id:1 anonymous_id:a', 'user_id:1 anonymous_id:b'],
      ['anonymous_id:a + anonymous_id:b + user_id:1'],
    ],
    [
      'two people who take turns at one browser',
      ['anonymous_id:a', 'user_id:1 anonymous_id:a', 'user_id:2 anonymous_id:a'],
      ['anonymous_id:a', 'user_id:1', 'user_id:2'],
    ],
    [
      'two people with one telephone',
      ['user_id:1 phone:+442079460958', 'user_id:2 phone:+442079460958'],
      ['user_id:1', 'user_id:2'],
    ],
    [
      'a newsletter reader who opens an account',
      ['email:Ann@example.com anonymous_id:a', 'user_id:1 email:ann@EXAMPLE.com'],
      ['email:Ann@example.com + user_id:1'],
    ],
    ['an alias of a login', ['user_id:old', 'user_id:new previous_id:old'], ['user_id:new + user_id:old']],
    ['an alias of a visitor', ['anonymous_id:a', 'user_id:1 previous_id:a'], ['anonymous_id:a + user_id:1']],
    [
      'an alias on a device that both logins have used',
      ['user_id:old anonymous_id:a', 'user_id:new anonymous_id:a', 'anonymous_id:a', 'user_id:new previous_id:old'],
      ['anonymous_id:a + user_id:new + user_id:old'],
    ],
    [
      'a chain of aliases',
      ['user_id:a', 'user_id:b previous_id:a', 'user_id:c previous_id:b', 'user_id:c previous_id:a'],
      ['user_id:a + user_id:b + user_id:c'],
    ],
    [
      'a former id that two people claim',
      ['user_id:old', 'user_id:1 previous_id:old', 'user_id:2 previous_id:old'],
      ['user_id:1', 'user_id:2', 'user_id:old'],
    ],
    [
      'values that stand for nobody',
      [
        'user_id:1 anonymous_id:00000000-0000-0000-0000-000000000000 phone:0 email:null',
        'user_id:2 anonymous_id:00000000-0000-0000-0000-000000000000 phone:0 email:null',
        'anonymous_id:00000000-0000-0000-0000-000000000000',
      ],
      ['anonymous_id:00000000-0000-0000-0000-000000000000', 'user_id:1', 'user_id:2'],
    ],
    [
      'a login that stands for nobody',
      ['anonymous_id:a', 'anonymous_id:b', 'user_id:guest anonymous_id:a', 'user_id:guest anonymous_id:b'],
      ['anonymous_id:a', 'anonymous_id:b'],
    ],
    [
      'a role mailbox',
      ['user_id:1 email:info@example.com', 'anonymous_id:a email:info@example.com'],
      ['anonymous_id:a', 'user_id:1'],
    ],
    [
      'an unknown type',
      ['anonymous_id:a ip:10.0.0.1', 'anonymous_id:b ip:10.0.0.1'],
      ['anonymous_id:a', 'anonymous_id:b'],
    ],
    [
      'an e-mail that more than three people use',
      ['1', '2', '3', '4']
        .map((id) => `user_id:${id} email:shop@example.com`)
        .concat('anonymous_id:a email:shop@example.com'),
      ['anonymous_id:a', 'user_id:1', 'user_id:2', 'user_id:3', 'user_id:4'],
    ],
    [
      'a browser into which four addresses were typed',
      ['anonymous_id:a', ...['p', 'q', 'r', 's'].map((name) => `email:${name}@example.com anonymous_id:a`)],
      ['anonymous_id:a', ...['p', 'q', 'r', 's'].map((name) => `email:${name}@example.com`)],
    ],
  ])('%s', (_, events, expected) => {
    expect(groups(peopleFrom(events.map((text) => says(text))))).toEqual([...expected].sort());
  });

  it('two hundred people at one kiosk are two hundred people, and the kiosk is its own record', () => {
    const logins = Array.from({ length: 200 }, (_, index) => says(`user_id:${index + 1} anonymous_id:kiosk`));
    const { people } = peopleFrom([says('anonymous_id:kiosk'), ...logins]);
    expect(people).toHaveLength(201);
    const kiosk = people.filter(({ identifiers }) => identifiers.some(({ value }) => value === 'kiosk'));
    expect(kiosk.map(({ records }) => records)).toEqual([['r_anonymous_id:kiosk']]);
  });

  it('an address on more records than any person has joins nobody, whoever they are', () => {
    const devices = Array.from({ length: 51 }, (_, index) => says(`anonymous_id:d${index} email:ann@example.com`));
    expect(peopleFrom(devices.slice(0, 50)).people).toHaveLength(1);
    const many = peopleFrom(devices);
    expect(many.people).toHaveLength(51);
    expect(many.saturated).toEqual(['email|ann@example.com']);
  });

  it('what a source of little trust says of an e-mail joins nobody', () => {
    const policy: Policy = { ...defaultPolicy, joinTrust: 60, trust: { otherwise: 50, sources: { crm: 90, pos: 90 } } };
    const victim = says('user_id:1 email:ann@example.com', {}, 'crm');
    const claim = says('anonymous_id:a email:ann@example.com', {}, 'web');
    expect(peopleFrom([victim, claim], policy).people).toHaveLength(2);
    expect(peopleFrom([victim, { ...claim, source: 'pos' }], policy).people).toHaveLength(1);
  });

  it('a decision of a person outweighs the evidence, both ways', () => {
    const pair = [named('user_id:1'), named('user_id:2')] as const;
    const facts = factsFrom([says('user_id:1 email:ann@example.com'), says('user_id:2 email:ann@example.com')]);
    const asserted = { records: pair, by: 'kim', at: 1, why: 'called her' };
    const joined = peopleOf({ ...facts, assertions: [{ kind: 'must-link', ...asserted }] }, defaultPolicy);
    expect(joined.people).toHaveLength(1);

    const devices = factsFrom([says('anonymous_id:a'), says('user_id:1 anonymous_id:a')]);
    const apart = { kind: 'cannot-link' as const, ...asserted, records: [named('anonymous_id:a'), pair[0]] as const };
    expect(peopleOf(devices, defaultPolicy).people).toHaveLength(1);
    expect(peopleOf({ ...devices, assertions: [apart] }, defaultPolicy).people).toHaveLength(2);
  });
});

describe('a profile', () => {
  it('is named after its earliest record', () => {
    const { people } = peopleFrom([says('anonymous_id:a'), says('user_id:1 anonymous_id:a')]);
    expect(people.map(({ profile }) => profile)).toEqual(['p_anonymous_id:a']);
  });

  it('shows per trait the most trusted, then the latest value, with its lineage', () => {
    const policy: Policy = { ...defaultPolicy, trust: { otherwise: 50, sources: { crm: 90 } } };
    const events = [
      says('user_id:1', { city: 'Leeds', plan: 'basic', nick: 'An' }, 'crm'),
      says('user_id:1 anonymous_id:a', { city: 'York', plan: 'gold' }, 'web'),
      says('anonymous_id:a', { plan: 'silver', nick: 'Annie', age: 30 }, 'app'),
      says('anonymous_id:a', { age: null }, 'app'),
    ];
    const [person] = peopleFrom(events, policy).people;
    expect(person?.traits.map(({ name, value, source }) => [name, value, source])).toEqual([
      ['city', 'Leeds', 'crm'],
      ['nick', 'An', 'crm'],
      ['plan', 'basic', 'crm'],
    ]);
    const [plain] = peopleFrom(events).people;
    expect(plain?.traits.map(({ name, value }) => [name, value])).toEqual([
      ['city', 'York'],
      ['nick', 'Annie'],
      ['plan', 'silver'],
    ]);
  });
});

describe('an explanation', () => {
  it('says what joined, what was refused, and what would take the person apart', () => {
    const facts = factsFrom([
      says('anonymous_id:a'),
      says('user_id:1 anonymous_id:a email:ann@example.com phone:0'),
      says('user_id:2 email:ann@example.com'),
    ]);
    const person = peopleOf(facts, defaultPolicy).people.find(({ records }) => records.length === 2);
    const told = person && explain(facts, person, defaultPolicy);
    expect(told?.summary).toBe('2 records are one person through anonymous_id:a.');
    expect(told?.joins).toEqual([
      {
        tier: 'device',
        identifier: 'anonymous_id:a',
        records: ['r_anonymous_id:a', 'r_user_id:1'],
        because: 'Both were seen on anonymous_id:a, which only one person uses.',
        of: [{ record: 'r_anonymous_id:a' }, { record: 'r_user_id:1' }],
      },
    ]);
    expect(told?.refused.map(({ reason, identifier }) => [reason, identifier])).toEqual([
      ['clash', 'email:ann@example.com'],
      ['placeholder', 'phone:0'],
    ]);
    expect(told?.wouldSplit).toEqual([
      {
        identifier: 'anonymous_id:a',
        into: [['r_anonymous_id:a'], ['r_user_id:1']],
        because: 'Only anonymous_id:a holds these parts together.',
      },
    ]);
  });
});
