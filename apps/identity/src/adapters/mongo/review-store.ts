/** Reviews in MongoDB: one document each, which only ever comes from a newer computation than before. */
import { randomUUID } from 'node:crypto';
import { profileId, recordId, type RecordId } from '@tributary/contracts';
import { followed, inOneAnswer } from '@tributary/mongo';
import { type Collection, type mongo } from 'mongoose';
import {
  type Asked,
  type AskedReview,
  type ReviewFilter,
  type ReviewList,
  type ReviewMark,
  type ReviewPosition,
  type ReviewStore,
  type StoredReview,
} from '../../review-people/review-store.ts';
import { writeUnordered } from './bulk.ts';
import { type ReviewDocument } from './schemas.ts';

type Operation = mongo.AnyBulkWriteOperation<ReviewDocument>;
type Origin = Pick<ReviewDocument, '_id' | 'component' | 'version'>;

export class MongoReviewStore implements ReviewStore, ReviewList {
  readonly #writer = randomUUID();
  #writes = 0;

  constructor(
    private readonly reviews: Collection<ReviewDocument>,
    private readonly clock: { now(): number },
  ) {}

  async find(ids: readonly string[]): Promise<ReadonlyMap<string, StoredReview>> {
    const found = await this.reviews.find({ _id: { $in: [...ids] } }, inOneAnswer).toArray();
    return new Map(found.map((document) => [document._id, read(document)]));
  }

  /** Of a lone record nobody has ever asked anything: it costs nothing. Others cost one look by an index, mostly at nothing. */
  async replace(all: readonly Asked[]): Promise<readonly ReviewMark[]> {
    const several = all.filter(({ records }) => records.length > 1);
    if (several.length === 0) return [];
    const known = await this.#of(several.flatMap(({ records }) => records));
    const token = this.#token();
    const written = several.flatMap((asked) => asked.reviews.map((review) => ({ asked, review })));
    await writeUnordered(
      this.reviews,
      [
        ...written.map(({ asked, review }) => this.#write(asked, review, token)),
        ...several.flatMap((asked) => outdated(asked, known)),
      ],
      followed,
    );
    return written.map(({ asked: { component }, review: { id, records } }) => ({
      ...{ id, component, record: records[0], token },
    }));
  }

  async #of(records: readonly RecordId[]): Promise<ReadonlyMap<string, readonly Origin[]>> {
    const found = await this.reviews
      .find({ a: { $in: [...records] } }, inOneAnswer)
      .project<Origin & Pick<ReviewDocument, 'a'>>({ a: 1, component: 1, version: 1 })
      .toArray();
    const byRecord = new Map<string, Origin[]>();
    for (const origin of found) byRecord.set(origin.a, [...(byRecord.get(origin.a) ?? []), origin]);
    return byRecord;
  }

  #write({ component, version }: Asked, review: AskedReview, token: string): Operation {
    const { id: _id, why, records, bits, p, joined, profiles, priority, until } = review;
    const [a, b] = records;
    const now = this.clock.now();
    const shown = { a, b, profiles: [...profiles], why, p, bits, joined, priority };
    const values = { ...shown, component, version, token, markedAt: now };
    return {
      updateOne: {
        // As new as this or newer: the insert fails, which is as well.
        filter: { _id, $or: [{ component: { $gt: component } }, { component, version: { $lt: version } }] },
        update: {
          ...(until === undefined ? { $set: values, $unset: { until: 1 as const } } : { $set: { ...values, until } }),
          $setOnInsert: { askedAt: now },
        },
        upsert: true,
      },
    };
  }

  async confirm(marks: readonly ReviewMark[]): Promise<void> {
    const operations = [...new Set(marks.map(({ token }) => token))].map((token) => {
      const ids = marks.filter((mark) => mark.token === token).map(({ id }) => id);
      return {
        updateMany: { filter: { _id: { $in: ids }, token }, update: { $unset: { markedAt: 1 as const } } },
      };
    });
    await writeUnordered(this.reviews, operations, followed);
  }

  async leftBehind(before: number, limit: number): Promise<readonly ReviewMark[]> {
    const found = await this.reviews
      .find({ markedAt: { $lt: before } })
      .project<Pick<ReviewDocument, '_id' | 'component' | 'a' | 'token'>>({ component: 1, a: 1, token: 1 })
      .limit(limit)
      .toArray();
    return found.map(({ _id: id, component, a, token }) => ({
      ...{ id, component: recordId(component), record: recordId(a), token },
    }));
  }

  async list(filter: ReviewFilter, after: ReviewPosition | undefined, limit: number): Promise<readonly StoredReview[]> {
    const found = await this.reviews
      .find({ $and: [...shownBy(filter), ...(after === undefined ? [] : [behind(after)])] })
      .sort({ priority: -1, _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(read);
  }

  count(filter: ReviewFilter): Promise<number> {
    return this.reviews.countDocuments({ $and: [...shownBy(filter)] });
  }

  #token(): string {
    this.#writes += 1;
    return `${this.#writer}:${this.#writes}`;
  }
}

/** What older computations asked of these records and this one does not; each as it was seen. */
function outdated(
  { component, version, records, reviews }: Asked,
  known: ReadonlyMap<string, readonly Origin[]>,
): readonly Operation[] {
  const asked = new Set(reviews.map(({ id }) => id));
  return records
    .flatMap((record) => known.get(record) ?? [])
    .filter(({ _id }) => !asked.has(_id))
    .filter((seen) => seen.component > component || (seen.component === component && seen.version < version))
    .map(({ _id, component: of, version: at }) => ({ deleteOne: { filter: { _id, component: of, version: at } } }));
}

const behind = ({ priority, id }: ReviewPosition) => ({
  $or: [{ priority: { $lt: priority } }, { priority, _id: { $gt: id } }],
});

const shownBy = ({ why, joined, now }: ReviewFilter) => [
  { $or: [{ until: { $exists: false } }, { until: { $lte: now } }] },
  ...(why === undefined ? [] : [{ why }]),
  ...(joined === undefined ? [] : [{ joined }]),
];

function read({ _id, component, version, a, b, profiles, ...shown }: ReviewDocument): StoredReview {
  const { why, p, bits, joined, priority, until, askedAt } = shown;
  return {
    id: _id,
    component: recordId(component),
    version,
    records: [recordId(a), recordId(b)],
    profiles: profiles.map((profile) => profileId(profile)),
    ...{ why, p, bits, joined, priority, until, askedAt },
  };
}
