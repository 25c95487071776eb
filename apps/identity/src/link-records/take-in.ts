/** What becomes of a component that takes in another, which is or will be absorbed by it. Pure; in any order, and again, it is the same. */
import { type RecordId } from '@tributary/contracts';
import { type ComponentFacts, type Comparisons, mergeComponents, type Policy } from '@tributary/domain-identity';
import { type StoredComponent } from '../ports.ts';

interface Terms {
  readonly limits: Policy['limits'];
  /** Absent: nothing is compared. */
  readonly compare: Comparisons | undefined;
}

interface TakenIn {
  readonly component: StoredComponent;
  /** Records that look otherwise than each of the two was compared with; they stand among the unmatched. */
  readonly changed: readonly RecordId[];
}

/** `into` with the facts of `other`; neither its version nor what it is about to absorb. */
export function takeIn(into: StoredComponent, other: StoredComponent, { limits, compare }: Terms): TakenIn {
  const facts = mergeComponents(into.facts, other.facts, limits);
  const changed = compare === undefined ? [] : changedLooks(facts, [into.facts, other.facts], compare);
  const unmatched = united(into.unmatched, [...other.unmatched, ...changed]);
  const taken = { ...into, facts, unmatched };
  if (other.facts.records.size === 0) return { component: taken, changed };
  const decidedBy = Math.max(into.decidedBy, other.decidedBy);
  return { component: { ...taken, decidedBy, linkedBy: Math.min(into.linkedBy, other.linkedBy) }, changed };
}

/**
 * News of a record may stand in the successor before the record itself is there. Who wrote them compared each side with
 * what was known then; only what looks the same from both sides looks as it did when it was matched.
 */
function changedLooks(
  merged: ComponentFacts,
  sides: readonly [ComponentFacts, ComponentFacts],
  compare: Comparisons,
): readonly RecordId[] {
  return [...sides[1].records.keys()].filter((id) => {
    const [a, b, now] = [...sides, merged].map(({ records }) => records.get(id));
    if (a === undefined || b === undefined || now === undefined) return false;
    const looks = compare.fingerprintOf(now);
    return looks !== undefined && (looks !== compare.fingerprintOf(a) || looks !== compare.fingerprintOf(b));
  });
}

/** Sorted, each once. */
export const united = <T extends string>(some: readonly T[], more: readonly T[]): readonly T[] =>
  more.length === 0 ? some : [...new Set([...some, ...more])].sort();
