/**
 * Decides under caps: reads the ledgers, decides purely, takes the places of what was chosen, and where somebody else took
 * one in between, decides again with what is left. A place is taken by one conditional update, so no cap is ever exceeded.
 */
import {
  capUseOf,
  emptyLedger,
  entryId,
  folded,
  isCapped,
  released,
  reserved,
  type CapUse,
  type Decision,
  type Entry,
  type Ledger,
  type Offer,
} from '@tributary/domain-decisioning';
import { KeyedQueue } from '../keyed-queue.ts';
import { type StoredLedger, type Subject } from '../ports.ts';
import { pause, tidy, type Ledgers } from './ledgers.ts';

export interface Reservation {
  readonly decision: string;
  readonly subject: Subject;
  readonly candidates: readonly Offer[];
  readonly now: number;
  /** Until when the places are held for an exposure. */
  readonly until: number;
  decide(capUse: CapUse): Decision;
}

export interface Reserved {
  readonly decision: Decision;
  readonly capUse: CapUse;
  /** Chosen offers that hold a place, with the moment until which they do. */
  readonly held: readonly string[];
}

/** Under each other's feet for so long, the contested offers are left to the others and the next best are taken. */
const maxRounds = 30;

export const totalOf = (offer: string): Subject => `total of offer|${offer}`;

const capped = (offer: Offer): boolean => offer.caps.length > 0;
const cappedFor = (offers: readonly Offer[], per: 'person' | 'total') => offers.filter((one) => isCapped(one, per));

interface Round {
  readonly reservation: Reservation;
  readonly lost: Set<string>;
  readonly busy: Set<string>;
  /** Totals in which this decision holds a place by now. */
  readonly taken: Set<string>;
}

export class ReservePlaces {
  readonly #queue = new KeyedQueue();

  constructor(private readonly ledgers: Ledgers) {}

  async reserve(reservation: Reservation): Promise<Reserved> {
    if (!reservation.candidates.some(capped)) return free(reservation);
    return this.#queue.run(reservation.subject, async () => {
      const round: Round = { reservation, lost: new Set(), busy: new Set(), taken: new Set() };
      for (let tries = 0; ; tries++) {
        const done = await this.#try(round, tries);
        if (done !== undefined) return done;
        await pause(tries);
      }
    });
  }

  /** Gives back what a decision reserved, except `kept`. */
  async release(reservation: Pick<Reservation, 'decision' | 'subject'>, offers: readonly Offer[]): Promise<void> {
    const { decision, subject } = reservation;
    const ids = offers.filter(capped).map(({ id }) => entryId(decision, id));
    if (ids.length === 0) return;
    await this.ledgers.change(subject, (ledger) => ({ ...ledger, ...released(ledger, ids) }));
    for (const { id } of cappedFor(offers, 'total')) await this.#releaseTotal(decision, id);
  }

  async #try(round: Round, tries: number): Promise<Reserved | undefined> {
    const { reservation, lost, busy, taken } = round;
    const { candidates, decision: id, subject, now } = reservation;
    const totals = cappedFor(candidates, 'total').map((offer) => offer.id);
    const [person, ...rest] = await this.ledgers.all([subject, ...totals.map(totalOf)]);
    if (person === undefined) throw new Error(`No ledger for ${subject}.`);
    const known = new Map(totals.map((offer, at) => [offer, rest[at] ?? emptyLedger] as const));
    const capUse = {
      used: capUseOf(candidates, { person, totals: known }, { decision: id, now }),
      lost: [...lost].sort(),
      busy: [...busy].sort(),
    };
    const decision = reservation.decide(capUse);
    const chosen = candidates.filter((offer) => capped(offer) && decision.chosen.includes(offer.id));
    // Out of patience: whoever asks for fewer contested places always gets an answer.
    if (tries >= maxRounds) for (const offer of chosen) busy.add(offer.id);
    else if ((await this.#takeTotals(chosen, round)) && (await this.#takePerson(chosen, person, reservation))) {
      await this.#giveBack(taken, chosen, id);
      return { decision, capUse, held: chosen.map((offer) => offer.id) };
    }
    if (chosen.length > 0) return undefined;
    await this.#giveBack(taken, [], id);
    return { decision, capUse, held: [] };
  }

  async #takePerson(chosen: readonly Offer[], person: StoredLedger, reservation: Reservation): Promise<boolean> {
    let ledger: Ledger = person;
    for (const offer of chosen) {
      const next = reserved(ledger, offer, entryOf(offer, person.subject, reservation), 'person');
      if (next === undefined) return false;
      ledger = next;
    }
    if (ledger.entries === person.entries) return true;
    return this.ledgers.save(tidy({ ...person, ...ledger }, reservation.now));
  }

  async #takeTotals(chosen: readonly Offer[], { reservation, lost, taken }: Round): Promise<boolean> {
    for (const offer of cappedFor(chosen, 'total')) {
      if (taken.has(offer.id)) continue;
      if (await this.#queue.run(totalOf(offer.id), () => this.#takeTotal(offer, reservation))) taken.add(offer.id);
      else {
        lost.add(offer.id);
        return false;
      }
    }
    // If somebody takes a place in the person's ledger now, the next round finds it full and says so.
    for (const offer of chosen) lost.add(offer.id);
    return true;
  }

  async #takeTotal(offer: Offer, reservation: Reservation): Promise<boolean> {
    for (let tries = 0; tries < maxRounds; tries++) {
      const before = await this.ledgers.of(totalOf(offer.id));
      const after = reserved(before, offer, entryOf(offer, before.subject, reservation), 'total');
      if (after === undefined) return false;
      if (after === before || (await this.ledgers.save({ ...before, ...folded(after, reservation.now) }))) return true;
      await pause(tries);
    }
    return false;
  }

  async #giveBack(taken: Set<string>, chosen: readonly Offer[], decision: string): Promise<void> {
    for (const offer of taken) {
      if (!chosen.some((one) => one.id === offer)) await this.#releaseTotal(decision, offer);
    }
  }

  #releaseTotal(decision: string, offer: string): Promise<void> {
    return this.ledgers.change(totalOf(offer), (ledger) => ({
      ...ledger,
      ...released(ledger, [entryId(decision, offer)]),
    }));
  }
}

const entryOf = (offer: Offer, origin: Subject, { decision, now, until }: Reservation): Entry => ({
  id: entryId(decision, offer.id),
  offer: offer.id,
  origin,
  at: now,
  until,
  shown: null,
  released: false,
});

function free(reservation: Reservation): Reserved {
  const capUse = { used: {}, lost: [], busy: [] };
  return { decision: reservation.decide(capUse), capUse, held: [] };
}
