/** A stream as a table: who does what when, when it becomes known, and which membership changes follow, by a test clock. */
import { type EventCollected, eventId, recordId } from '@tributary/contracts';
import { type Activity, foldActivity } from '../activity.ts';
import { type CompiledRule, compile } from '../compile.ts';
import { featureFinder } from '../feature.ts';
import { type Membership, type MembershipChange, settle } from '../membership.ts';
import { parseRule } from '../parse-rule.ts';

interface Deed {
  readonly properties?: Readonly<Record<string, unknown>>;
  /** When it happened, if it becomes known later. */
  readonly happened?: string;
}

interface Person {
  activity: Activity;
  traits: Record<string, unknown>;
  traitsAt: number;
  membership: Membership | undefined;
  unseen: MembershipChange[];
}

export interface Scenario {
  at(instant: string): Scenario;
  does(who: string, event: string, deed?: Deed): Scenario;
  tells(who: string, traits: Readonly<Record<string, unknown>>): Scenario;
  then(who: string): Expectation;
}

interface Expectation {
  enters(expected?: Expected): Scenario;
  leaves(expected?: Expected): Scenario;
  stays(): Scenario;
}

interface Expected {
  readonly because?: string;
  readonly effective?: string;
}

export function eventOf(parts: {
  readonly id: string;
  readonly name: string;
  readonly time: number;
  readonly properties?: Readonly<Record<string, unknown>>;
}): EventCollected {
  const time = new Date(parts.time).toISOString();
  return {
    event: eventId(parts.id),
    source: 'test',
    messageId: parts.id,
    type: 'track',
    name: parts.name,
    record: recordId('r'),
    identifiers: [],
    time,
    receivedAt: time,
    properties: { ...parts.properties },
    traits: {},
    context: {},
    flags: [],
  };
}

export function compiled(json: unknown): CompiledRule {
  const parsed = parseRule(json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return compile(parsed.rule);
}

export function scenario(json: unknown): Scenario {
  const stage = stageOf(compiled(json));
  const table: Scenario = {
    at(instant) {
      stage.turnTo(Date.parse(instant));
      return table;
    },
    does(who, event, deed = {}) {
      stage.act(who, event, deed);
      return table;
    },
    tells(who, traits) {
      stage.tell(who, traits);
      return table;
    },
    then: (who) => ({
      enters: (expected = {}) => {
        expectChange(who, stage.nextChange(who), { change: 'entered', ...expected });
        return table;
      },
      leaves: (expected = {}) => {
        expectChange(who, stage.nextChange(who), { change: 'left', ...expected });
        return table;
      },
      stays() {
        stage.nobodyChangedUnseen();
        return table;
      },
    }),
  };
  return table;
}

interface Wanted extends Expected {
  readonly change: MembershipChange['change'];
}

function expectChange(who: string, found: MembershipChange | undefined, wanted: Wanted): void {
  const { change, effective, because } = wanted;
  const said = found === undefined ? 'nothing' : `${found.change} at ${new Date(found.effectiveAt).toISOString()}`;
  if (found?.change !== change) throw new Error(`${who} should have ${change}; there is ${said}`);
  if (effective !== undefined && Date.parse(effective) !== found.effectiveAt) {
    throw new Error(`${who} should have ${change} at ${effective}; there is ${said}`);
  }
  if (because !== undefined && because !== found.because) {
    throw new Error(`${who} should have ${change} because ${because}; there is: ${found.because}`);
  }
}

interface Stage {
  turnTo(instant: number): void;
  act(who: string, event: string, deed: Deed): void;
  tell(who: string, traits: Readonly<Record<string, unknown>>): void;
  nextChange(who: string): MembershipChange | undefined;
  nobodyChangedUnseen(): void;
}

function stageOf(rule: CompiledRule): Stage {
  const finder = featureFinder(rule.features);
  const people = new Map<string, Person>();
  let clock = -Infinity;
  let deeds = 0;
  const personOf = (who: string): Person => {
    const person = people.get(who) ?? { activity: {}, traits: {}, traitsAt: clock, membership: undefined, unseen: [] };
    people.set(who, person);
    return person;
  };
  const judge = (person: Person): void => {
    const { activity, traits, traitsAt: notBefore, membership: prior } = person;
    const settled = settle({ prior, rule, ruleVersion: 1, facts: { activity, traits }, notBefore, now: clock });
    person.membership = settled.membership;
    person.unseen.push(...settled.changes);
  };
  const nobodyChangedUnseen = (): void => {
    for (const [who, { unseen }] of people) {
      if (unseen.length > 0) throw new Error(`${who} changed and nobody asked: ${JSON.stringify(unseen)}`);
    }
  };
  return {
    nobodyChangedUnseen,
    turnTo(instant) {
      nobodyChangedUnseen();
      clock = instant;
      for (const person of people.values()) judge(person);
    },
    act(who, event, deed) {
      nobodyChangedUnseen();
      const person = personOf(who);
      deeds += 1;
      const time = deed.happened === undefined ? clock : Date.parse(deed.happened);
      const happening = eventOf({ id: `e${deeds}`, name: event, time, properties: deed.properties ?? {} });
      person.activity = foldActivity(person.activity, [happening], finder).activity;
      person.traitsAt = Math.min(person.traitsAt, time);
      judge(person);
    },
    tell(who, traits) {
      nobodyChangedUnseen();
      const person = personOf(who);
      person.traits = { ...person.traits, ...traits };
      person.traitsAt = clock;
      judge(person);
    },
    nextChange: (who) => personOf(who).unseen.shift(),
  };
}
