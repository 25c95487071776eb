/** Compares collections of two generations document by document; what differed is looked at again when nobody writes any more. */
import { type Collection, type mongo } from 'mongoose';
import { type ShadowDeps, type Verdict } from './plan.ts';

interface ComparedCollection {
  readonly name: string;
  readonly before: Collection<StoredDocument>;
  readonly after: Collection<StoredDocument>;
  /** What must be equal; revisions and the like are left out. Absent: all of the document. */
  readonly shown?: (document: StoredDocument) => unknown;
}

interface StoredDocument {
  readonly _id: string;
  readonly [field: string]: unknown;
}

/** The collection of that name on both sides. */
export const compared = (
  { active, shadow }: Pick<ShadowDeps, 'active' | 'shadow'>,
  name: string,
  shown?: ComparedCollection['shown'],
): ComparedCollection => ({
  name,
  before: active.collection<StoredDocument>(name),
  after: shadow.collection<StoredDocument>(name),
  ...(shown === undefined ? {} : { shown }),
});

/** Some megabytes of ids; past it a difference is counted, and not looked at again. */
const mostRemembered = 50_000;
const mostExamples = 20;
const pageSize = 1_000;

export class CompareCollections {
  readonly #different = new Map<ComparedCollection, Map<string, string>>();
  #documents = 0;
  #beyond = 0;

  constructor(private readonly collections: readonly ComparedCollection[]) {}

  async everything(): Promise<void> {
    this.#different.clear();
    this.#documents = 0;
    this.#beyond = 0;
    for (const one of this.collections) await this.#compare(one);
  }

  /** While the service works, the two sides are not read at one moment: only what still differs is a difference. */
  async again(): Promise<void> {
    for (const [one, ids] of this.#different) {
      const known = [...ids.keys()];
      for (let at = 0; at < known.length; at += pageSize) {
        const filter = filterOf({ _id: { $in: known.slice(at, at + pageSize) } });
        const [before, after] = [await byId(one.before, filter), await byId(one.after, filter)];
        for (const id of known.slice(at, at + pageSize)) {
          const difference = differenceOf(before.get(id), after.get(id), one);
          if (difference === undefined) ids.delete(id);
          else ids.set(id, difference);
        }
      }
    }
  }

  found(): Pick<Verdict, 'documents' | 'differences' | 'examples'> {
    const all = [...this.#different].flatMap(([{ name }, ids]) =>
      [...ids].map(([id, difference]) => `${name} ${id} ${difference}`),
    );
    return {
      documents: this.#documents,
      differences: all.length + this.#beyond,
      examples: all.slice(0, mostExamples),
    };
  }

  /** Both sides in the order of their ids, side by side. */
  async #compare(one: ComparedCollection): Promise<void> {
    const sides = [inOrder(one.before), inOrder(one.after)] as const;
    let [before, after] = [await sides[0].next(), await sides[1].next()];
    while (before.done !== true || after.done !== true) {
      const left = before.done === true ? undefined : before.value;
      const right = after.done === true ? undefined : after.value;
      const takesLeft = left !== undefined && (right === undefined || left._id <= right._id);
      const takesRight = right !== undefined && (left === undefined || right._id <= left._id);
      this.#note(one, takesLeft ? left : undefined, takesRight ? right : undefined);
      if (takesLeft) before = await sides[0].next();
      if (takesRight) after = await sides[1].next();
    }
  }

  #note(one: ComparedCollection, before: StoredDocument | undefined, after: StoredDocument | undefined): void {
    this.#documents += 1;
    const difference = differenceOf(before, after, one);
    const id = (before ?? after)?._id;
    if (difference === undefined || id === undefined) return;
    const known = this.#different.get(one) ?? new Map<string, string>();
    this.#different.set(one, known);
    if (known.size < mostRemembered) known.set(id, difference);
    else this.#beyond += 1;
  }
}

function differenceOf(
  before: StoredDocument | undefined,
  after: StoredDocument | undefined,
  { shown = (document) => document }: ComparedCollection,
): string | undefined {
  const [was, is] = [before && shown(before), after && shown(after)];
  if (was === undefined && is === undefined) return undefined;
  if (was === undefined) return 'was missing';
  if (is === undefined) return 'should not have been there';
  return canonical(was) === canonical(is) ? undefined : 'was different';
}

/** With keys in order, so that equal values are equal texts. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

async function* inOrder(collection: Collection<StoredDocument>): AsyncGenerator<StoredDocument, undefined> {
  let after = '';
  for (;;) {
    const page = await collection
      .find(filterOf({ _id: { $gt: after } }))
      .sort({ _id: 1 })
      .limit(pageSize)
      .toArray();
    for (const document of page) yield document;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return undefined;
    after = last._id;
  }
}

async function byId(
  collection: Collection<StoredDocument>,
  filter: mongo.Filter<StoredDocument>,
): Promise<ReadonlyMap<string, StoredDocument>> {
  const found = await collection.find(filter).toArray();
  return new Map(found.map((document) => [document._id, document]));
}

/** The driver's types cannot see the fields of documents of any shape. */
const filterOf = (filter: object): mongo.Filter<StoredDocument> => filter;
