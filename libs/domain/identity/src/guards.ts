/** What forbids that two clusters become one person, whatever speaks for it. */
import { type RecordId } from '@tributary/contracts';
import { type Assertion } from './assertion.ts';
import { bitsFor, type Comparisons } from './comparisons.ts';
import { type Tier } from './evidence.ts';
import { type RecordFacts } from './facts.ts';
import { overLimit, type ValuesByType } from './limits.ts';
import { type Policy } from './policy.ts';

/** A cluster as the guards see it. */
export interface Guarded {
  readonly ids: ReadonlySet<RecordId>;
  /** Records that somebody said are other people than a member. */
  readonly apart: ReadonlySet<RecordId>;
  /** Exclusive type → classes of its values. */
  readonly logins: ReadonlyMap<string, ReadonlySet<string>>;
  /** Identifier type → values, for the limits. */
  readonly values: ValuesByType;
  /** Members that say something that can be compared, by id; the first so many stand for all. */
  readonly speakers: readonly RecordFacts[];
}

export type Forbidden =
  | { readonly why: 'cannot-link' }
  | { readonly why: 'clash' | 'limit'; readonly type: string }
  /** `mean`: bits between the members of both, on average. */
  | { readonly why: 'guard'; readonly mean: number }
  /** Two records whose names and births both differ, or that are two of one family. */
  | { readonly why: 'contradiction' | 'relatives'; readonly witnesses: readonly [RecordId, RecordId] };

export interface Guards {
  readonly policy: Policy;
  readonly comparisons: Comparisons | undefined;
}

/** A person's word yields to nothing but another; evidence of each tier, to what can outweigh it. */
export function forbids(tier: Tier, a: Guarded, b: Guarded, guards: Guards): Forbidden | undefined {
  if (isApart(a, b)) return { why: 'cannot-link' };
  if (tier === 'assertion') return undefined;
  const bound = clash(a, b) ?? limit(a, b, guards.policy);
  return bound ?? (guards.comparisons && outweighed(tier, a, b, guards.comparisons));
}

/** Strangers sit before one device as probable pairs meet in one block: neither alone outweighs what the members say of themselves. */
function outweighed(
  tier: Exclude<Tier, 'assertion'>,
  a: Guarded,
  b: Guarded,
  comparisons: Comparisons,
): Forbidden | undefined {
  switch (tier) {
    case 'exclusive':
      return undefined;
    case 'personal':
      return contradiction(tier, a, b, comparisons);
    case 'device':
      return contradiction(tier, a, b, comparisons) ?? guard(a, b, comparisons);
    case 'scored':
      return guard(a, b, comparisons) ?? contradiction(tier, a, b, comparisons);
  }
}

function isApart(a: Guarded, b: Guarded): boolean {
  const [few, others] = a.apart.size < b.apart.size ? [a.apart, b.ids] : [b.apart, a.ids];
  for (const record of few) if (others.has(record)) return true;
  return false;
}

function clash(a: Guarded, b: Guarded): Forbidden | undefined {
  for (const [type, own] of a.logins) {
    const others = b.logins.get(type);
    if (others && ![...own].some((value) => others.has(value))) return { why: 'clash', type };
  }
  return undefined;
}

function limit(a: Guarded, b: Guarded, policy: Policy): Forbidden | undefined {
  const type = overLimit(a.values, b.values, policy);
  return type === undefined ? undefined : { why: 'limit', type };
}

/** Chains of probable pairs join strangers: the members as a whole must not speak against it. */
function guard(a: Guarded, b: Guarded, comparisons: Comparisons): Forbidden | undefined {
  const { bits: least } = comparisons.rules.guard;
  let sum = 0;
  let count = 0;
  for (const [p, q] of pairsOf(a, b)) {
    const bits = comparisons.bitsOf(p, q);
    if (bits === undefined || (bits < least && saysLittle(p, q, comparisons))) continue;
    sum += bits;
    count += 1;
  }
  const mean = sum / count;
  return count > 0 && mean < least ? { why: 'guard', mean } : undefined;
}

/** Where a single field can be compared the prior decides, and the prior is no evidence against these two. */
const saysLittle = (p: RecordFacts, q: RecordFacts, comparisons: Comparisons): boolean =>
  !comparisons.haveInCommon(p, q, 2);

/**
 * More pairs of members that are two people by name and birth, or two of one family, than pairs that are probably one. A record that
 * leaves out a name may be either of two relatives and vouches for neither.
 */
function contradiction(tier: Tier, a: Guarded, b: Guarded, comparisons: Comparisons): Forbidden | undefined {
  const enough = bitsFor(comparisons.rules.joinFrom);
  let balance = 0;
  let witness: Forbidden | undefined;
  for (const [p, q] of pairsOf(a, b)) {
    const [bits, testimony] = [comparisons.bitsOf(p, q), comparisons.testimonyOf(p, q)];
    if (bits === undefined || testimony === undefined) continue;
    const { contradicts, names } = testimony;
    const isProbable = bits >= enough;
    // Only an identifier can join two against name and birth: where the bits alone decide, they have counted both.
    if ((contradicts && tier !== 'scored') || (names === 'relatives' && !isProbable)) {
      witness ??= { why: contradicts ? 'contradiction' : 'relatives', witnesses: [p.id, q.id] };
      balance -= 1;
    } else if (isProbable && names !== 'incomplete') balance += 1;
  }
  return balance < 0 ? witness : undefined;
}

function* pairsOf(a: Guarded, b: Guarded): Generator<readonly [RecordFacts, RecordFacts]> {
  for (const p of a.speakers) for (const q of b.speakers) yield [p, q];
}

/** Record → records that somebody said are other people; the assertion of a stranger names nobody here. */
export function apartFrom(assertions: readonly Assertion[]): ReadonlyMap<RecordId, ReadonlySet<RecordId>> {
  const apart = new Map<RecordId, Set<RecordId>>();
  for (const { kind, records } of assertions) {
    if (kind !== 'cannot-link') continue;
    const [a, b] = records;
    apart.set(a, (apart.get(a) ?? new Set()).add(b));
    apart.set(b, (apart.get(b) ?? new Set()).add(a));
  }
  return apart;
}
