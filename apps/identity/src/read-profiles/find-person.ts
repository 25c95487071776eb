/** Finds the person behind any id: a profile id of any age, a record id, or an identifier. */
import { profileId, recordId, type Identifier, type ProfileId, type RecordId } from '@tributary/contracts';
import { recordOf } from '@tributary/domain-collection';
import { keysOf, peopleOf, readIdentifier, type PersonContent } from '@tributary/domain-identity';
import { type FindRoots } from '../link-records/find-roots.ts';
import {
  type ActivePolicy,
  type IdentifierStore,
  type ProfileStore,
  type StoredComponent,
  type StoredProfile,
} from '../ports.ts';

export interface FindPersonParts {
  readonly roots: FindRoots;
  readonly identifiers: IdentifierStore;
  readonly profiles: ProfileStore;
  readonly policies: ActivePolicy;
}

export type Found =
  | {
      readonly kind: 'found';
      readonly profile: StoredProfile;
      readonly component: StoredComponent;
      /** The old profile id that was asked for, if it was one. */
      readonly movedFrom?: ProfileId;
    }
  | { readonly kind: 'ambiguous'; readonly profiles: readonly ProfileId[] }
  | { readonly kind: 'unknown' };

/** A bare value is tried as each of these, the strongest first. */
export const bareTypes = ['user_id', 'email', 'anonymous_id'];

/** `type:value`, as identifiers are written where any id is taken. */
export function typedIdentifier(anyId: string): Identifier | undefined {
  const [, type, value] = /^([a-z][a-z0-9_]{0,63}):(.+)$/s.exec(anyId) ?? [];
  return type === undefined || value === undefined ? undefined : { type, value };
}

/** `record_id:<source>:<id>`: a record as its own source knows it, e.g. by the number of a customer in the CRM. */
export function recordOfSource(anyId: string): RecordId | undefined {
  const [, source, value] = /^record_id:([^:]+):(.+)$/s.exec(anyId) ?? [];
  return source === undefined || value === undefined ? undefined : recordOf([{ type: 'record_id', value }], source);
}

export class FindPerson {
  constructor(private readonly parts: FindPersonParts) {}

  async by(anyId: string): Promise<Found> {
    const named = await this.#named(anyId);
    if (named.kind !== 'unknown') return named;
    const typed = typedIdentifier(anyId);
    if (typed !== undefined) {
      const found = await this.#identified(typed.type, typed.value);
      if (found.kind !== 'unknown') return found;
    }
    for (const bare of bareTypes) {
      const found = await this.#identified(bare, anyId);
      if (found.kind !== 'unknown') return found;
    }
    return { kind: 'unknown' };
  }

  /** Any profile id was given to one record, so the profile that holds that record now is the answer. */
  async #named(anyId: string): Promise<Found> {
    const own = recordOfSource(anyId);
    if (own !== undefined) return this.#holding(own);
    if (anyId.startsWith('r_')) return this.#holding(recordId(anyId));
    if (!anyId.startsWith('p_')) return { kind: 'unknown' };
    const found = await this.#holding(recordId(`r_${anyId.slice(2)}`));
    const moved = found.kind === 'found' && found.profile.id !== anyId;
    return moved ? { ...found, movedFrom: profileId(anyId) } : found;
  }

  async #holding(record: RecordId): Promise<Found> {
    const component = (await this.parts.roots.of([record])).get(record);
    if (component?.facts.records.has(record) !== true) return { kind: 'unknown' };
    return this.#shown(component, (person) => person.records.includes(record));
  }

  async #identified(type: string, value: string): Promise<Found> {
    const { identifiers, roots, policies } = this.parts;
    const policy = policies.current();
    const keys = keysOf(readIdentifier({ type, value }, policy), policy);
    const entry = keys.length === 0 ? undefined : (await identifiers.find(keys)).get(keys[0] ?? '');
    if (entry === undefined) return { kind: 'unknown' };
    const component = (await roots.of([entry.component])).get(entry.component);
    if (component === undefined) return { kind: 'unknown' };
    const carries = (id: RecordId): boolean =>
      component.facts.records.get(id)?.identifiers.some((fact) => keysOf(fact, policy).includes(entry.key)) === true;
    // Of several who share it, the one who has nothing else: the device itself, not one of its users.
    const alone = (id: RecordId): boolean => {
      const carried = component.facts.records.get(id)?.identifiers ?? [];
      return new Set(carried.map((fact) => `${fact.type}|${fact.value}`)).size === 1;
    };
    const found = await this.#shown(component, ({ records }) => records.some(carries));
    if (found.kind !== 'ambiguous') return found;
    const own = await this.#shown(component, ({ records }) => records.some((id) => carries(id) && alone(id)));
    return own.kind === 'found' ? own : found;
  }

  async #shown(component: StoredComponent, fits: (person: PersonContent) => boolean): Promise<Found> {
    const people = peopleOf(component.facts, this.parts.policies.of(component.decidedBy)).people.filter(fits);
    const [only, second] = people;
    if (only === undefined) return { kind: 'unknown' };
    if (second !== undefined) return { kind: 'ambiguous', profiles: people.map(({ profile }) => profile) };
    const profile = (await this.parts.profiles.find([only.profile])).get(only.profile);
    // The facts are written before the profile is: for a moment a person is known that cannot be shown yet.
    return profile?.mergedInto === undefined && profile !== undefined
      ? { kind: 'found', profile, component }
      : { kind: 'unknown' };
  }
}
