/** Components in MongoDB: every write of facts compares the version that it was made from. Whoever writes them settles them in the end, and that is durable. */
import { randomUUID } from 'node:crypto';
import { recordId, type RecordId } from '@tributary/contracts';
import { emptyComponent, type Assertion, type RecordFacts } from '@tributary/domain-identity';
import { followed, inOneAnswer } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type ComponentStore, type Retirement, type Settling, type StoredComponent } from '../../ports.ts';
import { RecentMap } from '../../recent-map.ts';
import { type ComponentPages } from '../../walk-components/walk-store.ts';
import { byVersion, writeMarked, writeUnordered, type MarkedWrite } from './bulk.ts';
import { type ComponentDocument } from './schemas.ts';

/** Characters of the bodies that were read or written lately: some five thousand of typical size, a dozen of the largest. */
const mostRemembered = 8_000_000;

export class MongoComponentStore implements ComponentStore, ComponentPages {
  readonly #writer = randomUUID();
  /** Of each component the last one: who meets it again need not read its records anew, nor what is known by them. */
  readonly #bodies = new RecentMap<string, { readonly text: string; readonly contents: Contents }>(
    mostRemembered,
    ({ text }) => text.length,
  );
  #writes = 0;

  constructor(
    private readonly components: Collection<ComponentDocument>,
    private readonly clock: { now(): number },
  ) {}

  async find(ids: readonly RecordId[]): Promise<ReadonlyMap<RecordId, StoredComponent>> {
    const found = await this.components.find({ _id: { $in: [...ids] } }, inOneAnswer).toArray();
    return new Map(found.map((document) => [recordId(document._id), this.#read(document)]));
  }

  async page(after: string, limit: number): Promise<readonly StoredComponent[]> {
    const active = { _id: { $gt: after }, into: { $exists: false } };
    const found = await this.components.find(active).sort({ _id: 1 }).limit(limit).toArray();
    return found.map((document) => this.#read(document));
  }

  async save(components: readonly StoredComponent[]): Promise<ReadonlySet<RecordId>> {
    const writes = components.map((component) => this.#write(component));
    const readMarks = (ids: readonly string[]) =>
      this.components
        .find({ _id: { $in: [...ids] } }, inOneAnswer)
        .project<Pick<ComponentDocument, '_id' | 'token'>>({ token: 1 })
        .toArray();
    const done = await writeMarked(this.components, writes, readMarks, followed);
    return new Set(components.map(({ id }) => id).filter((id) => done.has(id)));
  }

  #write(component: StoredComponent): MarkedWrite<ComponentDocument> {
    const { id, version, unmatched, decidedBy, linkedBy } = component;
    const token = this.#token();
    const values = { version, body: this.#bodyOf(component), unsettled: true, unmatched, decidedBy, linkedBy, token };
    return version === 1
      ? { id, token, operation: { insertOne: { document: { _id: id, ...values } } } }
      : {
          id,
          token,
          operation: { updateOne: { filter: { _id: id, version: version - 1 }, update: { $set: values } } },
        };
  }

  async retire(moves: readonly Retirement[]): Promise<ReadonlyMap<RecordId, StoredComponent>> {
    const now = this.clock.now();
    const operations = moves.map(({ id, into, known }) => {
      const active = { _id: id, into: { $exists: false } };
      const values = { into, retiredAt: now, token: this.#token() };
      // Who is absorbed already is not inserted again, which is as well.
      if (known?.version === 0) return { insertOne: { document: { _id: id, version: 1, body: emptyBody, ...values } } };
      const update = { $set: values, $setOnInsert: { body: emptyBody }, $inc: { version: 1 } };
      return known === undefined
        ? { updateOne: { filter: active, update, upsert: true } }
        : { updateOne: { filter: { ...active, version: known.version }, update } };
    });
    const written = await writeUnordered(this.components, operations, followed);
    const asKnown = moves.flatMap(({ id, into, known }) =>
      known === undefined ? [] : [[id, { ...known, into, version: known.version + 1 }] as const],
    );
    // Who changed meanwhile, and who was not known, is read.
    if (written === moves.length && asKnown.length === moves.length) return new Map(asKnown);
    return this.find([...new Set(moves.map(({ id }) => id))]);
  }

  async empty(ids: readonly RecordId[]): Promise<void> {
    await this.components.updateMany(
      { _id: { $in: [...ids] }, into: { $exists: true } },
      { $set: { body: emptyBody }, $unset: { retiredAt: 1, unsettled: 1, unmatched: 1, linkedBy: 1 } },
      followed,
    );
  }

  async settle(marks: readonly Settling[]): Promise<ReadonlySet<RecordId>> {
    const done = { $unset: { unsettled: 1 as const, unmatched: 1 as const } };
    const plain = byVersion(marks.filter(({ fulfilled }) => fulfilled === undefined));
    const operations = [
      ...plain.map(({ version, ids }) => ({ updateMany: { filter: { _id: { $in: ids }, version }, update: done } })),
      ...marks.flatMap(({ id, version, fulfilled }) => {
        if (fulfilled === undefined) return [];
        const update = { ...done, $set: { body: this.#bodyOf(fulfilled) } };
        return [{ updateOne: { filter: { _id: id, version }, update } }];
      }),
    ];
    const settled = await writeUnordered(this.components, operations);
    if (settled === marks.length) return new Set(marks.map(({ id }) => id));
    const found = await this.components
      .find({ _id: { $in: marks.map(({ id }) => id) } }, inOneAnswer)
      .project<Pick<ComponentDocument, '_id' | 'version'>>({ version: 1 })
      .toArray();
    const versions = new Map<string, number>(found.map(({ _id, version }) => [_id, version]));
    return new Set(marks.filter(({ id, version }) => versions.get(id) === version).map(({ id }) => id));
  }

  async linkedBefore(activation: number, limit: number): Promise<readonly StoredComponent[]> {
    const found = await this.components.find(behind(activation)).limit(limit).toArray();
    return found.map((document) => this.#read(document));
  }

  countLinkedBefore(activation: number): Promise<number> {
    return this.components.countDocuments(behind(activation));
  }

  async relinked(
    marks: readonly { readonly id: RecordId; readonly version: number }[],
    activation: number,
  ): Promise<void> {
    const update = { $set: { linkedBy: activation } };
    const operations = byVersion(marks).map(({ version, ids }) => ({
      updateMany: { filter: { _id: { $in: ids }, version, ...behind(activation) }, update },
    }));
    await writeUnordered(this.components, operations);
  }

  async leftBehind(before: number, limit: number): Promise<readonly RecordId[]> {
    const found = await this.components
      .find({ retiredAt: { $lt: before } })
      .project<Pick<ComponentDocument, '_id'>>({ _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(({ _id }) => recordId(_id));
  }

  #read(document: ComponentDocument): StoredComponent {
    const { _id, body } = document;
    const last = this.#bodies.get(_id);
    const contents = last?.text === body ? last.contents : contentsOf(body);
    if (contents !== last?.contents) this.#bodies.set(_id, { text: body, contents });
    return componentOf(document, contents);
  }

  #bodyOf(component: StoredComponent): string {
    const text = bodyOf(component);
    this.#bodies.set(component.id, { text, contents: component });
    return text;
  }

  #token(): string {
    this.#writes += 1;
    return `${this.#writer}:${this.#writes}`;
  }
}

const behind = (activation: number) => ({ linkedBy: { $lt: activation }, into: { $exists: false } });

/** What `bodyOf` writes. */
interface Body {
  readonly records: readonly RecordFacts[];
  readonly assertions: readonly Assertion[];
  readonly saturated: readonly string[];
  readonly absorbing: readonly RecordId[];
}

type Contents = Pick<StoredComponent, 'facts' | 'absorbing'>;

function bodyOf({ facts, absorbing }: Contents): string {
  const { records, assertions, saturated } = facts;
  const body: Body = { records: [...records.values()], assertions, saturated, absorbing };
  return JSON.stringify(body);
}

function contentsOf(body: string): Contents {
  // eslint-disable-next-line no-restricted-syntax -- only `bodyOf` writes this text
  const { records, assertions, saturated, absorbing } = JSON.parse(body) as Body;
  return { facts: { records: new Map(records.map((facts) => [facts.id, facts])), assertions, saturated }, absorbing };
}

const emptyBody = bodyOf({ facts: emptyComponent, absorbing: [] });

function componentOf(document: ComponentDocument, { facts, absorbing }: Contents): StoredComponent {
  const { _id, version, into, unsettled, unmatched = [], decidedBy = 0, linkedBy = 0 } = document;
  return {
    id: recordId(_id),
    version,
    into: into === undefined ? undefined : recordId(into),
    ...{ facts, absorbing },
    unsettled: unsettled === true,
    unmatched: unmatched.map(recordId),
    ...{ decidedBy, linkedBy },
  };
}
