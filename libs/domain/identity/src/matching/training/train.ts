/**
 * Training: u from random pairs, m and the priors by EM over all pairs that meet. Where it is known who is who, m and the prior are
 * counted instead.
 */
import { comparisons, type Field } from '../comparisons/fields.ts';
import { type MatchForm } from '../form.ts';
import { type LevelProbabilities, type MatchModel, type Provenance } from '../model.ts';
import { completed, faultsOf } from '../weights.ts';
import { pairsThatMeet } from './meetings.ts';
import { estimate } from './em.ts';
import { frequenciesOf } from './frequencies.ts';
import { ordered } from './monotone.ts';
import { learnLabelled, pairsOfPersons, type Persons } from './labelled.ts';
import { type Learned, probabilitiesOf, type Shares, withChance } from './probabilities.ts';
import { raritiesOf } from './rarities.ts';
import { type TrainingProgress } from './progress.ts';
import { randomPatterns, strangersOf } from './strangers.ts';

export interface TrainingOptions {
  /** Of records, as `matcherOf(base)` reads them. */
  readonly forms: readonly MatchForm[];
  /** Where training starts, and what holds where the records say too little. */
  readonly base: MatchModel;
  readonly version: string;
  readonly provenance: Omit<Provenance, 'records' | 'metrics'>;
  readonly seed: number;
  /** Who each form is, where that is known. */
  readonly persons?: Persons;
  /** Records among which the model will look, where that is another number: with them grow the strangers that a record meets. */
  readonly population?: number;
  /** A million unless said otherwise: rare agreements are counted among them. */
  readonly randomPairs?: number;
  /** Told now and then what is under way; it decides nothing. */
  readonly onProgress?: TrainingProgress;
}

export type Training =
  { readonly ok: true; readonly model: MatchModel } | { readonly ok: false; readonly reasons: readonly string[] };

/** Below this a sample says less about its population than the base model does. */
const fewestRecords = 400;
/** Enough to know how many are one person to a third of a bit; how often things go wrong stays near what the base says. */
const fewestMatches = 20;
const rounds = 3;
const rarestHomes = 5; // bits: one pair of a home in thirty-two of one person

export function train(options: TrainingOptions): Training {
  const { forms } = options;
  const base = completed(options.base);
  if (forms.length < fewestRecords) {
    return { ok: false, reasons: [`There are ${forms.length} records; fewer than ${fewestRecords} say too little.`] };
  }
  const { persons } = options;
  const onProgress = options.onProgress ?? (() => undefined);
  const apart = (a: MatchForm, b: MatchForm): boolean => persons === undefined || persons.get(a) !== persons.get(b);
  const looking = { counts: apart, rarities: raritiesOf(forms), onProgress };
  const random = randomPatterns(forms, { ...options, ...looking });
  const together = pairsThatMeet(forms, looking);
  const same = persons && pairsOfPersons(persons, looking.rarities);
  const allPairs = (forms.length * (forms.length - 1)) / 2;
  const homes = showHomes(forms) ? undefined : 2 ** (base.homePrior - base.prior);
  let model = base;
  let final = base;
  let found: Estimate | undefined;
  // Random pairs hold a few that are one person; once the model tells which, they no longer count among strangers.
  for (let round = 0; round < rounds; round += 1) {
    onProgress('estimates', round / rounds);
    const u = strangersOf(random, model, round > 0);
    const known = probabilitiesOf(model);
    const start = { m: known.m, h: withChance(known.h, u), u };
    const from = { together, allPairs, start, base: probabilitiesOf(base), ...(homes && { homesPerPerson: homes }) };
    found = withPriors(same ? learnLabelled(from, same) : estimate(from), allPairs, homes);
    model = assemble({ ...options, population: forms.length }, { ...found, u });
    final = assemble(options, { ...found, u });
  }
  onProgress('estimates', 1);
  const reasons = [...(found?.reasons ?? []), ...faultsOf(final)];
  return reasons.length > 0 ? { ok: false, reasons } : { ok: true, model: final };
}

interface Estimate {
  readonly m: Shares;
  readonly h: Shares;
  readonly prior: number;
  readonly homePrior: number;
  readonly matches: number;
  readonly reasons: readonly string[];
}

/** People of one home are told from strangers of one name by where they live, and meet by it. */
const showHomes = (forms: readonly MatchForm[]): boolean =>
  forms.filter(({ postcode, city }) => postcode ?? city).length > forms.length / 2;

function withPriors({ m, h, persons, homes: seen }: Learned, allPairs: number, homesPerPerson?: number): Estimate {
  const prior = Math.log2(Math.max(1, persons) / allPairs);
  const homes = homesPerPerson === undefined ? seen : persons * homesPerPerson;
  // Homes that do not show today may show tomorrow.
  const homePrior = Math.max(prior - rarestHomes, Math.log2(Math.max(1, homes) / allPairs));
  const few = `Only ${Math.round(persons)} pairs are one person; ${fewestMatches} are needed.`;
  return { m, h, prior, homePrior, matches: persons, reasons: persons < fewestMatches ? [few] : [] };
}

const sameLast = ['exact', 'nickname and last', 'initial and last', 'last only', 'last, first different'];

function assemble(options: TrainingOptions, found: Estimate & { readonly u: Shares }): MatchModel {
  const { forms } = options;
  const rarer = Math.log2((options.population ?? forms.length) / forms.length);
  const ladders = comparisons.map(({ field, levels }, i) => {
    const raw = levels.map(({ name }, level) => ({
      level: name,
      m: share(found.m[i]?.[level]),
      u: share(found.u[i]?.[level]),
      h: share(found.h[i]?.[level]),
    }));
    return { field, ...ordered(levels, raw) };
  });
  const ladder = (field: Field): readonly LevelProbabilities[] =>
    ladders.find((one) => one.field === field)?.levels ?? [];
  const agreeing = (levels: readonly string[]): number =>
    ladder('name').reduce((sum, { level, u }) => sum + (levels.includes(level) ? u : 0), 0);
  const own = 1 + (2 * found.matches) / forms.length;
  return {
    version: options.version,
    provenance: {
      ...options.provenance,
      records: forms.length,
      metrics: {
        matches: Math.round(found.matches),
        moved: Number(Math.max(...ladders.map(({ moved }) => moved)).toFixed(2)),
      },
    },
    prior: found.prior - rarer,
    fields: {
      name: ladder('name'),
      birth: ladder('birth'),
      email: ladder('email'),
      phone: ladder('phone'),
      number: ladder('number'),
      postcode: ladder('postcode'),
      address: ladder('address'),
      city: ladder('city'),
    },
    frequencies: {
      first: frequenciesOf(
        forms.map(({ first }) => first),
        { agreement: agreeing(['exact', 'first only']), own },
      ),
      last: frequenciesOf(
        forms.map(({ last }) => last),
        { agreement: agreeing(sameLast), own },
      ),
    },
    homePrior: found.homePrior - rarer,
  };
}

const share = (value = 0): number => Math.min(0.999_999, Math.max(1e-9, value));
