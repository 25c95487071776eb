/** Answers what to show a person: find the person → decide under caps → log → answer; the log is published behind it. */
import { createHash, randomUUID } from 'node:crypto';
import { type JsonObject } from '@tributary/contracts';
import { decide, relevantTo, seedOf } from '@tributary/domain-decisioning';
import {
  type CapUse,
  type Decision,
  type DecisionRequest,
  type Person,
  type Placement,
} from '@tributary/domain-decisioning';
import { Problem } from '@tributary/http';
import { type Clock } from '@tributary/telemetry';
import { type Catalogue, type Definitions, type Versioned } from '../define-offers/definitions.ts';
import { type Ledgers } from '../keep-caps/ledgers.ts';
import { type ReservePlaces } from '../keep-caps/reserve-places.ts';
import { type Addressee, type People } from '../know-people/people.ts';
import { type DecisionLog, type DecisionRecord, type VersionRef } from '../ports.ts';
import { type KnownFreshness } from './known-freshness.ts';
import { type PublishDecisions } from './publish-decisions.ts';

export interface MakeDecisionOptions {
  readonly definitions: Definitions;
  readonly people: People;
  readonly places: ReservePlaces;
  readonly ledgers: Ledgers;
  readonly log: DecisionLog;
  readonly publish: PublishDecisions;
  readonly freshness: KnownFreshness;
  readonly clock: Clock;
}

/** What of the question is kept besides the definitions, which are kept by version. */
export interface Inputs {
  readonly channel?: string;
  readonly limit?: number;
  readonly person: Person;
  readonly context: JsonObject;
  readonly capUse: CapUse;
  readonly now: number;
  readonly seed: string;
  /** Until when the places that were taken are held. */
  readonly until: number;
}

export class MakeDecision {
  constructor(private readonly options: MakeDecisionOptions) {}

  async answer(request: DecisionRequest, traceparent?: string): Promise<DecisionRecord> {
    const { log, definitions } = this.options;
    const fingerprint = fingerprintOf(request);
    if (request.decisionId !== undefined) {
      const known = await log.find(request.decisionId);
      if (known !== undefined) return same(known, fingerprint);
    }
    const catalogue = definitions.current;
    const placement = catalogue.placements.get(request.placement);
    if (placement === undefined) throw unknownPlacement(request.placement, catalogue);
    const { addressee, asOf } = await this.#situation(request);
    return this.#decide({ request, fingerprint, placement, addressee, asOf, catalogue, traceparent });
  }

  async #situation({ person, maxLagMs }: DecisionRequest): Promise<{ addressee: Addressee; asOf: number }> {
    const { people, freshness, clock } = this.options;
    const [addressee, streamAsOf] = await Promise.all([
      people.find(person, maxLagMs),
      freshness.asOf(maxLagMs !== undefined),
    ]);
    const asOf = Math.min(streamAsOf, addressee.loadedAt);
    const lagMs = clock.now() - asOf;
    if (maxLagMs === undefined || lagMs <= maxLagMs) return { addressee, asOf };
    throw new Problem({
      status: 503,
      code: 'TOO_STALE',
      detail: `What is known of the person is ${lagMs} ms old; at most ${maxLagMs} ms were asked for.`,
      at: '/maxLagMs',
      fix: 'Try again in a second, or accept an older state.',
      retryAfter: 1,
    });
  }

  async #decide(situation: Situation): Promise<DecisionRecord> {
    const { request, placement, addressee, catalogue } = situation;
    const { clock, places } = this.options;
    const decision = request.decisionId ?? `d_${randomUUID().replaceAll('-', '')}`;
    const now = clock.now();
    const versioned = catalogue.offersOf.get(placement.ref.id) ?? [];
    const candidates = versioned.map(({ value }) => value);
    const inputs: Omit<Inputs, 'capUse'> = {
      ...(request.channel === undefined ? {} : { channel: request.channel }),
      ...(request.limit === undefined ? {} : { limit: request.limit }),
      ...relevantTo(candidates, addressee.person, request.context),
      now,
      seed: seedOf(decision),
      until: now + placement.value.hold,
    };
    const reservation = {
      decision,
      subject: addressee.subject,
      candidates,
      now,
      until: inputs.until,
      decide: (capUse: CapUse) => decide({ ...inputs, placement: placement.value, candidates, capUse }),
    };
    const { decision: result, capUse, held } = await places.reserve(reservation);
    if (held.length > 0 && addressee.person.profile === null) await this.#adopt(request, addressee);
    const record: DecisionRecord = {
      decision,
      profile: addressee.person.profile,
      subject: addressee.subject,
      fingerprint: situation.fingerprint,
      placement: placement.ref,
      candidates: versioned.map(({ ref }) => ref),
      fallbackOffer: fallbackOf(result, catalogue),
      inputs: JSON.stringify({ ...inputs, capUse }),
      result,
      at: now,
      asOf: situation.asOf,
      responses: [],
      ...(situation.traceparent === undefined ? {} : { traceparent: situation.traceparent }),
    };
    return this.#keep(record, () =>
      places.release(
        reservation,
        candidates.filter(({ id }) => held.includes(id)),
      ),
    );
  }

  /** The log makes the decision: whoever wrote it first has decided, and a parallel retry gives its places back. */
  async #keep(record: DecisionRecord, giveBack: () => Promise<void>): Promise<DecisionRecord> {
    const { log, publish } = this.options;
    if (await log.add(record)) {
      publish.soon(record);
      return record;
    }
    const known = await log.find(record.decision);
    if (known === undefined) throw new Error(`The decision ${record.decision} has just disappeared.`);
    const sameOffers = record.result.chosen.every((offer) => known.result.chosen.includes(offer));
    if (!sameOffers || known.subject !== record.subject) await giveBack();
    return same(known, record.fingerprint);
  }

  /**
   * Somebody may have become known while a place was taken under an identifier: the stream writes the person and then looks for
   * ledgers, we write the ledger and then look for the person, so one of the two always sees the other.
   */
  async #adopt({ person }: DecisionRequest, { subject }: Addressee): Promise<void> {
    const { people, ledgers, clock } = this.options;
    const now = await people.find(person);
    if (now.subject !== subject) await ledgers.link({ from: subject, to: now.subject, at: clock.now() });
  }
}

interface Situation {
  readonly request: DecisionRequest;
  readonly fingerprint: string;
  readonly placement: Versioned<Placement>;
  readonly addressee: Addressee;
  readonly asOf: number;
  readonly catalogue: Catalogue;
  readonly traceparent: string | undefined;
}

function fallbackOf({ fallback }: Decision, { offers }: Catalogue): VersionRef | null {
  return fallback?.kind === 'offer' ? (offers.get(fallback.offer)?.ref ?? null) : null;
}

/** Of what was asked; how fresh the answer has to be is no part of it. */
function fingerprintOf({ person, placement, channel, context, limit }: DecisionRequest): string {
  const asked = JSON.stringify([person, placement, channel ?? null, context, limit ?? null]);
  return createHash('sha256').update(asked).digest('base64url').slice(0, 22);
}

function same(known: DecisionRecord, fingerprint: string): DecisionRecord {
  if (known.fingerprint === fingerprint) return known;
  throw new Problem({
    status: 409,
    code: 'DECISION_ID_REUSED',
    detail: `Decision ${known.decision} answered another request.`,
    at: '/decisionId',
    fix: 'Send the same request as the first time, or a new decisionId.',
  });
}

function unknownPlacement(id: string, { placements }: Catalogue): Problem {
  const some = [...placements.keys()].sort().slice(0, 5).join(', ');
  return new Problem({
    status: 404,
    code: 'PLACEMENT_NOT_FOUND',
    detail: `There is no placement ${id}.`,
    at: '/placement',
    fix: some === '' ? `Define it with PUT /v1/placements/${id}.` : `Define it, or use one of: ${some}.`,
  });
}
