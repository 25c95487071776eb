import { describe, expect, it } from '@jest/globals';
import { recordId } from '@tributary/contracts';
import fc from 'fast-check';
import { Batch, type MatchingPolicy } from './batch.ts';
import { type ConsentFact } from './consent.ts';
import { type RecordFacts } from './facts.ts';
import { defaultMatching } from './matching/default-matching.ts';
import { partition } from './partition.ts';
import { defaultPolicy } from './policy.ts';
import { factsOfRow } from './table.ts';

const policy: MatchingPolicy = { ...defaultPolicy, matching: { ...defaultMatching, recordsPerBlock: 6 } };

const someone = fc.record({
  firstName: fc.constantFrom('Masha', 'Maria', 'M.', 'Peter', 'Robert', 'Bob'),
  lastName: fc.constantFrom('Kelley', 'Kelly', 'Quill'),
  birthday: fc.constantFrom('', '1985-03-02', '1985-03-03', '1957-11-20'),
  email: fc.constantFrom('', 'sunny82@example.com', 'sunny83@example.com'),
  postalCode: fc.constantFrom('', 'LS1 4AP', 'LS9 7TT'),
  user_id: fc.constantFrom('', '', '', '', '1', '2'),
  loyalty_id: fc.constantFrom('', '', '', '', '7', '8'),
  device_id: fc.constantFrom('', '', '', 'd1', 'd2'),
});

const refusal: ConsentFact = { purpose: policy.consent.purpose, granted: false, event: 'e_no', time: 0 };

const crowd = fc.array(fc.tuple(someone, fc.boolean()), { minLength: 1, maxLength: 14 }).map((all) =>
  all.map(([cells, refuses], i): RecordFacts => {
    const facts = factsOfRow({ id: recordId(`r_${i}`), cells }, policy);
    return refuses ? { ...facts, consents: [refusal] } : facts;
  }),
);

function peopleOf(records: readonly RecordFacts[]): readonly string[] {
  const batch = new Batch(policy);
  const places = records.map((record) => batch.read(record));
  for (const place of places) batch.match(place);
  return batch
    .people()
    .map((places) =>
      places
        .map((place) => records[place]?.id)
        .sort()
        .join(' '),
    )
    .sort();
}

describe('a batch', () => {
  it('finds the people that the partition finds', () => {
    fc.assert(
      fc.property(crowd, (facts) => {
        const { people } = partition({ facts, assertions: [], policy, saturated: [] });
        expect(peopleOf(facts)).toEqual(people.map(({ records }) => records.join(' ')).sort());
      }),
    );
  });

  it('finds them in any order', () => {
    fc.assert(
      fc.property(
        crowd.chain((facts) =>
          fc.tuple(fc.constant(facts), fc.shuffledSubarray([...facts], { minLength: facts.length })),
        ),
        ([facts, shuffled]) => {
          expect(peopleOf(shuffled)).toEqual(peopleOf(facts));
        },
      ),
    );
  });
});
