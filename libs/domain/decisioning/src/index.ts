export { capUseOf, isCapped, reserved, type Ledgers } from './cap-use.ts';
export { type Person } from './condition.ts';
export { decide, type Candidate, type CapUse, type Decision, type Question } from './decide.ts';
export { readOffer } from './decode-offer.ts';
export { readPlacement } from './decode-placement.ts';
export { readRequest, readResponse, type DecisionRequest, type OfferResponse } from './decode-request.ts';
export { type Offer, type Placement } from './definition.ts';
export { explain, fallbackWords } from './explain.ts';
export {
  confirmed,
  emptyLedger,
  entryId,
  folded,
  pruned,
  released,
  united,
  type Entry,
  type Ledger,
} from './ledger.ts';
export { isPurchase, ownedProducts, purchaseOf, type Purchase } from './ownership.ts';
export { type Fault, type Read } from './reading.ts';
export { relevantTo } from './relevance.ts';
export { seedOf } from './seed.ts';
