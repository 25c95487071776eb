/** Brings offers and ledgers together: what is used of every cap, and whether a place can be taken. */
import { type Cap, type Offer } from './definition.ts';
import { used, type Entry, type Ledger } from './ledger.ts';

/** The ledger of the person, and one for each offer with a total cap. */
export interface Ledgers {
  readonly person: Ledger;
  readonly totals: ReadonlyMap<string, Ledger>;
}

export const isCapped = (offer: Offer, per: Cap['per']): boolean => offer.caps.some((cap) => cap.per === per);

export function capUseOf(offers: readonly Offer[], ledgers: Ledgers, now: number): Record<string, readonly number[]> {
  const uses = offers
    .filter((offer) => offer.caps.length > 0)
    .map((offer) => [offer.id, offer.caps.map((cap) => usedOf(cap, offer, ledgers, now))] as const);
  return Object.fromEntries(uses);
}

function usedOf(cap: Cap, offer: Offer, ledgers: Ledgers, now: number): number {
  const ledger = cap.per === 'person' ? ledgers.person : ledgers.totals.get(offer.id);
  return ledger === undefined ? 0 : used(cap, offer, ledger, now);
}

/** Takes a place in one ledger; undefined where a cap is full. An entry that is there already keeps its place. */
export function reserved(ledger: Ledger, offer: Offer, entry: Entry, per: Cap['per']): Ledger | undefined {
  const held = ledger.entries.find((one) => one.id === entry.id);
  if (held !== undefined && !held.released) return ledger;
  const now = entry.at ?? 0;
  const caps = offer.caps.filter((cap) => cap.per === per);
  if (caps.some((cap) => used(cap, offer, ledger, now) >= cap.limit)) return undefined;
  const others = ledger.entries.filter((one) => one.id !== entry.id);
  return { ...ledger, entries: [...others, entry] };
}
