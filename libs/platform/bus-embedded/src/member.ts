/** One membership of a group: takes and gives up partitions, and hands their records to the listener. */
import {
  BusError,
  Loop,
  startingAt,
  type Membership,
  type MemberListener,
  type StartAt,
  type TopicPartition,
} from '@tributary/bus';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type GroupCommit } from './group-commit.ts';
import { type Groups, type Held, type MemberFacts } from './groups.ts';
import { type Log } from './log.ts';

/** One fetch: about a millisecond of decoding, so that the event loop stays responsive. */
const fetchRecords = 500;

interface Lease {
  readonly held: Held;
  readonly place: TopicPartition;
  position: number;
  paused: boolean;
}

export interface MemberParts {
  readonly log: Log;
  readonly groups: Groups;
  readonly commits: GroupCommit;
  /** Ends of partitions that are durable, by partition id: nothing beyond is handed out. */
  readonly ends: ReadonlyMap<number, number>;
  readonly listener: MemberListener;
  readonly startAt: StartAt;
  /** The group is not as it was: its other members should look. Only writes of other processes announce themselves. */
  readonly onChanged: () => void;
  readonly onLeft: () => void;
}

export class Member implements Membership {
  readonly facts: MemberFacts;
  readonly #parts: MemberParts;
  readonly #leases = new Map<string, Lease>();
  #revision = -1;
  #state: 'in' | 'leaving' | 'failed' = 'in';
  #reconciling: Promise<void> = Promise.resolve();
  #asked = false;
  readonly #pumping = new Loop(() => this.#pump());
  readonly #timer: NodeJS.Timeout;

  constructor(facts: MemberFacts, parts: MemberParts) {
    this.facts = facts;
    this.#parts = parts;
    this.#timer = setInterval(
      () => {
        this.#beat();
      },
      Math.max(10, facts.sessionMs / 10),
    );
  }

  pause(partition: TopicPartition): void {
    const lease = this.#leases.get(keyOf(partition));
    if (lease) lease.paused = true;
  }

  resume(partition: TopicPartition): void {
    const lease = this.#leases.get(keyOf(partition));
    if (!lease?.paused) return;
    lease.paused = false;
    this.wake();
  }

  commit(partition: TopicPartition, offset: number, note?: string): Promise<void> {
    const lease = this.#leases.get(keyOf(partition));
    if (!lease) return Promise.reject(new BusError('BUS_FENCED', `${keyOf(partition)} is not ours`));
    const write = (): void => {
      this.#parts.groups.commit(this.facts, lease.held, { next: offset, note });
    };
    return this.#parts.commits.submit(write, { synced: false });
  }

  async leave(): Promise<void> {
    if (this.#state === 'leaving') return;
    const failed = this.#state === 'failed';
    this.#state = 'leaving';
    clearInterval(this.#timer);
    await this.#reconciling;
    const held = this.#drop([...this.#leases.values()].map((lease) => lease.held));
    if (held.length > 0) await this.#parts.listener.onRevoked(held.map(placeOf));
    if (!failed) {
      this.#parts.commits.transact(() => {
        this.#parts.groups.leave(this.facts);
      });
    }
    this.#parts.onLeft();
  }

  /** Something in the group or on the log may have changed. */
  look(): void {
    if (this.#state !== 'in') return;
    if (this.#parts.groups.revision(this.facts.group) !== this.#revision) void this.reconcile();
    this.wake();
  }

  /** New records may be there: fetches until every partition is paused or at its end. */
  wake(): void {
    if (this.#state === 'in') this.#pumping.wake();
  }

  /** Brings what is held in line with what the group wants; concurrent calls are gathered. */
  reconcile(): Promise<void> {
    if (!this.#asked) {
      this.#asked = true;
      this.#reconciling = this.#reconciling
        .then(() => this.#reconcile())
        .catch((error: unknown) => {
          this.#fail(error);
        });
    }
    return this.#reconciling;
  }

  async #reconcile(): Promise<void> {
    this.#asked = false;
    if (this.#state !== 'in') return;
    const { commits, groups, listener, onChanged } = this.#parts;
    const before = this.#revision;
    const held = [...this.#leases.values()].map((lease) => lease.held);
    const plan = commits.transact(() => {
      const found = groups.reconcile(this.facts, held, Date.now());
      this.#revision = groups.revision(this.facts.group);
      return found;
    });
    if (this.#revision !== before) onChanged();
    const given = this.#drop([...plan.lost, ...plan.surplus]);
    if (given.length > 0) await listener.onRevoked(given.map(placeOf));
    if (plan.surplus.length > 0) {
      commits.transact(() => {
        groups.release(this.facts, plan.surplus);
      });
      onChanged();
    }
    if (plan.taken.length === 0) return;
    const taken = plan.taken.map((one) => startingAt(one, this.#parts.startAt));
    for (const one of taken) {
      this.#leases.set(keyOf(one), { held: one, place: placeOf(one), position: one.committed, paused: false });
    }
    await listener.onAssigned(taken);
    this.wake();
  }

  async #pump(): Promise<void> {
    try {
      for (let progress = true; progress;) {
        progress = false;
        for (const lease of [...this.#leases.values()]) {
          if (!this.#fetch(lease)) continue;
          progress = true;
          await nextTurn();
        }
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #fetch(lease: Lease): boolean {
    const { held, place } = lease;
    const end = this.#parts.ends.get(held.id) ?? 0;
    if (lease.paused || lease.position >= end || this.#leases.get(keyOf(held)) !== lease) return false;
    const range = { from: lease.position, until: end, limit: fetchRecords };
    const records = this.#parts.log.read(held, range);
    // Nothing left up to the end: cleaned away.
    lease.position = (records.at(-1)?.offset ?? end - 1) + 1;
    if (records.length > 0) this.#parts.listener.onRecords(place, records);
    return true;
  }

  #beat(): void {
    try {
      const now = Date.now();
      const { groups } = this.#parts;
      if (!groups.beat(this.facts.id, now) || groups.hasDead(this.facts.group, now)) void this.reconcile();
    } catch (error) {
      this.#fail(error);
    }
  }

  #drop(held: readonly Held[]): readonly Held[] {
    return held.filter((one) => this.#leases.delete(keyOf(one)));
  }

  #fail(error: unknown): void {
    if (this.#state !== 'in') return;
    this.#state = 'failed';
    clearInterval(this.#timer);
    this.#parts.listener.onFailed(error instanceof Error ? error : new Error(String(error)));
  }
}

const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;
const placeOf = ({ topic, partition }: TopicPartition): TopicPartition => ({ topic, partition });
