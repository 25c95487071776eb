/** The oracle: plain arrays and mingo, no index, nothing shared with the store that it judges. */
import { aggregate, Query, update as change } from 'mingo';
import mongoose from 'mongoose';
import { type Fields } from './bench.ts';
import { type Side } from './fuzz.ts';

const { EJSON } = mongoose.mongo.BSON;
const text = (value: unknown): string => EJSON.stringify(value);
const copy = (documents: readonly Fields[]): Fields[] => documents.map((document) => EJSON.parse(text(document)));

/** `n` and `_id` are numbers, `k` is a string: an order that needs no knowledge of BSON. */
function inOrder(documents: readonly Fields[], sort: Record<string, 1 | -1>): Fields[] {
  return documents.toSorted((a, b) => {
    for (const [name, way] of Object.entries(sort)) {
      if (a[name] !== b[name]) return (a[name] < b[name] ? -1 : 1) * way;
    }
    return 0;
  });
}

export function oracleSide(): Side {
  let documents: Fields[] = [];
  const matching = (filter: Fields): Fields[] => {
    const query = new Query(filter);
    return documents.filter((document) => query.test(document));
  };
  const answer = <T>(work: () => T): Promise<T | string> => {
    try {
      return Promise.resolve(work());
    } catch {
      return Promise.resolve('refused');
    }
  };
  return {
    reset: (given) => {
      documents = copy(given);
      return Promise.resolve();
    },
    createIndex: () => Promise.resolve(),
    find: (filter, sort) => answer(() => copy(inOrder(matching(filter), sort))),
    count: (filter) => answer(() => matching(filter).length),
    distinct: (path, filter) =>
      answer(() => [...new Set(matching(filter).map((document) => String(document[path])))].sort()),
    aggregate: (pipeline) => answer(() => aggregate(copy(documents), pipeline)),
    update: (filter, update, { multi }) =>
      answer(() => {
        const found = matching(filter).slice(0, multi ? Infinity : 1);
        let modifiedCount = 0;
        for (const document of found) {
          const before = text(document);
          change(document, update as never, [], {}, { cloneMode: 'deep' });
          if (text(document) !== before) modifiedCount++;
        }
        return { matchedCount: found.length, modifiedCount };
      }),
    remove: (filter) =>
      answer(() => {
        const gone = new Set(matching(filter));
        documents = documents.filter((document) => !gone.has(document));
        return gone.size;
      }),
    all: () => Promise.resolve(copy(inOrder(documents, { _id: 1 }))),
  };
}
