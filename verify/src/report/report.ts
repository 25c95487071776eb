/** What the runs have shown, one section each, so that a short run does not erase what a long one has found. */
import { type ConservationResult } from '../conservation.ts';
import { type EmbeddedResult } from '../embedded/embedded-rows.ts';
import { type FaultsResult } from '../faults/faults.ts';
import { type RowResult } from '../faults/row.ts';

export interface Stamp {
  /** ISO date and time. */
  readonly at: string;
  readonly seed: number;
  readonly machine: string;
  readonly versions: string;
  /** The revision that ran. */
  readonly revision: string;
}

export interface Report {
  readonly conservation?: ConservationResult & { readonly stamp: Stamp };
  readonly short?: FaultsResult & { readonly stamp: Stamp };
  readonly long?: FaultsResult & { readonly stamp: Stamp };
  readonly embedded?: EmbeddedResult & { readonly stamp: Stamp };
}

export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** What failed, in words. */
  readonly failures: readonly string[];
}

/** What a run counts as passed and failed: every check, every row, every bug. */
export function countOf(report: Report): Count {
  const results: (readonly [boolean, string])[] = [
    ...(report.conservation?.sound ?? []).flatMap(({ namespace, findings }) =>
      findings.map(
        ({ check, violations, examples }) =>
          [violations === 0, `${check} in ${namespace}: ${examples[0] ?? ''}`] as const,
      ),
    ),
    ...(report.conservation?.caught ?? []).map(
      ({ bug, by, caught }) => [caught, `${by} does not catch ${bug}`] as const,
    ),
    ...[report.short, report.long].flatMap((tier) => (tier === undefined ? [] : resultsOf(tier))),
    ...(report.embedded?.rows ?? []).map(({ row, met, note }) => [met, `${row}: ${note}`] as const),
  ];
  const failures = results.filter(([fine]) => !fine).map(([, words]) => words);
  return { passed: results.length - failures.length, failed: failures.length, failures };
}

const resultsOf = ({ rows, late, settled, findings, timed }: FaultsResult): readonly (readonly [boolean, string])[] => [
  [settled, 'not settled'],
  ...rows
    .filter(({ row, again }) => again || !rows.some((one) => one.again && one.row === row))
    .map((one) => [one.met || (!timed && cameBack(one)), `${one.row}: ${one.note}`] as const),
  ...late.map(({ row, met, note }) => [met, `${row}: ${note}`] as const),
  ...findings.map(({ check, violations, examples }) => [violations === 0, `${check}: ${examples[0] ?? ''}`] as const),
];

/** Too late, but all of it. */
const cameBack = ({ late, backMs, lagMs }: RowResult): boolean => late && backMs !== null && lagMs !== null;
