/** Puts the measuring of quality together; its walk starts and stops with the process. */
import { type Provider } from '@nestjs/common';
import { PolicyVersions } from '../manage-policies/policy-versions.ts';
import { type PolicyStore } from '../manage-policies/policy-store.ts';
import { walkOf, type WalkDeps } from '../walk-components/walk-of.ts';
import { qualityVisits, type QualityRow } from './measure.ts';
import { type QualitySum } from './quality-sum.ts';
import { Quality, type QualityParts } from './quality.ts';

const QUALITY_WALK = Symbol('walk of the quality scan');

export interface QualityDeps extends Pick<QualityParts, 'book' | 'roots'> {
  readonly store: PolicyStore;
}

export function qualityProviders(deps: WalkDeps, { store, book, roots }: QualityDeps): Provider[] {
  const versions = new PolicyVersions(store);
  const walk = walkOf<QualitySum, QualityRow>(deps, { kind: 'quality', visit: qualityVisits(versions) });
  return [
    { provide: QUALITY_WALK, useFactory: () => walk },
    { provide: Quality, useValue: new Quality({ walk, book, versions, roots, log: deps.log }) },
  ];
}
