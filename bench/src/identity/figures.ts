/** How near a grouping is to the truth: by pairs of records, and by whole people. */

export interface Figures {
  readonly pairs: Agreement;
  /** A person is right when all its records are there and no other. */
  readonly clusters: Agreement;
  readonly largest: number;
  readonly records: number;
}

interface Agreement {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** `truth`: for each record its person; a record of nobody known is found with others and judged with none. */
export function figuresOf(people: readonly (readonly number[])[], truth: readonly (string | undefined)[]): Figures {
  const real = new Map<string, number>();
  for (const person of truth) if (person !== undefined) real.set(person, (real.get(person) ?? 0) + 1);
  let [found, right, whole, judged, largest] = [0, 0, 0, 0, 0];
  for (const records of people) {
    largest = Math.max(largest, records.length);
    const known = records.flatMap((record) => truth[record] ?? []);
    if (known.length === 0) continue;
    const shares = new Map<string, number>();
    for (const person of known) shares.set(person, (shares.get(person) ?? 0) + 1);
    judged += 1;
    found += pairsOf(known.length);
    for (const [person, share] of shares) {
      right += pairsOf(share);
      if (shares.size === 1 && real.get(person) === share) whole += 1;
    }
  }
  const wanted = [...real.values()].reduce((sum, size) => sum + pairsOf(size), 0);
  return {
    pairs: agreement(right, found, wanted),
    clusters: agreement(whole, judged, real.size),
    largest,
    records: truth.length,
  };
}

const pairsOf = (size: number): number => (size * (size - 1)) / 2;

function agreement(right: number, found: number, wanted: number): Agreement {
  const [precision, recall] = [found === 0 ? 1 : right / found, wanted === 0 ? 1 : right / wanted];
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision: rounded(precision), recall: rounded(recall), f1: rounded(f1) };
}

const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;
