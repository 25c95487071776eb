/** The sweep against the definition, at random instants of random streams under random rules. */
import { type EventCollected } from '@tributary/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Activity, foldActivity, mergeActivity } from './activity.ts';
import { compile } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { featureFinder } from './feature.ts';
import { type Membership, type MembershipChange, settle } from './membership.ts';
import { parseRule } from './parse-rule.ts';
import { type Rule } from './rule.ts';
import { isMember } from './testing/oracle.ts';
import { eventOf } from './testing/scenario.ts';

const day = 86_400_000;
const start = Date.UTC(2012, 0, 25);
/** Half days over ten weeks around a leap day, so that events, ends and instants often coincide. */
const instants = fc.integer({ min: 0, max: 140 }).map((half) => start + (half * day) / 2);
const dateText = instants.map((at) => new Date(at).toISOString());

const numbers = fc.constantFrom(0, 0.1, 0.2, 0.3, 1, 2.5, 10, -1);
const spans = fc.constantFrom('12h', '3d', '1w', '30d', '1mo', '2mo', '1y');
const names = fc.constantFrom('buy', 'view');
const threshold = fc.oneof(
  fc.record({ atLeast: numbers }),
  fc.record({ atMost: numbers }),
  fc.record({ moreThan: numbers, lessThan: numbers }),
  fc.record({ exactly: numbers }),
);
const whole = fc.oneof(
  fc.record({ atLeast: fc.nat(3) }),
  fc.record({ exactly: fc.nat(2) }),
  fc.record({ atMost: fc.nat(2) }),
);
const measured = fc.tuple(fc.constantFrom('sum', 'average', 'min', 'max'), threshold).map(([kind, limit]) => ({
  [kind]: { of: 'total', ...limit },
}));
const chosen = fc
  .tuple(
    fc.constantFrom('first', 'last'),
    fc.oneof(
      fc.record({ withinLast: spans }),
      fc.record({ olderThan: spans }),
      fc.record({ gte: dateText }),
      fc.record({ of: fc.constant('kind'), equals: fc.constantFrom('a', 'b') }),
      fc.record({ of: fc.constant('total'), gt: numbers }),
    ),
  )
  .map(([kind, condition]) => ({ [kind]: condition }));
const measures = fc.oneof(
  fc.constant({}),
  whole.map((count) => ({ count })),
  whole.map((limit) => ({ distinct: { of: 'kind', ...limit } })),
  measured,
  chosen,
);
const windows = fc.oneof(
  { weight: 3, arbitrary: spans.map((within) => ({ within })) },
  { weight: 1, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.tuple(dateText, fc.constant('2012-06-01T00:00:00.000Z')).map((between) => ({ between })),
  },
);
const where = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: numbers.map((gt) => ({ where: { not: { property: 'total', gt } } })) },
);
const did = fc
  .tuple(names, measures, windows, where)
  .map(([name, measure, window, condition]) => ({ did: name, ...measure, ...window, ...condition }));
const trait = fc.oneof(
  fc.record({ trait: fc.constant('since'), withinLast: spans }),
  fc.record({ trait: fc.constant('since'), withinNext: spans }),
  fc.record({ trait: fc.constant('city'), in: fc.constant(['Leeds']) }),
);
const { rule: ruleJson } = fc.letrec((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    did,
    trait,
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('rule').map((not) => ({ not })),
  ),
}));
const rules: fc.Arbitrary<Rule> = ruleJson.map((json) => {
  const parsed = parseRule(json);
  if (!parsed.ok) throw new Error(JSON.stringify({ json, issues: parsed.issues }));
  return parsed.rule;
});
const streams = fc
  .array(fc.tuple(names, instants, numbers, fc.constantFrom('a', 'b', 'c')), { maxLength: 14 })
  .map((list) =>
    list.map(([name, time, total, kind], index) =>
      eventOf({ id: `e${index}`, name, time, properties: { total, kind } }),
    ),
  );
const traits = fc.record({ city: fc.constantFrom('Leeds', 'York'), since: dateText }, { requiredKeys: [] });

const parts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });

const fold = (rule: Rule, events: readonly EventCollected[], into: Activity = {}): Activity =>
  foldActivity(into, events, featureFinder(compile(rule).features)).activity;

describe('the evaluation', () => {
  it('agrees with the definition, and its next change is the next one', () => {
    fc.assert(
      fc.property(rules, streams, traits, instants, parts, (rule, events, known, now, between) => {
        const found = evaluate(compile(rule), fold(rule, events), known, now);
        const truth = (instant: number): boolean => isMember(rule, { events, traits: known }, instant);
        expect(found.member).toBe(truth(now));
        const until = found.nextChange ?? now + 800 * day;
        const since = found.since ?? now - 800 * day;
        for (const part of between) expect(truth(now + Math.floor((until - 1 - now) * part))).toBe(found.member);
        expect(truth(until - 1)).toBe(found.member);
        if (found.nextChange !== null) expect(truth(found.nextChange)).toBe(!found.member);
        expect(truth(since)).toBe(found.member);
        if (found.since !== null) expect(truth(found.since - 1)).toBe(!found.member);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not depend on the order, the number of times or the batches in which events come', () => {
    const arrivals = streams.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 })),
    );
    fc.assert(
      fc.property(rules, arrivals, fc.integer({ min: 1, max: 5 }), (rule, [events, shuffled], size) => {
        let activity: Activity = {};
        for (let index = 0; index < shuffled.length; index += size) {
          activity = fold(rule, shuffled.slice(index, index + size), activity);
        }
        expect(activity).toEqual(fold(rule, events));
      }),
    );
  });

  it('is the same for one record as for several that are one person', () => {
    fc.assert(
      fc.property(rules, streams, traits, instants, (rule, events, known, now) => {
        const parts = [0, 1, 2].map((part) =>
          fold(
            rule,
            events.filter((_event, index) => index % 3 === part),
          ),
        );
        const compiled = compile(rule);
        expect(evaluate(compiled, mergeActivity(parts), known, now)).toEqual(
          evaluate(compiled, fold(rule, events), known, now),
        );
      }),
    );
  });
});

describe('the published changes', () => {
  const arrivals = streams.chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc.array(fc.integer({ min: 0, max: 20 }), { minLength: events.length, maxLength: events.length }),
    ),
  );

  it('end in the truth, alternate, and never go back in time, however late the events and the timers are', () => {
    fc.assert(
      fc.property(rules, arrivals, traits, instants, (rule, [events, delays], known, end) => {
        const compiled = compile(rule);
        const steps = events
          .map((event, index) => ({ event, now: Date.parse(event.time) + ((delays[index] ?? 0) * day) / 2 }))
          .filter((step) => step.now <= end)
          .sort((a, b) => a.now - b.now);
        let activity: Activity = {};
        let prior: Membership | undefined;
        const changes: MembershipChange[] = [];
        const judge = (now: number): void => {
          const facts = { activity, traits: known };
          const settled = settle({ prior, rule: compiled, ruleVersion: 1, facts, notBefore: start - day, now });
          prior = settled.membership;
          changes.push(...settled.changes);
        };
        for (const { event, now } of steps) {
          activity = fold(rule, [event], activity);
          judge(now);
        }
        judge(Math.max(end, start));
        const seen = steps.map((step) => step.event);
        expect(prior?.member).toBe(isMember(rule, { events: seen, traits: known }, Math.max(end, start)));
        expect(changes.map((change) => change.sequence)).toEqual(changes.map((_change, index) => index + 1));
        changes.forEach((change, index) => {
          expect(change.change).toBe(index % 2 === 0 ? 'entered' : 'left');
          expect(change.effectiveAt).toBeGreaterThanOrEqual(changes[index - 1]?.effectiveAt ?? -Infinity);
          expect(change.effectiveAt).toBeLessThanOrEqual(Math.max(end, start));
        });
      }),
      { numRuns: 500 },
    );
  });
});
