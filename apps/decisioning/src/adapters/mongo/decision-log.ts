/** The log of decisions. The mark "unpublished" is the outbox: it goes when the message is durable on the bus. */
import { isDuplicate, MarkedOutbox } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import {
  positionOfDecision,
  type DecisionLog,
  type DecisionQuery,
  type DecisionRecord,
  type GivenResponse,
} from '../../ports.ts';
import { type DecisionDocument } from './schemas.ts';

export class MongoDecisionLog implements DecisionLog {
  readonly #outbox: MarkedOutbox<DecisionDocument>;

  constructor(private readonly decisions: Collection<DecisionDocument>) {
    this.#outbox = new MarkedOutbox({ collection: decisions, since: 'unpublished', contents: [] });
  }

  async add(record: DecisionRecord): Promise<boolean> {
    const { responses, ...kept } = record;
    try {
      await this.decisions.insertOne({
        _id: record.decision,
        position: positionOfDecision(record),
        profile: record.profile,
        record: JSON.stringify(kept),
        responses: [...responses],
        unpublished: record.at,
      });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async find(decision: string): Promise<DecisionRecord | undefined> {
    const found = await this.decisions.findOne({ _id: decision });
    return found === null ? undefined : read(found);
  }

  async page({ profile, after, limit }: DecisionQuery): Promise<readonly DecisionRecord[]> {
    const filter = {
      ...(profile === undefined ? {} : { profile }),
      ...(after === undefined ? {} : { position: { $lt: after } }),
    };
    return (await this.decisions.find(filter).sort({ position: -1 }).limit(limit).toArray()).map(read);
  }

  async respond(decision: string, given: GivenResponse): Promise<void> {
    const { offer, response } = given;
    await this.decisions.updateOne(
      { _id: decision, responses: { $not: { $elemMatch: { offer, response } } } },
      { $push: { responses: { ...given } } },
    );
  }

  async leftBehind(before: number, limit: number): Promise<readonly DecisionRecord[]> {
    return (await this.#outbox.leftBehind(before, limit)).map(read);
  }

  async clear(published: readonly DecisionRecord[]): Promise<readonly DecisionRecord[]> {
    await this.#outbox.clear(published.map(({ decision }) => ({ id: decision })));
    return [];
  }

  async erase(profiles: readonly string[]): Promise<void> {
    await this.decisions.deleteMany({ profile: { $in: [...profiles] } });
  }
}

function read({ record, responses }: DecisionDocument): DecisionRecord {
  // eslint-disable-next-line no-restricted-syntax -- written by `add` from the same type, read by nobody else
  const kept = JSON.parse(record) as Omit<DecisionRecord, 'responses'>;
  return { ...kept, responses };
}
