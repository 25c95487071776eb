/** Where training begins when there is no model yet: plain guesses in the right order, which the first EM replaces. */
import { comparisons, type Field } from '../comparisons/fields.ts';
import { type LevelProbabilities, type MatchModel } from '../model.ts';

type Guess = readonly (readonly [m: number, u: number, h: number])[];

const guesses: Readonly<Record<Field, Guess>> = {
  name: [
    [0.62, 2e-5, 0.004],
    [0.01, 1e-6, 0.0005],
    [0.02, 2e-6, 0.0005],
    [0.08, 1e-5, 0.004],
    [0.06, 1e-5, 0.001],
    [0.02, 2e-5, 0.004],
    [0.03, 5e-5, 0.01],
    [0.02, 1e-3, 0.1],
    [0.02, 4e-3, 0.006],
    [0.04, 1e-3, 0.12],
    [0.01, 2e-3, 0.45],
    [0.04, 1e-2, 0.01],
    [0.03, 0.98, 0.29],
  ],
  birth: [
    [0.88, 5e-5, 0.008],
    [0.06, 5e-4, 0.002],
    [0.02, 5e-5, 0.0001],
    [0.01, 2e-3, 0.002],
    [0.005, 4e-4, 0.0004],
    [0.005, 2e-3, 0.002],
    [0.008, 2e-2, 0.03],
    [0.007, 0.2, 0.45],
    [0.005, 0.767, 0.5055],
  ],
  email: [
    [0.75, 1e-6, 0.05],
    [0.02, 1e-6, 0.001],
    [0.05, 1e-5, 0.005],
    [0.06, 1e-3, 0.04],
    [0.12, 0.998, 0.904],
  ],
  phone: [
    [0.75, 1e-6, 0.25],
    [0.05, 1e-5, 0.01],
    [0.2, 0.999, 0.74],
  ],
  number: [
    [0.9, 1e-6, 1e-5],
    [0.07, 1e-5, 2e-5],
    [0.03, 0.999, 0.99997],
  ],
  postcode: [
    [0.78, 1e-3, 0.9],
    [0.03, 1e-3, 0.02],
    [0.06, 2e-3, 0.04],
    [0.02, 1e-2, 0.01],
    [0.02, 5e-2, 0.01],
    [0.09, 0.93, 0.02],
  ],
  address: [
    [0.75, 1e-5, 0.85],
    [0.15, 5e-3, 0.1],
    [0.1, 0.995, 0.05],
  ],
  city: [
    [0.75, 2e-2, 0.8],
    [0.08, 1e-2, 0.08],
    [0.17, 0.97, 0.12],
  ],
};

function levelsOf(field: Field): readonly LevelProbabilities[] {
  const levels = comparisons.find((one) => one.field === field)?.levels ?? [];
  return levels.map(({ name }, i) => ({
    level: name,
    m: guesses[field][i]?.[0] ?? 0,
    u: guesses[field][i]?.[1] ?? 0,
    h: guesses[field][i]?.[2] ?? 0,
  }));
}

export const startingModel: MatchModel = {
  version: 'start',
  provenance: { trainedOn: 'nothing', records: 0, date: '2026-01-01', metrics: {} },
  prior: -19.9,
  fields: {
    name: levelsOf('name'),
    birth: levelsOf('birth'),
    email: levelsOf('email'),
    phone: levelsOf('phone'),
    number: levelsOf('number'),
    postcode: levelsOf('postcode'),
    address: levelsOf('address'),
    city: levelsOf('city'),
  },
  frequencies: {
    first: { agreement: 3e-3, rest: 5e-4, names: {} },
    last: { agreement: 1e-3, rest: 5e-4, names: {} },
  },
  homePrior: -19.9, // among customers about every second home has another customer, and as many write twice
};
