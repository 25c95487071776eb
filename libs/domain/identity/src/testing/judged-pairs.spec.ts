/** The suite through the partition with the model that ships: who is joined, who is asked about, who is missed. */
import { describe, expect, it } from '@jest/globals';
import { recordId } from '@tributary/contracts';
import { defaultMatching } from '../matching/default-matching.ts';
import { partition } from '../partition.ts';
import { defaultPolicy } from '../policy.ts';
import { factsOfRow } from '../table.ts';
import { namePairs } from './name-pairs.ts';
import { type NamePair } from './pair.ts';

const policy = { ...defaultPolicy, matching: defaultMatching };

const factsOf = (record: NamePair['a'], id: string) =>
  factsOfRow({ id: recordId(id), cells: Object.fromEntries(Object.entries(record)) }, policy);

function judged({ a, b }: NamePair): 'joined' | 'asked' | 'apart' {
  const facts = [factsOf(a, 'r_a'), factsOf(b, 'r_b')];
  const { people, reviews } = partition({ facts, assertions: [], policy, saturated: [] });
  if (reviews.length > 0) return 'asked';
  return people.length === 1 ? 'joined' : 'apart';
}

const words = ({ a, b, variation }: NamePair): string => `${variation}: ${JSON.stringify(a)} ${JSON.stringify(b)}`;

describe('the nickname and script suite, judged', () => {
  const all = Object.values(namePairs).flat();

  it('joins nobody with somebody else', () => {
    const wrong = all.filter((pair) => !pair.same && judged(pair) === 'joined');
    expect(wrong.map(words)).toEqual([]);
  });

  it.each(Object.entries(namePairs))('finds or asks about at least 85 of 100 in %s', (_, pairs) => {
    const same = pairs.filter((pair) => pair.same);
    const missed = same.filter((pair) => judged(pair) === 'apart');
    expect(1 - missed.length / same.length).toBeGreaterThanOrEqual(0.85);
  });
});
