/** Undoes a merge: says which records are not one person, with as few words as it takes, so that the people are as they were before it. */
import { type ProfileId, type RecordId } from '@tributary/contracts';
import { peopleOf, separate, type Assertion, type ComponentFacts } from '@tributary/domain-identity';
import { Problem } from '@tributary/http';
import {
  type ActivePolicy,
  type ProfileList,
  type ProfileStore,
  type StoredComponent,
  type StoredProfile,
} from '../ports.ts';
import { type DecideLinks } from './decide-links.ts';
import { notTheirs, partsOf, type AskedParts } from './parts-of.ts';

export interface UnmergeParts {
  readonly decide: DecideLinks;
  readonly profiles: ProfileStore & ProfileList;
  readonly policies: ActivePolicy;
}

export interface UnmergeRequest {
  readonly profile: StoredProfile;
  readonly component: StoredComponent;
  /** Undefined: those of the last merge. */
  readonly asked: AskedParts | undefined;
  readonly by: string;
  readonly why: string;
}

export interface Unmerged {
  readonly people: readonly StoredProfile[];
  readonly assertions: readonly Assertion[];
}

/** Merges and splits of one person in a row that are looked through for the last merge. */
const mostEntries = 50;

export class Unmerge {
  constructor(private readonly parts: UnmergeParts) {}

  async from({ profile, component, asked, by, why }: UnmergeRequest): Promise<Unmerged> {
    const parts = partsOf(asked ?? (await this.#lastMerge(profile)), profile.content.records, component.facts);
    if (this.#isDone(component.facts, parts)) return { people: await this.#peopleOf(parts), assertions: [] };
    const stranger = parts.flat().find((record) => !profile.content.records.includes(record));
    if (stranger !== undefined) throw notTheirs(stranger);
    const found = separate(component.facts, parts, this.parts.policies.current());
    if (found.kind === 'impossible') {
      throw new Problem({
        status: 409,
        code: 'TOO_ENTANGLED',
        detail: 'These records share so much that more than a hundred decisions would be needed.',
        fix: 'Ask GET /v1/profiles/{id}/explain what would split the person, and unmerge along that.',
      });
    }
    const assertions = await this.parts.decide.say(found.words.map((word) => ({ ...word, by, why })));
    return { people: await this.#peopleOf(parts), assertions };
  }

  /** A request that is repeated: every part is a person already. */
  #isDone(component: ComponentFacts, parts: readonly (readonly RecordId[])[]): boolean {
    const people = peopleOf(component, this.parts.policies.current()).people.map(({ records }) => records.join());
    return parts.every((part) => people.includes([...part].sort().join()));
  }

  /** What each profile brought that was absorbed last. */
  async #lastMerge(profile: StoredProfile): Promise<AskedParts> {
    const { profiles } = this.parts;
    const entries = await profiles.history(profile.id, Number.MAX_SAFE_INTEGER, mostEntries);
    const merge = entries.find(({ change }) => change === 'absorbed');
    const brought = await Promise.all((merge?.profiles ?? []).map((id) => this.#broughtBy(id)));
    const parts = brought.filter((records) => records.length > 0);
    if (parts.length > 0) return { apart: parts };
    throw new Problem({
      status: 409,
      code: 'NO_MERGE_KNOWN',
      detail: `The history of ${profile.id} shows no merge.`,
      fix: 'Name the records that are another person in `records`; GET /v1/profiles/{id} lists them.',
    });
  }

  async #broughtBy(id: ProfileId): Promise<readonly RecordId[]> {
    const entries = await this.parts.profiles.history(id, Number.MAX_SAFE_INTEGER, mostEntries);
    return entries.find(({ change }) => change === 'merged')?.records ?? [];
  }

  async #peopleOf(parts: readonly (readonly RecordId[])[]): Promise<readonly StoredProfile[]> {
    const seeds = parts.flatMap(([first]) => (first === undefined ? [] : [first]));
    const homes = await this.parts.decide.homesOf(seeds);
    const ids = seeds.map((seed) => homes.get(seed)).filter((id) => id !== undefined);
    const found = await this.parts.profiles.find(ids);
    return ids.map((id) => found.get(id)).filter((person) => person !== undefined);
  }
}
