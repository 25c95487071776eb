/**
 * Ledgers that follow their people. A ledger that became part of another says so first (`into`, pending), then its entries
 * are copied; whoever meets it in between completes that. Every step is one compare-and-set, and entries are sets by id,
 * so a crash or a repetition at any point changes nothing.
 */
import { pruned, united, type Entry } from '@tributary/domain-decisioning';
import { type LedgerStore, type StoredLedger, type Subject } from '../ports.ts';

export interface Link {
  readonly from: Subject;
  readonly to: Subject;
  /** When it became true; older news than a ledger has heard are ignored. */
  readonly at: number;
}

export interface Separation {
  readonly from: Subject;
  readonly to: Subject;
  /** The ledgers in which entries of the separated person began. */
  readonly origins: ReadonlySet<Subject>;
  readonly at: number;
}

/** Conflicts are milliseconds apart; beyond this something is wrong and the caller should try again as a whole. */
const maxTries = 50;

export class Ledgers {
  constructor(private readonly store: LedgerStore) {}

  /** The ledger that counts for the subject now. */
  async of(subject: Subject): Promise<StoredLedger> {
    const [ledger] = await this.all([subject]);
    if (ledger === undefined) throw new Error(`No ledger for ${subject}.`);
    return ledger;
  }

  /** Those of several subjects, in their order; one round trip unless one of them moved. */
  async all(subjects: readonly Subject[]): Promise<readonly StoredLedger[]> {
    const found = await this.store.load(subjects);
    return Promise.all(subjects.map((subject) => this.#current(get(found, subject))));
  }

  save(ledger: StoredLedger): Promise<boolean> {
    return this.store.save(ledger);
  }

  /** Applies a change until it meets no other one. */
  async change(subject: Subject, change: (ledger: StoredLedger) => StoredLedger): Promise<void> {
    for (let tries = 0; tries < maxTries; tries++) {
      const before = await this.of(subject);
      const after = change(before);
      if (after === before || (await this.store.save(after))) return;
      await pause(tries);
    }
    throw new Error(`The ledger of ${subject} is being changed by too many at once.`);
  }

  /** Links subjects that may have a ledger; most have none, which one read tells. */
  async adopt(links: readonly Link[]): Promise<void> {
    if (links.length === 0) return;
    const found = await this.store.load(links.map(({ from }) => from));
    for (const link of links) {
      const { revision, into, pending } = get(found, link.from);
      if (revision > 0 && (into === null || pending)) await this.link(link);
    }
  }

  /** `from` is the same person as `to`. */
  async link({ from, to, at }: Link): Promise<void> {
    if (from === to) return;
    for (let tries = 0; tries < maxTries; tries++) {
      const ledger = get(await this.store.load([from]), from);
      if (ledger.linkedAt > at) return;
      if (ledger.pending || ledger.into === to) {
        await this.#complete(ledger);
        if (ledger.into === to) return;
      } else {
        await this.#stand(to, at);
        const pending = ledger.entries.length > 0;
        if (await this.store.save({ ...ledger, into: to, pending, linkedAt: at })) {
          await this.#current(get(await this.store.load([from]), from));
          return;
        }
      }
      await pause(tries);
    }
    throw new Error(`The ledger of ${from} could not be linked to ${to}.`);
  }

  /** `to` turned out to be somebody else than `from`: what began under its origins goes there. */
  async separate({ from, to, origins, at }: Separation): Promise<void> {
    const isTheirs = (entry: Entry): boolean => origins.has(entry.origin);
    await this.#stand(to, at);
    const source = await this.of(from);
    const target = await this.of(to);
    if (target.subject === source.subject) return; // one person again by newer news
    const theirs = source.entries.filter(isTheirs);
    if (theirs.length === 0) return;
    // Copied before they are taken away: in between they count twice, which never exceeds a cap.
    await this.change(to, (ledger) => ({ ...ledger, entries: united(ledger.entries, theirs) }));
    await this.change(from, (ledger) => ({ ...ledger, entries: ledger.entries.filter((entry) => !isTheirs(entry)) }));
  }

  erase(subjects: readonly Subject[]): Promise<void> {
    return this.store.erase(subjects);
  }

  /** Makes a ledger stand for itself, where that is newer than what it was told before. */
  async #stand(subject: Subject, at: number): Promise<void> {
    for (let tries = 0; tries < maxTries; tries++) {
      const ledger = get(await this.store.load([subject]), subject);
      if (ledger.linkedAt > at || ledger.into === null) return;
      if (ledger.pending) await this.#complete(ledger);
      else if (await this.store.save({ ...ledger, into: null, linkedAt: at })) return;
    }
    throw new Error(`The ledger of ${subject} could not be made to stand for itself.`);
  }

  async #current(ledger: StoredLedger): Promise<StoredLedger> {
    let current = ledger;
    for (let hop = 0; hop < maxTries && current.into !== null; hop++) {
      if (current.pending) await this.#complete(current);
      current = get(await this.store.load([current.into]), current.into);
    }
    if (current.into !== null) throw new Error(`The ledgers after ${ledger.subject} lead in a circle.`);
    return current;
  }

  async #complete(ledger: StoredLedger): Promise<void> {
    if (!ledger.pending || ledger.into === null) return;
    await this.change(ledger.into, (target) => ({ ...target, entries: united(target.entries, ledger.entries) }));
    // Somebody else may have completed it meanwhile; then there is nothing left to mark.
    await this.store.save({ ...ledger, entries: [], pending: false });
  }
}

export const tidy = (ledger: StoredLedger, now: number): StoredLedger => ({ ...ledger, ...pruned(ledger, now) });

function get(ledgers: ReadonlyMap<Subject, StoredLedger>, subject: Subject): StoredLedger {
  const ledger = ledgers.get(subject);
  if (ledger === undefined) throw new Error(`The store answered no ledger for ${subject}.`);
  return ledger;
}

/** Grows with the conflicts met, so that competing processes fall out of step. */
export const pause = (tries: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.random() * Math.min(50, 2 * (tries + 1)));
  });
