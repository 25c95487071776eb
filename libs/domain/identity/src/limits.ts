/** How many values of a type one person may have, ever or within some days. */
import { most } from './devices.ts';
import { type IdentifierFact, type RecordFacts } from './facts.ts';
import { type Policy } from './policy.ts';
import { mayJoin } from './trust.ts';

/** Value → when it was first seen, milliseconds. */
type Values = ReadonlyMap<string, number>;
/** By identifier type. */
export type ValuesByType = ReadonlyMap<string, Values>;

export function valuesOf(record: RecordFacts, policy: Policy): ValuesByType {
  const byType = new Map<string, Map<string, number>>();
  for (const fact of record.identifiers) {
    if (policy.identifiers[fact.type] === undefined || !mayJoin(fact, record, policy)) continue;
    const values = byType.get(fact.type) ?? new Map<string, number>();
    byType.set(
      fact.type,
      values.set(comparedAs(fact), Math.min(values.get(comparedAs(fact)) ?? Infinity, fact.firstAt)),
    );
  }
  return byType;
}

export function uniteValues(a: ValuesByType, b: ValuesByType): ValuesByType {
  const all = new Map(a);
  for (const [type, values] of b) all.set(type, unite(all.get(type), values));
  return all;
}

/** The type of which two people would have too many values together. */
export function overLimit(a: ValuesByType, b: ValuesByType, policy: Policy): string | undefined {
  for (const [type, own] of a) {
    const others = b.get(type);
    const rule = policy.identifiers[type];
    if (others === undefined || rule === undefined || own.size + others.size <= rule.perPerson) continue;
    const count = (values: Values): number => most([...values.values()], rule.perPersonDays);
    // A join that brings nothing new is within the limit, however many the record itself carries.
    if (count(unite(own, others)) > Math.max(rule.perPerson, count(own), count(others))) return type;
  }
  return undefined;
}

function unite(a: Values | undefined, b: Values): Values {
  if (a === undefined) return b;
  const both = new Map(a);
  for (const [value, at] of b) both.set(value, Math.min(at, both.get(value) ?? Infinity));
  return both;
}

const comparedAs = ({ match, value }: IdentifierFact): string => match ?? value;
