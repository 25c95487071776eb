/** Situations in which identity goes wrong, as the events that a door would let through, with the number of people there are. */
import { type EventCollected, type JsonObject } from '@tributary/contracts';
import { shapeEvent } from '@tributary/domain-collection';

export interface Scenario {
  readonly title: string;
  /** In order of time. */
  readonly events: readonly EventCollected[];
  /** How many profiles there are when all is told, whatever the order. */
  readonly people: number;
}

export interface ScenarioOptions {
  /** Milliseconds: when it begins. */
  readonly at: number;
  /** Distinguishes two of the same kind in one run. */
  readonly name?: string;
}

type Call = JsonObject & { readonly type: string };

/** All log in on one device in the shop, one after another, and out again. */
export function oneKiosk({ at, name = 'kiosk' }: ScenarioOptions, users = 200): Scenario {
  const anonymousId = `${name}-device`;
  const calls = Array.from({ length: users }, (_, index): readonly Call[] => {
    const userId = `${name}-user-${index}`;
    const traits = {
      email: `${name}.user.${index}@mail.example`,
      firstName: `Given${index}`,
      lastName: `Family${index}`,
    };
    return [
      { type: 'identify', userId, anonymousId, traits },
      { type: 'track', event: 'Product Viewed', userId, anonymousId, properties: { product_id: `p-${index}` } },
      { type: 'track', event: 'Signed Out', userId, anonymousId },
    ];
  });
  return { title: `${users} users on one kiosk`, events: told(calls.flat(), at, name), people: users };
}

/** A couple shares a telephone, and each has a login on it. */
export function onePhone({ at, name = 'phone' }: ScenarioOptions): Scenario {
  const calls = ['ann', 'ben'].flatMap((who): readonly Call[] => {
    const userId = `${name}-${who}`;
    return [
      { type: 'identify', userId, anonymousId: `${name}-device`, traits: { phone: '+442079460958', firstName: who } },
      { type: 'track', event: 'Order Completed', userId, anonymousId: `${name}-device`, properties: { total: 20 } },
    ];
  });
  return { title: '2 users on one phone', events: told(calls, at, name), people: 2 };
}

/** Father and son of one name, mother and daughter with one mailbox, one roof; the son is known twice. */
export function oneAddress({ at, name = 'family' }: ScenarioOptions): Scenario {
  const address = { street: '12 Mill Lane', city: 'York', postalCode: 'YO10 4AA', country: 'GB' };
  const mailbox = `${name}.halstead@mail.example`;
  const members: readonly (readonly [string, JsonObject])[] = [
    ['father', { firstName: 'Thomas', lastName: 'Halstead', birthday: '1955-04-02' }],
    ['son', { firstName: 'Thomas', lastName: 'Halstead', birthday: '1984-08-27', loyalty_id: `${name}-card-1` }],
    ['mother', { firstName: 'Margaret', lastName: 'Halstead', birthday: '1957-02-14', email: mailbox }],
    ['daughter', { firstName: 'Eliza', lastName: 'Halstead', birthday: '1989-05-23', email: mailbox }],
  ];
  const calls = members.map(([who, traits]): Call => {
    return { type: 'identify', userId: `${name}-${who}`, traits: { ...traits, address } };
  });
  const again: Call = {
    type: 'identify',
    anonymousId: `${name}-browser`,
    traits: { firstName: 'Tom', lastName: 'Halstead', birthday: '1984-08-27', loyalty_id: `${name}-card-1`, address },
  };
  return { title: 'a family at one address', events: told([...calls, again], at, name), people: 4 };
}

/** A programme that calls alias with the id that the user already has: nothing happens, least of all to others. */
export function selfAlias({ at, name = 'alias' }: ScenarioOptions): Scenario {
  const calls: readonly Call[] = [
    { type: 'identify', userId: `${name}-1`, traits: { firstName: 'Ann' } },
    { type: 'alias', userId: `${name}-1`, previousId: `${name}-1` },
    { type: 'identify', userId: `${name}-2`, traits: { firstName: 'Ben' } },
    { type: 'alias', userId: `${name}-2`, previousId: `${name}-2` },
  ];
  return { title: 'an alias of oneself', events: told(calls, at, name), people: 2 };
}

/** What programmes and clerks write where a person should be. */
const nobody: readonly JsonObject[] = [
  { email: 'noreply@shop.example', phone: '0000000000' },
  { email: 'info@shop.example', phone: '-1' },
  { email: 'null', loyalty_id: '00000000-0000-0000-0000-000000000000' },
  { email: 'none', loyalty_id: 'undefined', birthday: '1900-01-01' },
  { loyalty_id: '0', firstName: 'Test', lastName: 'Test' },
];

/** Each illegal value is carried by two people, who stay two. */
export function illegalValues({ at, name = 'illegal' }: ScenarioOptions): Scenario {
  const calls = nobody.flatMap((traits, index): readonly Call[] =>
    ['a', 'b'].map((who) => ({ type: 'identify', userId: `${name}-${index}-${who}`, traits })),
  );
  return { title: 'values that name nobody', events: told(calls, at, name), people: calls.length };
}

const minute = 60_000;

/** A minute between any two; a call that the door would refuse is a mistake in the scenario. */
function told(calls: readonly Call[], at: number, name: string): readonly EventCollected[] {
  return calls.map((call, index) => {
    const receivedAt = at + index * minute;
    const payload = { messageId: `${name}-${index}`, timestamp: new Date(receivedAt).toISOString(), ...call };
    const shaped = shapeEvent({ source: 'web', receivedAt, imported: false, payload });
    if (!shaped.ok) throw new Error(`${name}: the door refuses call ${index}, ${shaped.reason.code}.`);
    return shaped.event;
  });
}
