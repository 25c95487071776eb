/** Brings offers and ledgers together: what is used of every cap, and whether a place can be taken. */
import { type Cap, type Offer } from './definition.ts';
import { entryId, used, type Entry, type Ledger } from './ledger.ts';

/** The ledger of the person, and one for each offer with a total cap. */
export interface Ledgers {
  readonly person: Ledger;
  readonly totals: ReadonlyMap<string, Ledger>;
}

export const isCapped = (offer: Offer, per: Cap['per']): boolean => offer.caps.some((cap) => cap.per === per);

/** As this decision sees it: a place that it holds from an earlier round or try is not in its own way, and stays its own. */
export function capUseOf(
  offers: readonly Offer[],
  ledgers: Ledgers,
  { decision, now }: { readonly decision: string; readonly now: number },
): Record<string, readonly number[]> {
  const usedOf = (cap: Cap, offer: Offer): number => {
    const ledger = cap.per === 'person' ? ledgers.person : ledgers.totals.get(offer.id);
    if (ledger === undefined) return 0;
    const own = entryId(decision, offer.id);
    const entries = ledger.entries.filter(({ id }) => id !== own);
    const byOthers = used(cap, offer, { ...ledger, entries }, now);
    const holds = ledger.entries.some(({ id, released }) => id === own && !released);
    // Ledgers that became one can hold more than the cap; whoever has a place in them keeps it.
    return holds ? Math.min(byOthers, cap.limit - 1) : byOthers;
  };
  const capped = offers.filter((offer) => offer.caps.length > 0);
  return Object.fromEntries(capped.map((offer) => [offer.id, offer.caps.map((cap) => usedOf(cap, offer))]));
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
