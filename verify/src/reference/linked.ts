/** Which records are one person: by shared identifiers, the strongest first, unless two logins would meet. */
import { byAge, type Facts } from './facts.ts';

interface Linked {
  readonly groups: readonly (readonly Facts[])[];
  /** Identifiers that so many share that they tell nobody. */
  readonly ambiguous: ReadonlySet<string>;
}

/** How many people, told apart by their logins, may share one and still be found by it. */
const mostPeople: Readonly<Record<string, number>> = { user_id: Infinity, email: 3, anonymous_id: 1 };
/** Beyond so many mail addresses a browser is shared. */
const mostMailboxes = 3;
/** In the order of their strength. */
const types = ['user_id', 'email', 'anonymous_id'];
/** How many of a kind one person has at most. */
const perPerson: Readonly<Record<string, number>> = { user_id: 20, email: 5, anonymous_id: 200 };

export function linked(records: readonly Facts[]): Linked {
  const carriers = new Map<string, Facts[]>();
  for (const record of records.toSorted(byAge)) {
    for (const key of record.identifiers) carriers.set(key, [...(carriers.get(key) ?? []), record]);
  }
  const ambiguous = new Set<string>();
  const group = new Map(records.map((record) => [record, new Set([record])]));
  const keys = [...carriers.keys()].sort(
    (a, b) => types.indexOf(typeOf(a)) - types.indexOf(typeOf(b)) || (a < b ? -1 : 1),
  );
  for (const key of keys) {
    const all = carriers.get(key) ?? [];
    if (isShared(key, all)) {
      ambiguous.add(key);
      continue;
    }
    for (const [index, late] of all.entries()) for (const early of all.slice(0, index)) join(group, early, late);
  }
  return { groups: [...new Set(group.values())].map((members) => [...members]), ambiguous };
}

const typeOf = (key: string): string => key.slice(0, key.indexOf('|'));
const valuesOf = (records: Iterable<Facts>, type: string): ReadonlySet<string> =>
  new Set([...records].flatMap(({ identifiers }) => [...identifiers].filter((key) => typeOf(key) === type)));

function isShared(key: string, carriers: readonly Facts[]): boolean {
  if (carriers.length < 2) return false;
  const type = typeOf(key);
  const people = classes(carriers, 'user_id');
  return people > (mostPeople[type] ?? 0) || (type === 'anonymous_id' && classes(carriers, 'email') > mostMailboxes);
}

/** How many people the values tell apart; values that one record names together are one person's. */
function classes(records: readonly Facts[], type: string): number {
  let sets: ReadonlySet<string>[] = [];
  for (const record of records) {
    const own = valuesOf([record], type);
    if (own.size === 0) continue;
    const met = sets.filter((set) => meet(set, own));
    sets = [...sets.filter((set) => !meet(set, own)), met.reduce((all, set) => union(all, set), own)];
  }
  return sets.length;
}

function join(group: Map<Facts, Set<Facts>>, early: Facts, late: Facts): void {
  const [a, b] = [group.get(early), group.get(late)];
  if (a === undefined || b === undefined || a === b || forbidden(a, b)) return;
  const both = new Set([...a, ...b]);
  for (const member of both) group.set(member, both);
}

function forbidden(a: ReadonlySet<Facts>, b: ReadonlySet<Facts>): boolean {
  const [mine, theirs] = [valuesOf(a, 'user_id'), valuesOf(b, 'user_id')];
  if (mine.size > 0 && theirs.size > 0 && !meet(mine, theirs)) return true;
  return types.some((type) => {
    const [own, others] = [valuesOf(a, type), valuesOf(b, type)];
    const together = union(own, others).size;
    return own.size > 0 && others.size > 0 && together > Math.max(perPerson[type] ?? Infinity, own.size, others.size);
  });
}

type Values = ReadonlySet<string>;
const meet = (a: Values, b: Values): boolean => [...a].some((value) => b.has(value));
const union = (a: Values, b: Values): Values => new Set([...a, ...b]);
