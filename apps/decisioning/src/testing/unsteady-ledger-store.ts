/** A ledger store in memory that answers in a random order and, where asked to, dies before or after a write. */
import { emptyLedger } from '@tributary/domain-decisioning';
import { type LedgerStore, type StoredLedger, type Subject } from '../ports.ts';

export class Crash extends Error {}

export class UnsteadyLedgerStore implements LedgerStore {
  readonly #ledgers = new Map<Subject, StoredLedger>();

  /** `chance` answers numbers from 0 to 1; one below `crashRate` is a crash. */
  constructor(
    private readonly chance: () => number,
    public crashRate: number,
  ) {}

  async load(subjects: readonly Subject[]): Promise<ReadonlyMap<Subject, StoredLedger>> {
    await this.#turns();
    const found = new Map(subjects.map((subject) => [subject, this.#get(subject)]));
    await this.#turns();
    return found;
  }

  async save(ledger: StoredLedger): Promise<boolean> {
    await this.#turns();
    this.#mayCrash();
    if (this.#get(ledger.subject).revision !== ledger.revision) return false;
    this.#ledgers.set(ledger.subject, { ...ledger, revision: ledger.revision + 1 });
    await this.#turns();
    this.#mayCrash();
    return true;
  }

  erase(subjects: readonly Subject[]): Promise<void> {
    for (const subject of subjects) this.#ledgers.delete(subject);
    return Promise.resolve();
  }

  #get(subject: Subject): StoredLedger {
    const unknown = { ...emptyLedger, subject, revision: 0, into: null, pending: false, linkedAt: 0 };
    return this.#ledgers.get(subject) ?? unknown;
  }

  async #turns(): Promise<void> {
    for (let turns = Math.floor(this.chance() * 4); turns > 0; turns--) await new Promise(setImmediate);
  }

  #mayCrash(): void {
    if (this.chance() < this.crashRate) throw new Crash('The process died.');
  }
}
