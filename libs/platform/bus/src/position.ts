/** How far a lane has come, and what its committed offset tells about the tries that were begun there. */
import { pauseFor } from './backoff.ts';
import { type Patience } from './patience.ts';
import { type Assignment, type Membership, type StoredRecord, type TopicPartition } from './port.ts';
import { begin, handOver, noteOf, passed, suspicionIn, type HandOver, type Suspicion } from './quarantine.ts';

/** How long a lane that is abandoned may take to withdraw its note. */
const farewellMs = 1_000;

interface PositionParts {
  readonly membership: () => Membership;
  readonly patience: Patience;
  /** So many messages after an assignment are noted before they are handed over: a batch, because that is what may have failed. */
  readonly watched: number;
}

export class Position {
  readonly place: TopicPartition;
  readonly #parts: PositionParts;
  #committed: number;
  #movedAt = performance.now();
  #suspicion: Suspicion | undefined;
  #watched: number;
  /** The committed offset tells of a try that has not ended. */
  #begun = false;

  constructor(assignment: Assignment, parts: PositionParts) {
    this.place = { topic: assignment.topic, partition: assignment.partition };
    this.#parts = parts;
    this.#committed = assignment.committed;
    this.#suspicion = suspicionIn(assignment.note);
    this.#watched = parts.watched;
  }

  get committed(): number {
    return this.#committed;
  }

  /** Milliseconds since the committed offset moved; only telling while messages wait. */
  get stillForMs(): number {
    return performance.now() - this.#movedAt;
  }

  /** Tries that the process may not have survived. */
  get begun(): number {
    return this.#suspicion?.begun ?? 0;
  }

  markMoved(): void {
    this.#movedAt = performance.now();
  }

  handOver(offset: number | undefined): HandOver {
    return handOver(this.#suspicion, offset ?? this.#committed);
  }

  /** Everything of the batch is done. */
  async commit(batch: readonly StoredRecord[]): Promise<void> {
    const next = (batch.at(-1)?.offset ?? this.#committed - 1) + 1;
    const left = passed(this.#suspicion, next);
    await this.#parts.patience.untilDone(() => this.#parts.membership().commit(this.place, next, noteOf(left)));
    this.#suspicion = left;
    this.#committed = next;
    this.#watched -= batch.length;
    this.markMoved();
  }

  /** Only after an assignment, or where something is suspected: in steady state nothing is noted. */
  async noteBegun(batch: readonly StoredRecord[]): Promise<void> {
    const [first, last] = [batch[0], batch.at(-1)];
    if (!first || !last || (this.#watched <= 0 && !this.#suspicion)) return;
    this.#begun = true;
    await this.#note(begin(this.#suspicion, first.offset, last.offset + 1));
  }

  /** The handler has answered: from here on the batch is committed, or nothing is. */
  markAnswered(): void {
    this.#begun = false;
  }

  /** The handler has failed, but the process lives: the try does not count. */
  async noteEnded(): Promise<void> {
    if (!this.#begun) return;
    await this.#note(this.#suspicion);
    this.#begun = false;
  }

  /** The lane is abandoned at its work, not killed by it; without patience, because the partition is about to go. */
  async withdraw(): Promise<void> {
    if (!this.#begun) return;
    const noted = this.#parts.membership().commit(this.place, this.#committed, noteOf(this.#suspicion));
    const late = new AbortController();
    await Promise.race([noted.catch(() => undefined), pauseFor(farewellMs, late.signal)]);
    late.abort();
  }

  #note(suspicion: Suspicion | undefined): Promise<void> {
    const note = noteOf(suspicion);
    return this.#parts.patience.untilDone(() => this.#parts.membership().commit(this.place, this.#committed, note));
  }
}
