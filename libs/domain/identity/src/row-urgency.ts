/** Which row a steward should mend first: what is wrong with it × how much hangs on its record. */
import { type FieldQuality, type QualityField } from '@tributary/domain-cleansing';
import { type ComponentFacts } from './component.ts';
import { type RecordFacts } from './facts.ts';
import { keysOf } from './identifier.ts';
import { type Policy } from './policy.ts';
import { qualityFields } from './quality.ts';

/**
 * A limit at which identity became approximate for the record: its component takes no further records, it carries an identifier that
 * too many carry, or it keeps no more identifiers or traits.
 */
export type HitCap = 'component' | 'generic' | 'identifiers' | 'traits';

export interface RowState {
  /** In the order of `qualityFields`. */
  readonly qualities: readonly FieldQuality[];
  /** Of the component that the record is in. */
  readonly records: number;
  readonly caps: readonly HitCap[];
}

/** How much of its rows the source says something of in each field, from 0 to 1. */
export type Habit = Readonly<Record<QualityField, number>>;

/**
 * An invalid value misleads, and can mostly be mended by who looks at it; a placeholder must be asked for anew. What is missing counts
 * by how usual it is that this source says it: what it never says is no fault of the row.
 */
const weights = { invalid: 4, placeholder: 3, missing: 2, cap: 4 } as const;

/** Above 0 for any row with a value that nobody can use, in hundredths. */
export function urgencyOf({ qualities, records, caps }: RowState, habit: Habit): number {
  const faults = qualityFields.map((field, index) => faultOf(qualities[index], habit[field]));
  const wrong = faults.reduce((sum, fault) => sum + fault, caps.length * weights.cap);
  return Math.round(wrong * reachOf(records) * 100) / 100;
}

function faultOf(quality: FieldQuality | undefined, usual: number): number {
  switch (quality) {
    case 'invalid':
    case 'placeholder':
      return weights[quality];
    case 'missing':
      return weights.missing * usual;
    case 'valid':
    case undefined:
      return 0;
  }
}

/** A wrong value parts or joins all of its component; the hundredth record makes less of a difference than the second. */
const reachOf = (records: number): number => 1 + Math.log2(Math.max(records, 1));

/** `saturated`: keys of identifiers that too many records carry. */
export function capsHit(
  record: RecordFacts,
  { records }: Pick<ComponentFacts, 'records'>,
  saturated: ReadonlySet<string>,
  policy: Policy,
): readonly HitCap[] {
  const { identifiers, traits } = record;
  const { recordsPerComponent, identifiersPerRecord, traitsPerRecord } = policy.limits;
  const claimed = identifiers.filter(({ client }) => client === true).length;
  const voices = [claimed, identifiers.length - claimed]; // kept apart, each with the whole limit
  const hit: Readonly<Record<HitCap, boolean>> = {
    component: records.size >= recordsPerComponent,
    generic: identifiers.some((identifier) => keysOf(identifier, policy).some((key) => saturated.has(key))),
    identifiers: voices.some((count) => count >= identifiersPerRecord),
    traits: traits.length >= traitsPerRecord,
  };
  return hitCaps.filter((cap) => hit[cap]);
}

export const hitCaps = ['component', 'generic', 'identifiers', 'traits'] as const satisfies readonly HitCap[];
