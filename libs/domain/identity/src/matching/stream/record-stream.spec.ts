// cspell:ignore pxds
import { describe, expect, it } from '@jest/globals';
import { recordId } from '@tributary/contracts';
import fc from 'fast-check';
import { bitsFor } from '../../comparisons.ts';
import { defaultPolicy } from '../../policy.ts';
import { factsOfRow } from '../../table.ts';
import { keyOfCode } from '../blocking.ts';
import { defaultMatching } from '../default-matching.ts';
import { type MatchForm } from '../form.ts';
import { matcherOf } from '../matcher-of.ts';
import { RecordStream } from './record-stream.ts';

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
function expected(forms: readonly (MatchForm | undefined)[], cards: readonly (string | undefined)[], most: number) {
  const keys = forms.map((form) => (form ? matcher.blockingCodesOf(form).map(keyOfCode) : []));
  const counts = new Map<string, number>();
  for (const key of keys.flat()) counts.set(key, (counts.get(key) ?? 0) + 1);
  const component = forms.map((_, place) => place);
  const unite = (a: number, b: number): void => {
    const [from = 0, to = 0] = [component[a], component[b]];
    for (const [place, own] of component.entries()) if (own === from) component[place] = to;
  };
  for (const [i, a] of forms.entries()) {
    for (const [j, b] of forms.slice(0, i).entries()) {
      const meet = keys[i]?.some((key) => keys[j]?.includes(key) && (counts.get(key) ?? 0) <= most);
      if (meet && a && b && matcher.bitsOf(a, b) >= leastBits) unite(i, j);
      if (cards[i] !== undefined && cards[i] === cards[j]) unite(i, j);
    }
  }
  const places = [...new Set(component)].map((one) => component.flatMap((own, place) => (own === one ? [place] : [])));
  return { components: places, generic: [...counts].flatMap(([key, count]) => (count > most ? [key] : [])).sort() };
}

describe('records one after another', () => {
  it.each([1, 2, 3, 200])(
    'have the components that all pairs at once have, where a key of more than %i leads nowhere',
    (most) => {
      fc.assert(
        fc.property(fc.array(someone, { maxLength: 12 }), (people) => {
          const forms = people.map(formOf);
          const cards = people.map(({ loyaltyCard }) => loyaltyCard);
          const stream = new RecordStream({ matcher, leastBits, recordsPerBlock: most });
          for (const [place, form] of forms.entries()) {
            expect(stream.add(form)).toBe(place);
            const card = cards[place];
            if (card !== undefined) stream.identify(place, 'loyalty_id', card);
          }
          const { components, generic } = expected(forms, cards, most);
          expect(stream.components()).toEqual(components);
          expect([...stream.genericKeys([...forms.keys()])].sort()).toEqual(generic);
        }),
        { numRuns: 100 },
      );
    },
  );

  it('keeps identifiers of different types apart, whatever their values', () => {
    const stream = new RecordStream({ matcher, leastBits, recordsPerBlock: 200 });
    for (const type of ['loyalty_id', 'user_id', 'loyalty_id']) stream.identify(stream.add(undefined), type, '7');
    expect(stream.components()).toEqual([[0, 2], [1]]);
  });

  it('takes as many as come', () => {
    const stream = new RecordStream({ matcher, leastBits, recordsPerBlock: 200 });
    const people = Array.from({ length: 12_000 }, (_, i) => ({
      email: `sailor${i % 6_000}@example.com`,
      nationalId: `${1_000_000 + (i % 6_000)}`,
    }));
    for (const cells of people) stream.add(formOf(cells));
    expect(stream.genericKeys([...people.keys()])).toEqual([]);
    expect(stream.areProbablyOne([0, 6_000])).toBe(true);
    expect(stream.components()).toHaveLength(6_000);
  });
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
