/** Pairs of records that meet under a blocking key and are probably one person: the weakest tier of evidence. */
import { type RecordId } from '@tributary/contracts';
import { bitsFor, type BlockCode, blockingKeyOf, blockKey, type Comparisons, mostInBlock } from './comparisons.ts';
import { type Evidence } from './evidence.ts';
import { type RecordFacts } from './facts.ts';

export interface ScoredPair extends Evidence {
  readonly tier: 'scored';
  /** The first blocking key, in order of text, that both have. */
  readonly key: string;
  readonly records: readonly [RecordId, RecordId];
  readonly bits: number;
}

export interface Blocks {
  /** Blocking key of two records and more → places in the list of facts, ascending. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** Per fact: its keys that lead somewhere, sorted. */
  readonly keys: readonly (readonly string[])[];
  /** Keys of more records than the rules allow, counted here. */
  readonly saturated: readonly string[];
}

export function blocksOf(
  facts: readonly RecordFacts[],
  comparisons: Comparisons,
  saturated: ReadonlySet<string>,
): Blocks {
  const places = new Map<string, readonly number[]>();
  const keys = facts.map((): string[] => []);
  const tooMany: string[] = [];
  for (const [code, met] of meetingPlaces(facts, comparisons)) {
    if (met.length < 2) continue;
    const key = blockingKeyOf(code);
    if (met.length > mostInBlock(comparisons.rules, code)) tooMany.push(blockKey(key));
    else if (!saturated.has(blockKey(key))) {
      places.set(key, met);
      for (const place of met) keys[place]?.push(key);
    }
  }
  for (const own of keys) own.sort();
  return { places, keys, saturated: tooMany.sort() };
}

function meetingPlaces(
  facts: readonly RecordFacts[],
  comparisons: Comparisons,
): ReadonlyMap<BlockCode, readonly number[]> {
  const places = new Map<BlockCode, number[]>();
  for (const [place, record] of facts.entries()) {
    for (const code of comparisons.codesOf(record)) {
      const met = places.get(code);
      if (met) met.push(place);
      else places.set(code, [place]);
    }
  }
  return places;
}

/** Pairs that are one person already, or may not become one, need no score. */
export type IsDecided = (a: RecordFacts, b: RecordFacts) => boolean;

/** Pairs that meet and are probably one person, the strongest first. */
export type ScoredPairs = (isDecided: IsDecided) => readonly ScoredPair[];

export interface ScoreOptions {
  /** Sorted by age. */
  readonly facts: readonly RecordFacts[];
  readonly blocks: Blocks;
  readonly comparisons: Comparisons;
}

export const scoredPairs =
  ({ facts, blocks, comparisons }: ScoreOptions): ScoredPairs =>
  (isDecided) => {
    const enough = bitsFor(comparisons.rules.joinFrom);
    const pairs: ScoredPair[] = [];
    for (const { a, b, key } of meetings(facts, blocks)) {
      if (isDecided(a, b)) continue;
      const bits = comparisons.bitsOf(a, b, enough);
      if (bits !== undefined && bits >= enough) pairs.push({ tier: 'scored', key, records: [a.id, b.id], bits });
    }
    return pairs.sort(byWeight);
  };

export interface Meeting {
  /** The elder. */
  readonly a: RecordFacts;
  readonly b: RecordFacts;
  readonly key: string;
}

/** Every pair that shares a key that leads somewhere, once. */
export function* meetings(facts: readonly RecordFacts[], { places, keys }: Blocks): Generator<Meeting> {
  const seen = new Int32Array(facts.length).fill(-1); // the last elder that met here
  for (const [place, a] of facts.entries()) {
    for (const key of keys[place] ?? []) {
      for (const other of places.get(key) ?? []) {
        const b = facts[other];
        if (b === undefined || other <= place || seen[other] === place) continue;
        seen[other] = place;
        yield { a, b, key };
      }
    }
  }
}

/** The order of what is equally strong is arbitrary, and always the same. */
export const byWeight = (a: ScoredPair, b: ScoredPair): number =>
  b.bits - a.bits || order(a.records[0], b.records[0]) || order(a.records[1], b.records[1]);

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
