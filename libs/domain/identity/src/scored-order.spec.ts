import { describe, expect, it } from '@jest/globals';
import { type RecordId } from '@tributary/contracts';
import fc from 'fast-check';
import { type Assertion } from './assertion.ts';
import { emptyComponent, mergeComponents, type ComponentFacts } from './component.ts';
import { type Comparisons } from './comparisons.ts';
import { diffPeople } from './diff.ts';
import { explain } from './explain.ts';
import { explainPair } from './explain-pair.ts';
import { peopleOf, type People } from './people.ts';
import { defaultPolicy, type Policy } from './policy.ts';
import { asserted, byHand, component, type Said } from './scenario.ts';

/** Blocks and guards so small that they matter. */
const tight: Comparisons = {
  ...byHand,
  rules: { ...byHand.rules, recordsPerBlock: 6, guard: { bits: -5, members: 2 } },
};
const second: Policy = { ...defaultPolicy, version: 2, joinTrust: 60 };

const names = Array.from({ length: 10 }, (_, index) => `crm:${index}`);

const saying = fc.record(
  {
    name: fc.constantFrom('Ann Kelley', 'Tom Kelley', 'Ann Moor', 'Tom Moor'),
    birth: fc.constantFrom('1980-02-03', '1999-09-09'),
    city: fc.constantFrom('Leeds', 'York'),
  },
  { requiredKeys: [] },
);
const identifiers = fc.subarray(
  ['email:a@example.com', 'email:b@example.com', 'phone:+442079460958', 'user_id:1', 'user_id:2', 'loyalty_id:7'],
  { maxLength: 2 },
);
const said: fc.Arbitrary<readonly Said[]> = fc.array(
  fc
    .tuple(fc.constantFrom(...names), identifiers, saying, fc.constantFrom('a', 'b'))
    .map(([name, ids, traits, source]): Said => [[name, ...ids].join(' '), traits, source]),
  { maxLength: 14 },
);
const assertion: fc.Arbitrary<Assertion> = fc
  .tuple(
    fc.constantFrom('must-link', 'cannot-link', 'retracted'),
    fc.subarray(names, { minLength: 2, maxLength: 2 }),
    fc.integer({ min: 1, max: 5 }),
  )
  .map(([kind, [a = '', b = ''], at]) => asserted(kind, a, b, at));
const assertions = fc.array(assertion, { maxLength: 6 });

const gather = (one: ComponentFacts, own: readonly Assertion[]): ComponentFacts =>
  own.reduce((all, word) => mergeComponents(all, { ...emptyComponent, assertions: [word] }, defaultPolicy.limits), one);

const given: fc.Arbitrary<ComponentFacts> = fc
  .tuple(said, assertions)
  .map(([own, words]) => gather(component(own), words));

const resolved = (facts: ComponentFacts, policy = defaultPolicy): People => peopleOf(facts, policy, tight);

const areOne = ({ people }: People, pair: readonly RecordId[]): boolean =>
  people.some(({ records }) => pair.every((id) => records.includes(id)));

describe('with scored pairs and decisions', () => {
  it('any order of records and assertions gives the same', () => {
    const shuffled = given.chain((facts) =>
      fc.tuple(
        fc.constant(facts),
        fc.shuffledSubarray([...facts.records], { minLength: facts.records.size }),
        fc.shuffledSubarray([...facts.assertions], { minLength: facts.assertions.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([facts, records, words]) => {
        const other = gather({ ...emptyComponent, records: new Map(records) }, words);
        expect(resolved(other)).toEqual(resolved(facts));
      }),
      { numRuns: 1_000 },
    );
  });

  it('what is asserted and taken back leaves no trace', () => {
    fc.assert(
      fc.property(said, assertions, assertion, (own, words, word) => {
        const facts = component(own);
        const others = words.filter(({ records }) => records.join() !== word.records.join());
        const back: Assertion = { ...word, kind: 'retracted', at: word.at + 1 };
        const before = resolved(gather(facts, others));
        expect(resolved(gather(facts, [...others, word, back]))).toEqual(before);
        expect(resolved(gather(facts, [back, ...others, word]))).toEqual(before);
      }),
    );
  });

  it('those who are kept apart are apart, and those who are linked are one unless that is forbidden', () => {
    fc.assert(
      fc.property(given, (facts) => {
        const people = resolved(facts);
        for (const { kind, records } of facts.assertions) {
          if (!records.every((id) => facts.records.has(id))) continue;
          if (kind === 'cannot-link') expect(areOne(people, records)).toBe(false);
          if (kind !== 'must-link' || areOne(people, records)) continue;
          const refusal = people.refusals.find(
            ({ tier, records: [a, b] }) => tier === 'assertion' && records.includes(a) && records.includes(b),
          );
          expect(refusal?.why).toBe('cannot-link');
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('strangers change nothing', () => {
    fc.assert(
      fc.property(given, said, (facts, others) => {
        const strangers = component(
          others.map(([text, traits = {}, source = 'a']): Said => [
            text.replace(/(?<=:)/g, 'x').replaceAll('phone:x+', 'ip:'),
            Object.fromEntries(Object.entries(traits).map(([name, value]) => [name, `${String(value)}x`])),
            source,
          ]),
        );
        const people = resolved(mergeComponents(facts, strangers, defaultPolicy.limits)).people;
        expect(people.filter(({ records }) => records.some((id) => facts.records.has(id)))).toEqual(
          resolved(facts).people,
        );
      }),
    );
  });

  it('the way back to a policy is the way there, reversed', () => {
    fc.assert(
      fc.property(given, (facts) => {
        const [first, then] = [resolved(facts).people, resolved(facts, second).people];
        expect(resolved(facts).people).toEqual(first);
        const [there, back] = [diffPeople(first, then), diffPeople(then, first)];
        expect(back.unchanged).toBe(there.unchanged);
        expect(back.merged.map(({ into }) => into)).toEqual(there.split.map(({ profile }) => profile));
        expect(there.merged.map(({ into }) => into)).toEqual(back.split.map(({ profile }) => profile));
      }),
    );
  });

  it('reviews are of pairs that nobody has decided, joined or apart as they say', () => {
    fc.assert(
      fc.property(given, (facts) => {
        const people = resolved(facts);
        const decided = facts.assertions
          .filter(({ kind }) => kind !== 'retracted')
          .map(({ records }) => records.join());
        for (const { joined, records, why } of people.reviews) {
          expect(areOne(people, records)).toBe(joined);
          expect(joined).toBe(why === 'unsure');
          expect(decided).not.toContain(records.join());
        }
        expect(new Set(people.reviews.map(({ id }) => id)).size).toBe(people.reviews.length);
      }),
      { numRuns: 500 },
    );
  });
});

it('an explanation reaches every record, and every pair has one that agrees with the people', () => {
  fc.assert(
    fc.property(given, (facts) => {
      const people = resolved(facts);
      for (const person of people.people) {
        const { joins, wouldSplit } = explain(facts, person, defaultPolicy, tight);
        expect(joins).toHaveLength(person.records.length - 1);
        for (const { into } of wouldSplit) expect(into.flat().sort()).toEqual(person.records);
      }
      const ids = [...facts.records.keys()];
      for (const [index, a] of ids.entries()) {
        const b = ids[index + 1] ?? a;
        const told = explainPair({ components: [facts], records: [a, b], policy: defaultPolicy, comparisons: tight });
        expect(told?.onePerson).toBe(areOne(people, [a, b]));
        expect((told?.path.length ?? 0) > 0).toBe(a !== b && told?.onePerson === true);
      }
    }),
  );
});
