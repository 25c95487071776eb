/** What the profile shows when its records disagree, and where each value comes from. */
import { type Identifier } from '@tributary/contracts';
import { type Dismissed } from './evidence.ts';
import { type RecordFacts, type TraitFact } from './facts.ts';
import { keysOf } from './identifier.ts';
import { isIllegalTrait } from './illegal.ts';
import { isLater } from './last-word.ts';
import { holdsGivenName } from './matching/form-of/traits.ts';
import { type Policy } from './policy.ts';
import { completes, hasInitial, isBlank, spellsOut } from './said-value.ts';
import { mayJoin, trustOf } from './trust.ts';

/** A value with its lineage. */
export type Trait = TraitFact;

/**
 * Per trait that is not blank: what is proven, then the most trusted source, then the latest, then the longest, then an arbitrary but
 * fixed order; and in place of a value one that says all of it and more, if it is as proven and as trusted. Sorted by name.
 */
export function survivingTraits(facts: readonly RecordFacts[], policy: Policy): readonly Trait[] {
  const said = facts.flatMap(({ traits }) => traits.filter((trait) => counts(trait, traits, policy)));
  const best = new Map<string, Trait>();
  for (const trait of said) {
    const known = best.get(trait.name);
    if (known === undefined || survives(trait, known, policy)) best.set(trait.name, trait);
  }
  return [...best.values()].map((trait) => completed(trait, said, policy)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

const counts = (trait: Trait, traits: readonly Trait[], policy: Policy): boolean =>
  !isBlank(trait.value) && !isErased(trait, traits) && !isIllegalTrait(trait.name, trait.value, policy);

/** Each step says more, so there is a last one. */
function completed(trait: Trait, said: readonly Trait[], policy: Policy): Trait {
  const saysMore = completionOf(trait);
  if (saysMore === undefined) return trait;
  let best: Trait | undefined;
  for (const other of said) {
    if (other.name !== trait.name || standing(other, trait, policy) < 0 || !saysMore(other.value, trait.value))
      continue;
    if (best === undefined || survives(other, best, policy)) best = other;
  }
  return best === undefined ? trait : completed(best, said, policy);
}

function completionOf({ name, value }: Trait): ((more: unknown, less: unknown) => boolean) | undefined {
  if (typeof value === 'object') return completes;
  return holdsGivenName(name) && hasInitial(value) ? spellsOut : undefined;
}

/** A source that erases a value means all that it has said of it; what a browser erases is what browsers have said. */
const isErased = (trait: Trait, traits: readonly Trait[]): boolean =>
  traits.some(
    (other) =>
      other.value === null &&
      other.name === trait.name &&
      other.source === trait.source &&
      (other.client !== true || trait.client === true) &&
      isLater(other, trait),
  );

/** By proof, then by trust: more than 0 where the first stands above. */
const standing = (a: Trait, b: Trait, policy: Policy): number =>
  Number(a.verified ?? false) - Number(b.verified ?? false) || trustOf(policy, a) - trustOf(policy, b);

function survives(a: Trait, b: Trait, policy: Policy): boolean {
  const difference = standing(a, b, policy) || a.time - b.time || lengthOf(a.value) - lengthOf(b.value);
  return difference === 0 ? `${a.event} ${a.source}` < `${b.event} ${b.source}` : difference > 0;
}

const lengthOf = (value: unknown): number => (typeof value === 'string' ? value : JSON.stringify(value)).length;

/**
 * The identifiers by which the person can be found, sorted. One that too many share finds nobody in particular, so it is
 * left out, except on a record that has nothing else; so is an address that only a browser claims, or a visitor who types
 * somebody's address would be found in that person's place.
 */
export function profileIdentifiers(
  facts: readonly RecordFacts[],
  policy: Policy,
  ambiguous: ReadonlySet<string>,
): readonly Identifier[] {
  const found = new Map<string, Identifier>();
  for (const record of facts) {
    const { identifiers } = record;
    for (const identifier of identifiers) {
      const { type, value, unfit } = identifier;
      const shared = identifiers.length > 1 && keysOf(identifier, policy).some((key) => ambiguous.has(key));
      const claimed =
        unfit === undefined && keysOf(identifier, policy).length > 0 && !mayJoin(identifier, record, policy);
      if (unfit !== 'placeholder' && !shared && !claimed) found.set(`${type}|${value}`, { type, value });
    }
  }
  return [...found.values()].sort((a, b) => (a.type === b.type ? order(a.value, b.value) : order(a.type, b.type)));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Keys that many hold: the person behind one of them is unknown. */
export const ambiguousKeys = (dismissed: readonly Dismissed[], saturated: Iterable<string>): ReadonlySet<string> =>
  new Set([
    ...dismissed.filter(({ why }) => why.startsWith('shared') || why === 'saturated').map(({ key }) => key),
    ...saturated,
  ]);
