/**
 * People in memory. The stream throws out whoever changed; what another process reads from the stream is not seen here,
 * so an entry is believed for a short time only, and its age counts as lag.
 */
import { type Person } from '@tributary/domain-decisioning';

export interface KnownPerson {
  readonly person: Person;
  readonly records: readonly string[];
  /** When it was read from the store, milliseconds. */
  readonly loadedAt: number;
}

interface Entry extends KnownPerson {
  /** The keys under which it was asked for. */
  readonly askedBy: Set<string>;
}

export class PeopleCache {
  readonly #people = new Map<string, Entry>();
  readonly #profiles = new Map<string, string>();
  /** Who was thrown out, and at which tick: a read that began before must not bring the old state back. */
  readonly #thrownOut = new Map<string, number>();
  #tick = 0;

  constructor(private readonly size: number) {}

  get tick(): number {
    return this.#tick;
  }

  get(key: string, notBefore: number): KnownPerson | undefined {
    const entry = this.#people.get(this.#profiles.get(key) ?? '');
    return entry === undefined || entry.loadedAt < notBefore ? undefined : entry;
  }

  /** `since`: the tick at which its reading began. */
  put(key: string, profile: string, known: KnownPerson, since: number): void {
    if (this.size === 0 || (this.#thrownOut.get(profile) ?? -1) >= since) return;
    const askedBy = this.#people.get(profile)?.askedBy ?? new Set();
    this.#drop(profile);
    askedBy.add(key);
    this.#people.set(profile, { ...known, askedBy });
    for (const asked of askedBy) this.#profiles.set(asked, profile);
    for (const oldest of this.#people.keys()) {
      if (this.#people.size <= this.size) break;
      this.#drop(oldest);
    }
  }

  throwOut(profiles: Iterable<string>): void {
    for (const profile of profiles) {
      this.#drop(profile);
      this.#thrownOut.delete(profile);
      this.#thrownOut.set(profile, this.#tick);
    }
    this.#tick += 1;
    for (const oldest of this.#thrownOut.keys()) {
      if (this.#thrownOut.size <= 10_000) break; // reads take milliseconds; this many changes take a second
      this.#thrownOut.delete(oldest);
    }
  }

  #drop(profile: string): void {
    for (const key of this.#people.get(profile)?.askedBy ?? []) this.#profiles.delete(key);
    this.#people.delete(profile);
  }
}
