/** Which components have to become one, so that records are together with those that they are bound to. Pure. */
import { type RecordId } from '@tributary/contracts';
import { type Assertion, type RecordFacts } from '@tributary/domain-identity';
import { type StoredComponent } from '../ports.ts';
import { type Components } from './find-roots.ts';

/** What is to be known of a record, and the records whose components must become one with its own. */
export interface Bond {
  readonly record: RecordId;
  readonly others: readonly RecordId[];
  readonly facts?: RecordFacts;
  /** Keys that too many records carry. */
  readonly saturated?: readonly string[];
  /** What people say of the record. */
  readonly assertions?: readonly Assertion[];
}

/** Components that become one, with the bonds of their records. */
export interface Group {
  readonly roots: Map<RecordId, StoredComponent>;
  readonly bonds: Bond[];
}

export function groupsOf(waiting: readonly Bond[], roots: Components): readonly Group[] {
  const groupOf = new Map<RecordId, Group>();
  for (const bond of waiting) {
    const group: Group = { roots: new Map(), bonds: [bond] };
    for (const start of [bond.record, ...bond.others]) {
      const root = roots.get(start);
      if (root === undefined) continue;
      const met = groupOf.get(root.id);
      if (met !== undefined && met !== group) takeOver(group, met, groupOf);
      group.roots.set(root.id, root);
      groupOf.set(root.id, group);
    }
  }
  return [...new Set(groupOf.values())];
}

function takeOver(group: Group, other: Group, groupOf: Map<RecordId, Group>): void {
  for (const [id, root] of other.roots) {
    group.roots.set(id, root);
    groupOf.set(id, group);
  }
  group.bonds.push(...other.bonds);
}

/** The others are absorbed by it. */
export function smallestOf({ roots }: Group): StoredComponent {
  const [id] = [...roots.keys()].sort();
  const smallest = id === undefined ? undefined : roots.get(id);
  if (smallest === undefined) throw new Error('A group has at least one component.');
  return smallest;
}

/** Each component of a group with its own bonds only. */
export function apart({ bonds }: Group, roots: Components): readonly Group[] {
  const groups = new Map<RecordId, Group>();
  for (const bond of bonds) {
    const root = roots.get(bond.record);
    if (root === undefined) continue;
    const own = groups.get(root.id) ?? { roots: new Map([[root.id, root]]), bonds: [] };
    own.bonds.push(bond);
    groups.set(root.id, own);
  }
  return [...groups.values()];
}
