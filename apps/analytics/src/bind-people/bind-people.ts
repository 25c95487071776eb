/** Keeps which records are which person; what was bought stays with the record, so a merge or a split moves nothing. */
import { type Outcome, type Received } from '@tributary/bus';
import { newestSnapshots, type ProfileUpdated } from '@tributary/contracts';
import { type CellStore, type GenerationStore, type ProfileStore, type ProfileVersion } from '../ports.ts';

export interface PeopleStores {
  readonly profiles: ProfileStore;
  readonly cells: CellStore;
  readonly generations: GenerationStore;
}

/** Profiles whose records are remembered as stored: most updates change traits only. A few megabytes. */
const rememberedProfiles = 50_000;

const done: Outcome = { kind: 'ok', outputs: [] };

export class BindPeople {
  readonly #stored = new Map<string, string>();

  constructor(private readonly stores: PeopleStores) {}

  async all(batch: readonly Received<ProfileUpdated>[]): Promise<readonly Outcome[]> {
    const latest = newestSnapshots(batch);
    const changed = new Set<string>();
    for (const [key, value] of latest) {
      if (value === null || this.#stored.get(key) !== bindingOf(value)) changed.add(key);
    }
    const [kept, erased]: [ProfileVersion[], string[]] = [[], []];
    for (const key of changed) {
      const value = latest.get(key);
      if (value) kept.push(versionOf(value));
      else erased.push(key);
    }
    await Promise.all([this.stores.profiles.keep(kept), this.#erase(erased)]);
    this.#remember(changed, latest);
    return batch.map(() => done);
  }

  /** Purchases first, then the profile that leads to them: a repetition after a crash still finds both. */
  async #erase(profiles: readonly string[]): Promise<void> {
    const found = await this.stores.profiles.find(profiles);
    if (found.length > 0) {
      const { active, building } = await this.stores.generations.current();
      const generations = building ? [active, building.generation] : [active];
      await this.stores.cells.forget(
        generations,
        found.flatMap(({ records }) => records),
      );
    }
    await this.stores.profiles.erase(profiles);
  }

  #remember(changed: ReadonlySet<string>, latest: ReadonlyMap<string, ProfileUpdated | null>): void {
    if (this.#stored.size + changed.size > rememberedProfiles) this.#stored.clear();
    for (const key of changed) {
      const value = latest.get(key);
      if (value) this.#stored.set(key, bindingOf(value));
      else this.#stored.delete(key);
    }
  }
}

/** A merged profile owns nothing: its records are in the snapshot of the one that absorbed it. */
const recordsOf = (profile: ProfileUpdated): readonly string[] => (profile.state === 'active' ? profile.records : []);

const bindingOf = (profile: ProfileUpdated): string => recordsOf(profile).join(' ');

export const versionOf = (profile: ProfileUpdated): ProfileVersion => ({
  profile: profile.profile,
  version: profile.version,
  records: recordsOf(profile),
  updatedAt: profile.updatedAt,
});
