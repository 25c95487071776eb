/** A model as the numbers that a comparison adds up. */
import { comparisons, type Field } from './comparisons/fields.ts';
import { type Level } from './comparisons/level.ts';
import { type Frequencies, type LevelProbabilities, type MatchModel } from './model.ts';

/** Bits of each level. */
type Bits = Float64Array;

export interface Weights {
  readonly prior: number;
  /** log2(m/u): one person against two strangers. */
  readonly person: Readonly<Record<Field, Bits>>;
  /** Of a household against strangers. */
  readonly home: Readonly<Record<Field, Bits>>;
  /** log2 of the odds that two random records are of one household. */
  readonly homePrior: number;
  /** By level the most that it and any below it can add, as `person`. */
  readonly most: Readonly<Record<Field, Bits>>;
}

/** Bits are whole multiples of 1/1024, so that sums are exact in any order. */
export const perBit = 1024;

const exactly = (bits: number): number => Math.round(bits * perBit) / perBit;

export function weightsOf(model: MatchModel): Weights {
  const person = (field: Field): Bits => bitsOf(model.fields[field], ({ m, u }) => m / u);
  const home = (field: Field): Bits => bitsOf(model.fields[field], ({ h, u }) => h / u);
  return {
    prior: exactly(model.prior),
    homePrior: exactly(model.homePrior),
    person: eachField(person),
    home: eachField(home),
    most: eachField((field) => mostBelow(person(field))),
  };
}

/** As this release reads a model: a level that has been told apart since weighs what it was a part of. */
export const completed = (model: MatchModel): MatchModel => ({
  ...model,
  fields: eachField((field) => withParts(field, model.fields[field])),
});

function withParts(field: Field, found: readonly LevelProbabilities[]): readonly LevelProbabilities[] {
  const ladder = comparisons.find((one) => one.field === field)?.levels ?? [];
  return ladder.reduce((levels, { name, partOf }, place) => {
    const whole = levels.find(({ level }) => level === partOf);
    const isKnown = levels.some(({ level }) => level === name);
    return whole === undefined || isKnown ? levels : levels.toSpliced(place, 0, { ...whole, level: name });
  }, found);
}

function eachField<T>(of: (field: Field) => T): Readonly<Record<Field, T>> {
  return {
    name: of('name'),
    birth: of('birth'),
    email: of('email'),
    phone: of('phone'),
    number: of('number'),
    postcode: of('postcode'),
    address: of('address'),
    city: of('city'),
  };
}

/** What the possibility of two people at one home takes away; `together`: log2 of the odds of a home. */
export const householdBits = (together: number): number =>
  together < -11 ? 0 : exactly(together > 40 ? together : Math.log2(1 + 2 ** together));

const mostBelow = (bits: Bits): Bits => bits.map((_, level) => Math.max(...bits.subarray(level)));

const bitsOf = (levels: readonly LevelProbabilities[], ratio: (level: LevelProbabilities) => number): Bits =>
  Float64Array.from(levels, (level) => exactly(Math.log2(ratio(level))));

/** log2 of how much rarer a name is than the average agreement on a name; within what 16 bits hold. */
export const rarityOf = ({ agreement, rest }: Frequencies, share: number | undefined): number =>
  exactly(Math.max(-mostRarity, Math.min(mostRarity, Math.log2(agreement / (share ?? rest)))));

const mostRarity = 31;

/** Why a model cannot be used; none when it can. */
export function faultsOf(model: MatchModel): readonly string[] {
  const faults = comparisons.flatMap(({ field, levels }) => {
    const found = model.fields[field];
    const known = levels.map(({ name }) => name).join(', ');
    if (found.map(({ level }) => level).join(', ') !== known) return [`${field}: its levels must be ${known}.`];
    const improbable = found.filter(({ m, u, h }) => ![m, u, h].every(isProbability));
    if (improbable.length > 0)
      return improbable.map(({ level }) => `${field}: m, u and h of "${level}" are no probabilities.`);
    return unordered(field, levels, found);
  });
  const { first, last } = model.frequencies;
  const frequencies = [first, last].every(({ agreement, rest }) => isProbability(agreement) && isProbability(rest));
  if (!frequencies) faults.push('frequencies: agreement and rest must be probabilities.');
  const priors = [model.prior, model.homePrior];
  if (!priors.every((bits) => bits > -64 && bits < 0)) faults.push('prior: it must lie between -64 and 0 bits.');
  return faults;
}

const isProbability = (share: number): boolean => share > 0 && share < 1;

function unordered(field: Field, levels: readonly Level[], found: readonly LevelProbabilities[]): readonly string[] {
  const bits = found.map(({ m, u }) => Math.log2(m / u));
  return levels.flatMap(({ name, rank, beside }, i) =>
    levels.flatMap((other, j) => {
      const [own, others] = [bits[i] ?? 0, bits[j] ?? 0];
      if (beside || rank >= other.rank || own >= others - 1e-9) return [];
      return [
        `${field}: "${name}" weighs ${own.toFixed(1)} bits, less than "${other.name}" with ${others.toFixed(1)}.`,
      ];
    }),
  );
}
