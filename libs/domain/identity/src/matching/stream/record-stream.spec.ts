// cspell:ignore pxds
import { describe, expect, it } from '@jest/globals';
import { recordId } from '@tributary/contracts';
import fc from 'fast-check';
import { bitsFor } from '../../comparisons.ts';
import { defaultPolicy } from '../../policy.ts';
import { factsOfRow } from '../../table.ts';
import { blockingRules, keyOfCode } from '../blocking.ts';
import { defaultMatching } from '../default-matching.ts';
import { type MatchForm } from '../form.ts';
import { matcherOf } from '../matcher-of.ts';
import { type Edge } from './edges.ts';
import { type Component, RecordStream } from './record-stream.ts';

const matcher = matcherOf(defaultMatching);
const leastBits = bitsFor(defaultMatching.joinFrom);

const formOf = (cells: Readonly<Record<string, unknown>>): MatchForm | undefined =>
  matcher.formOf(factsOfRow({ id: recordId('r_1'), cells }, defaultPolicy));

const someone = fc.record(
  {
    firstName: fc.constantFrom('Masha', 'Peter', 'Anna'),
    lastName: fc.constantFrom('Kelley', 'Kelly', 'Borodin'),
    birthday: fc.constantFrom('1985-03-02', '1957-11-20'),
    email: fc.constantFrom('sunny.day@example.com', 'sailor@example.com'),
    loyaltyCard: fc.constantFrom('1', '2'),
  },
  { requiredKeys: ['firstName', 'lastName'] },
);

/** The same by the definition: every pair is looked at, once all are there. */
function expected(
  forms: readonly (MatchForm | undefined)[],
  cards: readonly (string | undefined)[],
  mostOf: (key: string) => number,
): readonly Component[] {
  const keys = forms.map((form) => (form ? matcher.blockingCodesOf(form).map(keyOfCode) : []));
  const counts = new Map<string, number>();
  for (const key of keys.flat()) counts.set(key, (counts.get(key) ?? 0) + 1);
  const component = forms.map((_, place) => place);
  const unite = (a: number, b: number): void => {
    const [from = 0, to = 0] = [component[a], component[b]];
    for (const [place, own] of component.entries()) if (own === from) component[place] = to;
  };
  const edges: Edge[] = [];
  for (const [b, second] of forms.entries()) {
    for (const [a, first] of forms.slice(0, b).entries()) {
      const meet = keys[b]?.some((key) => keys[a]?.includes(key) && (counts.get(key) ?? 0) <= mostOf(key));
      const bits = meet && first && second ? matcher.bitsOf(first, second) : -Infinity;
      if (bits >= leastBits) edges.push({ a, b, bits });
      if (bits >= leastBits || (cards[b] !== undefined && cards[b] === cards[a])) unite(b, a);
    }
  }
  return [...new Set(component)].map((one) => ({
    records: component.flatMap((own, place) => (own === one ? [place] : [])),
    edges: edges.filter(({ a }) => component[a] === one),
  }));
}

/** In an order of their own. */
const sorted = (components: readonly Component[]): readonly Component[] =>
  components.map(({ records, edges }) => ({
    records,
    edges: [...edges].sort((one, other) => one.b - other.b || one.a - other.a),
  }));

describe('records one after another', () => {
  it.each([
    { most: 1, mostOfNames: 1 },
    { most: 2, mostOfNames: 2 },
    { most: 3, mostOfNames: 3 },
    { most: 3, mostOfNames: 1 },
    { most: 200, mostOfNames: 200 },
  ])(
    'have the components that all pairs at once have, where a key of more than $most, by names $mostOfNames, leads nowhere',
    ({ most, mostOfNames }) => {
      const recordsPerBlock = blockingRules.map((rule) => (rule === 'names' ? mostOfNames : most));
      const mostOf = (key: string): number => (key.startsWith('names|') ? mostOfNames : most);
      fc.assert(
        fc.property(fc.array(someone, { maxLength: 12 }), fc.boolean(), (people, asTheyCome) => {
          const forms = people.map(formOf);
          const cards = people.map(({ loyaltyCard }) => loyaltyCard);
          const stream = new RecordStream({ matcher, leastBits, recordsPerBlock });
          for (const [place, form] of forms.entries()) {
            const card = cards[place];
            expect(stream.read(form, card === undefined ? [] : [{ type: 'loyalty_id', value: card }])).toBe(place);
            if (asTheyCome) stream.match(place);
          }
          if (!asTheyCome) for (const place of forms.keys()) stream.match(place);
          expect(sorted(stream.components())).toEqual(expected(forms, cards, mostOf));
        }),
        { numRuns: 100 },
      );
    },
  );

  it('keeps identifiers of different types apart, whatever their values', () => {
    const stream = new RecordStream({ matcher, leastBits, recordsPerBlock: blockingRules.map(() => 200) });
    for (const type of ['loyalty_id', 'user_id', 'loyalty_id']) {
      stream.match(stream.read(undefined, [{ type, value: '7' }]));
    }
    expect(stream.components().map(({ records }) => records)).toEqual([[0, 2], [1]]);
  });

  it.each([{ readAhead: false }, { readAhead: true }])(
    'takes as many as come (read ahead: $readAhead)',
    ({ readAhead }) => {
      const stream = new RecordStream({ matcher, leastBits, recordsPerBlock: blockingRules.map(() => 200) });
      const forms = Array.from({ length: 15_000 }, (_, i) =>
        formOf({ email: `sailor${i}@example.com`, nationalId: `${1_000_000 + i}` }),
      );
      for (const form of [...forms, ...forms]) {
        const place = stream.read(form);
        if (!readAhead) stream.match(place);
      }
      if (readAhead) for (let place = 0; place < 2 * forms.length; place += 1) stream.match(place);
      const components = stream.components();
      expect(components).toHaveLength(forms.length);
      expect(components.every(({ records: [a = 0, b], edges }) => b === a + forms.length && edges.length === 1)).toBe(
        true,
      );
      expect(components.every((component) => stream.areProbablyOne(component))).toBe(true);
    },
  );
});

describe('blocking keys', () => {
  it('are spelled as they are stored: the hash without a sign, in base 36', () => {
    const contacts = { email: 'sunny.day@example.com', phone: '+442079460958' };
    const form = formOf({ ...contacts, firstName: 'Masha', lastName: 'Kelley' });
    expect(form && matcher.blockingCodesOf(form).map(keyOfCode)).toEqual([
      ...['email|hi2sib', 'mailbox|xql6py', 'phone|h3pxds'],
      ...['first3+last4|1s1z5tb', 'nickname+last|ah7433', 'names|1bw33qd'],
    ]);
  });
});
