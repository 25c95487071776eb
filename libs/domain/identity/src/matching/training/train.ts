/**
 * Training: u from random pairs, m by EM over several blocking rules, the prior from all pairs that meet. Where it is known who is
 * who, m and the prior are counted instead.
 */
import { blockingRules } from '../blocking.ts';
import { comparisons, type Field } from '../comparisons/fields.ts';
import { type MatchForm } from '../form.ts';
import { type LevelProbabilities, type MatchModel, type Provenance } from '../model.ts';
import { completed, faultsOf } from '../weights.ts';
import { type Blocks, blocksOf } from './blocks.ts';
import { estimate } from './em.ts';
import { homesPerPerson, trainingRules } from './rules.ts';
import { frequenciesOf } from './frequencies.ts';
import { ordered } from './monotone.ts';
import { type LabelledOptions, learnLabelled, pairsOfPersons, type Persons } from './labelled.ts';
import { countKinds } from './kinds.ts';
import { normalised, type Probabilities, probabilitiesOf, type Shares, withChance } from './probabilities.ts';
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
const fewestMatches = 50;
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
  const random = randomPatterns(forms, { ...options, counts: apart, onProgress });
  const blocks = blocksOf(forms, apart, onProgress);
  const same = persons && pairsOfPersons(persons);
  const allPairs = (forms.length * (forms.length - 1)) / 2;
  let model = base;
  let final = base;
  let found: Estimate | undefined;
  // Random pairs hold a few that are one person; once the model tells which, they no longer count among strangers.
  for (let round = 0; round < rounds; round += 1) {
    onProgress('estimates', round / rounds);
    const u = strangersOf(random, model, round > 0);
    const known = probabilitiesOf(model);
    const start = { m: known.m, h: withChance(known.h, u), u };
    found = same
      ? fromLabels(blocks, { same, start, base: probabilitiesOf(base), allPairs })
      : estimateAll(blocks, start, { model: base, allPairs, homeOdds: model.homePrior - model.prior });
    model = assemble({ ...options, population: forms.length }, { ...found, u });
    final = assemble(options, { ...found, u });
  }
  onProgress('estimates', 1);
  const reasons = [...(found?.reasons ?? []), ...faultsOf(final)];
  return reasons.length > 0 ? { ok: false, reasons } : { ok: true, model: final };
}

function fromLabels(blocks: Blocks, known: Omit<LabelledOptions, 'apart'>): Estimate {
  const { allPairs } = known;
  const learned = learnLabelled({ ...known, apart: blocks.together });
  const prior = Math.log2(Math.max(1, learned.persons) / allPairs);
  const homePrior = Math.max(prior - rarestHomes, Math.log2(Math.max(1, learned.homes) / allPairs));
  const few = learned.persons < fewestMatches;
  const reasons = few ? [`Only ${learned.persons} pairs are one person; ${fewestMatches} are needed.`] : [];
  return { m: learned.m, h: learned.h, prior, homePrior, matches: learned.persons, reasons };
}

interface Estimate {
  readonly m: Shares;
  readonly h: Shares;
  readonly prior: number;
  readonly homePrior: number;
  readonly matches: number;
  readonly reasons: readonly string[];
}

interface EstimateContext {
  /** The base. */
  readonly model: MatchModel;
  readonly allPairs: number;
  /** log2 of pairs of one home for each pair of one person. */
  readonly homeOdds: number;
}

function estimateAll(blocks: Blocks, start: Probabilities, { model, allPairs, homeOdds }: EstimateContext): Estimate {
  const base = probabilitiesOf(model);
  const estimates = trainingRules.flatMap((rule) => {
    const patterns = blocks.byRule[blockingRules.indexOf(rule.rule)] ?? [];
    const counts = comparisons.map(({ field }) => rule.agrees[field] === undefined);
    if (patterns.length === 0) return [];
    const homes = 2 ** homeOdds * homesPerPerson(rule, start);
    return [{ ...estimate({ patterns, start, counts, homes, base }), counts }];
  });
  const telling = estimates.filter(({ persons }) => persons >= fewestMatches);
  const m = combined(
    telling.map((one) => ({ shares: one.m, counts: one.counts })),
    start.m,
  );
  const ofHomes = estimates.filter(({ homes }) => homes >= fewestMatches);
  const h = withChance(
    combined(
      ofHomes.map((one) => ({ shares: one.h, counts: one.counts })),
      start.h,
    ),
    start.u,
  );
  const pairs = countKinds(blocks.together, { ...start, m, h }, allPairs);
  const reasons =
    telling.length < 2
      ? [
          `Only ${telling.length} of ${trainingRules.length} blocking rules brought ${fewestMatches} pairs of one person; two are needed.`,
        ]
      : [];
  const prior = Math.log2(Math.max(1, pairs.person) / allPairs);
  // Homes that do not show today may show tomorrow.
  const homePrior = Math.max(prior - rarestHomes, Math.log2(Math.max(1, pairs.home) / allPairs));
  return { m, h, prior, homePrior, matches: pairs.person, reasons };
}

interface Source {
  readonly shares: Shares;
  /** The comparisons that it says something about. */
  readonly counts: readonly boolean[];
}

/** The median of what the rules say of each level; what none says stays. */
const combined = (sources: readonly Source[], start: Shares): Shares =>
  start.map((levels, i) => {
    const own = sources.filter(({ counts }) => counts[i]).map(({ shares }) => shares[i] ?? []);
    return own.length === 0 ? levels : normalised(levels.map((_, level) => median(own.map((one) => one[level] ?? 0))));
  });

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

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
        agreeing(['exact', 'first only']),
      ),
      last: frequenciesOf(
        forms.map(({ last }) => last),
        agreeing(['exact', 'nickname and last', 'initial and last', 'last only', 'last, first different']),
      ),
    },
    homePrior: found.homePrior - rarer,
  };
}

const share = (value = 0): number => Math.min(0.999_999, Math.max(1e-9, value));
