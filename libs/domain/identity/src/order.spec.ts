import { describe, expect, it } from '@jest/globals';
import { EventCollected, eventId, recordId, type Identifier, type RecordId, type Sender } from '@tributary/contracts';
import fc from 'fast-check';
import {
  defaultPolicy,
  emptyComponent,
  factsOf,
  factsOnly,
  holds,
  mayBeLinked,
  mergeComponents,
  mergeFacts,
  peopleOf,
  type ComponentFacts,
  type Policy,
} from './index.ts';

/** Small limits, so that every one of them is reached. */
const policy: Policy = {
  ...defaultPolicy,
  identifiers: Object.fromEntries(
    Object.entries(defaultPolicy.identifiers).map(([type, rule]) => [type, { ...rule, records: 4, perPerson: 3 }]),
  ),
  trust: { otherwise: 50, sources: { a: 90 }, clients: 40 },
  devices: { shared: ['kiosk'], sources: { c: 'kiosk' } },
  limits: {
    ...defaultPolicy.limits,
    ...{ identifiersPerRecord: 5, traitsPerRecord: 3, sourcesPerIdentifier: 2, consentsPerRecord: 2 },
  },
};

const identifier = fc.record({
  type: fc.constantFrom('user_id', 'email', 'phone', 'anonymous_id', 'previous_id', 'session_id', 'ip'),
  value: fc.constantFrom('1', '2', '3', '4', 'ann@example.com', 'Ann@example.com', '+442079460958', 'null'),
}) satisfies fc.Arbitrary<Identifier>;

const event = fc
  .record({
    identifiers: fc.uniqueArray(identifier, { minLength: 1, maxLength: 4, selector: (i) => `${i.type}|${i.value}` }),
    minute: fc.integer({ min: 0, max: 9 }),
    source: fc.constantFrom('a', 'b', 'c'),
    traits: fc.dictionary(
      fc.constantFrom('p', 'q', 'r', 'firstName'),
      fc.constantFrom(
        'x',
        'yy',
        'xy',
        'xyz',
        1,
        null,
        '',
        { a: 1 },
        { a: 1, b: 2 },
        { b: 2, c: '' },
        { a: 2, b: 2, c: 3 },
      ),
      { maxKeys: 3 },
    ),
    serial: fc.uuid(),
    sender: fc.constantFrom<Sender | undefined>('client', 'server', undefined),
    verified: fc.subarray(['email', 'phone', 'p']),
    device: fc.constantFrom('personal', 'kiosk', undefined),
    consent: fc.dictionary(fc.constantFrom('identity_linking', 'ads', 'news'), fc.boolean(), { maxKeys: 2 }),
  })
  .map(({ identifiers, minute, source, traits, serial, sender, verified, device, consent }): EventCollected => ({
    ...EventCollected.example,
    ...(sender === undefined ? {} : { sender }),
    verified,
    context: { device: { class: device }, consent: { categoryPreferences: consent } },
    event: eventId(serial),
    type: 'identify',
    record: recordOf(identifiers),
    identifiers,
    source,
    traits,
    time: `2026-03-01T10:0${minute}:00.000Z`,
  }));

const recordOf = ([first]: readonly Identifier[]): RecordId => recordId(`r_${first?.type ?? ''}:${first?.value ?? ''}`);

const events = fc.array(event, { maxLength: 30 });

const gather = (items: readonly EventCollected[]): ComponentFacts =>
  items.reduce((all, item) => mergeComponents(all, factsOnly([factsOf(item, policy)]), policy.limits), emptyComponent);

const shown = (component: ComponentFacts) => peopleOf(component, policy).people;

describe('the people are the same', () => {
  it('in any order, with any repetition, in any batches', () => {
    fc.assert(
      fc.property(
        events.chain((items) =>
          fc.tuple(
            fc.constant(items),
            fc.shuffledSubarray([...items, ...items.slice(0, 5)], {
              minLength: items.length + Math.min(5, items.length),
            }),
            fc.integer({ min: 0, max: items.length }),
          ),
        ),
        ([items, shuffled, cut]) => {
          const plain = shown(gather(items));
          expect(shown(gather(shuffled))).toEqual(plain);
          const batches = [gather(shuffled.slice(0, cut)), gather(shuffled.slice(cut))] as const;
          expect(shown(mergeComponents(batches[1], batches[0], policy.limits))).toEqual(plain);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('when a component holds strangers as well', () => {
    fc.assert(
      fc.property(events, events, (items, others) => {
        const strangers = others.map((other) => {
          const identifiers = other.identifiers.map((i) => ({
            type: i.type === 'phone' ? 'ip' : i.type,
            value: `x${i.value}`,
          }));
          return { ...other, identifiers, record: recordOf(identifiers) };
        });
        const own = gather(items);
        const both = mergeComponents(own, gather(strangers), policy.limits);
        const people = shown(both).filter(({ records }) => records.some((id) => own.records.has(id)));
        expect(people).toEqual(shown(own));
      }),
    );
  });
});

it('every record is in exactly one person', () => {
  fc.assert(
    fc.property(events, (items) => {
      const component = gather(items);
      const records = shown(component).flatMap((person) => person.records);
      expect([...records].sort()).toEqual([...component.records.keys()].sort());
    }),
  );
});

it('merge then split is identity: a person who is kept apart again is as before', () => {
  fc.assert(
    fc.property(events, (items) => {
      const component = gather(items);
      const before = shown(component);
      const [a, b] = before;
      if (!a || !b) return;
      const pair = [a.seed, b.seed].sort();
      const asserted = { records: [pair[0] ?? a.seed, pair[1] ?? b.seed] as const, by: 'kim', why: '' };
      const joined = mergeComponents(
        component,
        { ...emptyComponent, assertions: [{ kind: 'must-link', at: 1, ...asserted }] },
        policy.limits,
      );
      const linkable = pair.every((id) => mayBeLinked(component.records.get(id) ?? {}, policy));
      expect(shown(joined).some(({ records }) => pair.every((id) => records.includes(id)))).toBe(linkable);
      const apart = mergeComponents(
        { ...emptyComponent, assertions: [{ kind: 'cannot-link', at: 2, ...asserted }] },
        joined,
        policy.limits,
      );
      expect(shown(apart)).toEqual(before);
    }),
  );
});

it('facts that are held already change nothing, and others do', () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 20 }), event, (items, last) => {
      const [first, ...rest] = items.map((item) => ({ ...factsOf(item, policy), id: recordId('r') }));
      if (!first) return;
      const known = rest.reduce((all, facts) => mergeFacts(all, facts, policy.limits), first);
      const news = { ...factsOf(last, policy), id: recordId('r') };
      const merged = mergeFacts(known, news, policy.limits);
      if (holds(known, news, policy.limits)) expect(merged).toEqual(known);
      else expect(merged).not.toEqual(known);
    }),
    { numRuns: 1_000 },
  );
});
