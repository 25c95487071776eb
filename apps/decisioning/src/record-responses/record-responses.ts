/** Records what became of an answered offer, once: the exposure counts, the message goes out, the log remembers. */
import { type Publisher } from '@tributary/bus';
import { profileId, topics } from '@tributary/contracts';
import { confirmed, entryId, type Offer, type OfferResponse } from '@tributary/domain-decisioning';
import { Problem } from '@tributary/http';
import { type Clock } from '@tributary/telemetry';
import { type Definitions } from '../define-offers/definitions.ts';
import { type Ledgers, tidy } from '../keep-caps/ledgers.ts';
import { type ReservePlaces, totalOf } from '../keep-caps/reserve-places.ts';
import { keyOfRecord } from '../make-decision/publish-decisions.ts';
import { type DecisionLog, type DecisionRecord, type GivenResponse } from '../ports.ts';

export interface RecordResponsesOptions {
  readonly log: DecisionLog;
  readonly ledgers: Ledgers;
  readonly places: ReservePlaces;
  readonly definitions: Definitions;
  readonly publisher: Publisher;
  readonly clock: Clock;
}

export class RecordResponses {
  constructor(private readonly options: RecordResponsesOptions) {}

  /** Every step may be repeated: a client that got no answer sends the response again. */
  async record(record: DecisionRecord, { offer: id, response }: OfferResponse): Promise<GivenResponse> {
    const offer = await this.#answered(record, id);
    const known = record.responses.find((given) => given.offer === id && given.response === response);
    if (known !== undefined) return known;
    const given = { offer: id, response, at: this.options.clock.now() };
    // Whoever accepts or dismisses an offer has seen it.
    await this.#expose(record, offer, given.at);
    await this.#publish(record, given);
    await this.options.log.respond(record.decision, given);
    return given;
  }

  /** The channel shows none of what it was answered: places that wait for an exposure are free again. */
  async release(record: DecisionRecord): Promise<void> {
    const seen = new Set(record.responses.map(({ offer }) => offer));
    const unseen = record.candidates.filter(({ id }) => record.result.chosen.includes(id) && !seen.has(id));
    const offers = await Promise.all(unseen.map((ref) => this.options.definitions.offer(ref)));
    await this.options.places.release(record, offers);
  }

  async #answered({ decision, result, candidates, fallbackOffer }: DecisionRecord, id: string): Promise<Offer> {
    const ref = candidates.find((one) => one.id === id && result.chosen.includes(id));
    const answered = ref ?? (fallbackOffer?.id === id ? fallbackOffer : undefined);
    if (answered !== undefined) return this.options.definitions.offer(answered);
    const offers = result.chosen.length > 0 ? result.chosen.join(', ') : (fallbackOffer?.id ?? 'none');
    throw new Problem({
      status: 422,
      code: 'OFFER_NOT_ANSWERED',
      detail: `Decision ${decision} did not answer the offer ${id}.`,
      at: '/offer',
      fix: `Respond to an offer of that decision: ${offers}.`,
    });
  }

  async #expose({ decision, subject }: DecisionRecord, offer: Offer, now: number): Promise<void> {
    const { ledgers } = this.options;
    const exposure = { id: entryId(decision, offer.id), offer: offer.id };
    const per = new Set(offer.caps.map((cap) => cap.per));
    const subjects = [...(per.size > 0 ? [subject] : []), ...(per.has('total') ? [totalOf(offer.id)] : [])];
    for (const one of subjects) {
      await ledgers.change(one, (ledger) => {
        const next = confirmed(ledger, { ...exposure, origin: ledger.subject }, now);
        return next === ledger ? ledger : tidy({ ...ledger, ...next }, now);
      });
    }
  }

  #publish(record: DecisionRecord, { offer, response, at }: GivenResponse): Promise<void> {
    const { decision, profile } = record;
    const value = {
      decision,
      ...(profile === null ? {} : { profile: profileId(profile) }),
      offer,
      response,
      at: new Date(at).toISOString(),
    };
    const id = `${decision}:${offer}:${response}`;
    return this.options.publisher.publish([
      { topic: topics.decisionResponded, key: keyOfRecord(record), id, time: at, value },
    ]);
  }
}
