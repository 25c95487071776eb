/** Puts the dry run together; its walk starts and stops with the process. */
import { type Provider } from '@nestjs/common';
import { PolicyVersions } from '../manage-policies/policy-versions.ts';
import { walkOf, type WalkDeps } from '../walk-components/walk-of.ts';
import { DryRun, dryRunVisits, type DryRunParts, type DryRunRow, type DryRunSum } from './dry-run.ts';

const DRY_RUN_WALK = Symbol('walk of dry runs');

export function dryRunProviders(deps: WalkDeps, { store, book }: Pick<DryRunParts, 'store' | 'book'>): Provider[] {
  const walk = walkOf<DryRunSum, DryRunRow>(deps, { kind: 'dry-run', visit: dryRunVisits(new PolicyVersions(store)) });
  return [
    { provide: DRY_RUN_WALK, useFactory: () => walk },
    { provide: DryRun, useValue: new DryRun({ store, book, walk }) },
  ];
}
