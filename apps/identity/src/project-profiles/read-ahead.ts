/**
 * Profiles that will be needed, read while their components are being completed. What is made of an old view does not survive the
 * comparison of its revision; who loses by that reads anew.
 */
import { type ProfileId } from '@tributary/contracts';
import { awaitedLater } from '../awaited-later.ts';
import { type ProfileStore, type StoredProfile } from '../ports.ts';

type Profiles = ReadonlyMap<ProfileId, StoredProfile>;

export class ReadAhead {
  readonly #asked: ReadonlySet<ProfileId>;
  readonly #found: Promise<Profiles>;

  constructor(
    private readonly profiles: Pick<ProfileStore, 'find'>,
    ids: Iterable<ProfileId> = [],
  ) {
    this.#asked = new Set(ids);
    this.#found = awaitedLater(this.#read([...this.#asked]));
  }

  /** These, and maybe others; whoever was not expected is read now. */
  async of(ids: readonly ProfileId[]): Promise<Profiles> {
    const [expected, others] = await Promise.all([this.#found, this.#read(ids.filter((id) => !this.#asked.has(id)))]);
    return others.size === 0 ? expected : new Map([...expected, ...others]);
  }

  async #read(ids: readonly ProfileId[]): Promise<Profiles> {
    return ids.length === 0 ? new Map() : this.profiles.find(ids);
  }
}
