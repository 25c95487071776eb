/** Which words of a person take one person apart into given parts, and keep each part whole: as few as it takes, and always the same ones. */
import { type RecordId } from '@tributary/contracts';
import { pairKey, pairOf, type Assertion, type Pair } from './assertion.ts';
import { mergeComponents, type ComponentFacts } from './component.ts';
import { partition, type Partition } from './partition.ts';
import { type Policy } from './policy.ts';

export interface SeparatingWord {
  readonly kind: 'must-link' | 'cannot-link';
  readonly records: Pair;
}

export type Separation =
  | { readonly kind: 'words'; readonly words: readonly SeparatingWord[] }
  /** It would take more words than anybody would follow. */
  | { readonly kind: 'impossible' };

/** Each costs a partition of the component; people that were merged by mistake come apart with one or two. */
const mostWords = 100;

interface Parts {
  readonly of: ReadonlyMap<RecordId, number>;
  /** Per part, its records by age. */
  readonly members: readonly (readonly RecordId[])[];
}

/** The parts are records of one person, disjoint. */
export function separate(
  component: ComponentFacts,
  parts: readonly (readonly RecordId[])[],
  policy: Policy,
): Separation {
  const aged: Parts = {
    of: new Map(parts.flatMap((records, part) => records.map((record) => [record, part] as const))),
    members: parts.map((records) => byAge(records, component)),
  };
  const missing = (words: readonly SeparatingWord[]): SeparatingWord | undefined =>
    missingWord(partitionWith(component, words, policy), aged, words);
  const words: SeparatingWord[] = [];
  for (let word = missing(words); word !== undefined; word = missing(words)) {
    if (words.length === mostWords || isSaid(word.records, words)) return { kind: 'impossible' };
    words.push(word);
  }
  // A later word may have made an earlier one needless.
  for (const word of [...words].reverse()) {
    const others = words.filter((other) => other !== word);
    if (missing(others) === undefined) words.splice(words.indexOf(word), 1);
  }
  return { kind: 'words', words };
}

function partitionWith(component: ComponentFacts, words: readonly SeparatingWord[], policy: Policy): Partition {
  const said = words.map((word): Assertion => ({ ...word, by: '', at: Number.MAX_SAFE_INTEGER, why: '' }));
  const { records, assertions, saturated } = mergeComponents(
    component,
    { records: new Map(), assertions: said, saturated: [] },
    policy.limits,
  );
  return partition({ facts: records.values(), assertions, policy, saturated });
}

/** The next word that it takes; undefined when the parts are apart and whole. */
function missingWord(result: Partition, parts: Parts, words: readonly SeparatingWord[]): SeparatingWord | undefined {
  return crossing(result, parts, words) ?? scattered(result, parts);
}

/** The first join that brings records of two parts together is forbidden: in the name of those the parts are named after, if that is new. */
function crossing(
  { joins }: Partition,
  { of, members }: Parts,
  words: readonly SeparatingWord[],
): SeparatingWord | undefined {
  const clusters = new Map<RecordId, readonly RecordId[]>();
  const clusterOf = (record: RecordId): readonly RecordId[] => clusters.get(record) ?? [record];
  for (const { records } of joins) {
    const [a, b] = [clusterOf(records[0]), clusterOf(records[1])];
    const [first, second] = [a, b].map((cluster) => cluster.find((record) => of.has(record)));
    const [p, q] = [first, second].map((record) => (record === undefined ? undefined : of.get(record)));
    if (first !== undefined && second !== undefined && p !== undefined && q !== undefined && p !== q) {
      const [seed, other] = [members[p]?.[0] ?? first, members[q]?.[0] ?? second];
      const seeds = pairOf(seed, other);
      return { kind: 'cannot-link', records: isSaid(seeds, words) ? pairOf(first, second) : seeds };
    }
    const joined = [...a, ...b];
    for (const record of joined) clusters.set(record, joined);
  }
  return undefined;
}

/** A part that nothing else holds together is held together by a word. */
function scattered({ people }: Partition, { members }: Parts): SeparatingWord | undefined {
  const homes = new Map(people.flatMap(({ profile, records }) => records.map((record) => [record, profile] as const)));
  for (const [first, ...others] of members) {
    if (first === undefined) continue;
    const stray = others.find((record) => homes.get(record) !== homes.get(first));
    if (stray !== undefined) return { kind: 'must-link', records: pairOf(first, stray) };
  }
  return undefined;
}

function isSaid(pair: Pair, words: readonly SeparatingWord[]): boolean {
  const key = pairKey(pair);
  return words.some(({ records }) => pairKey(records) === key);
}

function byAge(records: readonly RecordId[], component: ComponentFacts): readonly RecordId[] {
  const ageOf = (record: RecordId): number => component.records.get(record)?.firstAt ?? Number.POSITIVE_INFINITY;
  return [...records].sort((a, b) => ageOf(a) - ageOf(b) || (a < b ? -1 : 1));
}
