/** Remembers whose a record was lately, so that the usual event needs no look. It may be wrong: the state itself is checked again. */

/** Some 20 MB at most; the oldest half of the memory goes when it is full. */
const mostPerHalf = 100_000;

export class KnownOwners {
  #young = new Map<string, string>();
  #old: ReadonlyMap<string, string> = new Map();

  isOwner(profile: string, record: string): boolean {
    return (this.#young.get(record) ?? this.#old.get(record)) === profile;
  }

  remember(profile: string, record: string): void {
    if (this.#young.size >= mostPerHalf) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(record, profile);
  }
}
