/** The ten checks, and what they found. */
import { type Evidence } from '../reading/evidence.ts';
import { type Check, type CheckName } from './check.ts';
import { terminal } from './v1-terminal.ts';
import { refused } from './v2-refused.ts';
import { once } from './v3-once.ts';
import { order } from './v4-order.ts';
import { people } from './v5-fold.ts';
import { conservation } from './v6-conservation.ts';
import { caps } from './v7-caps.ts';
import { commits } from './v8-commits.ts';
import { namespaces } from './v9-namespaces.ts';
import { versions } from './v10-versions.ts';

export const checks: readonly Check[] = [
  ...[terminal, refused, once, order, people],
  ...[conservation, caps, commits, namespaces, versions],
];

export interface Finding {
  readonly check: CheckName;
  readonly promise: string;
  readonly violations: number;
  /** The first ones, in words. */
  readonly examples: readonly string[];
}

const shown = 5;

export const runChecks = (evidence: Evidence): readonly Finding[] =>
  checks.map(({ name, promise, find }) => {
    const violations = find(evidence);
    return { check: name, promise, violations: violations.length, examples: violations.slice(0, shown) };
  });
