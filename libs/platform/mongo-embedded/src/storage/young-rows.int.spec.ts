/** An index of arrays with more rows than are gathered: wherever they are, what has a key is found by it, once. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileFilter } from '../query/filter.ts';
import { encode } from '../values/encode.ts';
import { doc, type Value } from '../values/value.ts';
import { Catalog } from './catalog.ts';
import { type Collection } from './collection.ts';
import { plan } from './planner.ts';
import { scan } from './scan.ts';
import { Sqlite, whole } from './sqlite.ts';

const documents = 1_500;
const keysOfEach = 60;
const different = 20_000;

/** As scattered as hashes are, and the same in every run. */
const keyOf = (serial: number): number => (serial * 7_919_993) % different;
const keysOf = (id: number): number[] =>
  Array.from({ length: keysOfEach }, (_, place) => keyOf(id * keysOfEach + place));

describe('an index of arrays with more rows than are gathered', () => {
  const folder = { path: '', files: 0 };
  const open: { sqlite?: Sqlite } = {};
  let sqlite: Sqlite;
  let catalog: Catalog;

  const reopen = (file: string): Collection => {
    sqlite = new Sqlite({ file, durability: 'normal' });
    open.sqlite = sqlite;
    catalog = new Catalog(sqlite);
    return catalog.findOrCreate('test', 'meetings');
  };
  let file: string;
  let meetings: Collection;
  let expected: Map<number, Set<number>>;

  beforeAll(() => {
    folder.path = mkdtempSync(join(tmpdir(), 'tributary-young-'));
  });
  afterAll(() => {
    rmSync(folder.path, { recursive: true, force: true });
  });
  beforeEach(() => {
    file = join(folder.path, `${folder.files++}.sqlite`);
    meetings = reopen(file);
    catalog.createIndex(meetings, doc({ key: doc({ codes: 1 }), name: 'codes' }));
    expected = new Map();
    for (let id = 0; id < documents; id += 1) insert(id);
    sqlite.commit();
  });
  afterEach(() => {
    open.sqlite?.close();
  });

  function insert(id: number): void {
    meetings.insert(id, encode(doc({ _id: id, codes: keysOf(id) })));
    for (const key of keysOf(id)) expected.set(key, (expected.get(key) ?? new Set()).add(id));
  }
  const looking = (condition: Value): Generator<{ document(): { _id?: Value } }> =>
    scan(meetings, plan(meetings, { filter: compileFilter(doc({ codes: condition })), sort: [], hint: 'codes' }));
  const found = (condition: Value): Value[] => [...looking(condition)].map((row) => row.document()._id ?? null);
  const sorted = (ids: Iterable<Value>): Value[] => [...ids].sort((a, b) => Number(a) - Number(b));
  const rowsIn = (table: string): number => whole(sqlite.all(`SELECT count(*) AS n FROM ${table} `)[0]?.['n']);
  const index = () => meetings.indexes[0];
  const differences = (): number[] =>
    Array.from({ length: different }, (_, key) => key).filter(
      (key) => JSON.stringify(sorted(found(key))) !== JSON.stringify(sorted(expected.get(key) ?? [])),
    );

  it('has brought some of them to where they belong, and finds all by every key', () => {
    expect(rowsIn(index()?.young?.table ?? '')).toBeLessThan(32_001);
    expect(rowsIn(index()?.table ?? '')).toBeGreaterThan(50_000);
    expect(differences()).toEqual([]);
    const some = Array.from({ length: 200 }, (_, serial) => serial * 90);
    const together = sorted(new Set(some.flatMap((key) => [...(expected.get(key) ?? [])])));
    expect(sorted(found(doc({ $in: some })))).toEqual(together);
  });

  it('forgets the rows of what is removed or says something else, young or not', () => {
    const stored = [...scan(meetings, plan(meetings, { filter: compileFilter(doc({})), sort: [], hint: undefined }))];
    for (const row of stored) {
      const id = Number(row.document()['_id']);
      if (id % 3 === 0) continue;
      const codes = id % 3 === 1 ? [...keysOf(id).slice(10), ...keysOf(id + documents).slice(0, 5)] : [];
      for (const key of keysOf(id)) expected.get(key)?.delete(id);
      for (const key of codes) expected.set(key, (expected.get(key) ?? new Set()).add(id));
      const document = doc({ _id: id, codes });
      const keys = meetings.keysOf(row.document());
      if (id % 3 === 2) meetings.remove(row);
      else meetings.replace(row.rid, { indexes: meetings.indexes, keys }, { document, bytes: encode(document) });
    }
    expect(differences()).toEqual([]);
  });

  it('shows each once to whoever reads a range while rows go to where they belong', () => {
    const reading = looking(doc({ $gte: 0 }));
    const seen: Value[] = [];
    for (let id = documents; id < 2 * documents; id += 1) {
      insert(id);
      const next = reading.next();
      if (!next.done) seen.push(next.value.document()._id ?? null);
    }
    for (const row of reading) seen.push(row.document()._id ?? null);
    expect(new Set(seen).size).toBe(seen.length);
    const before = Array.from({ length: documents }, (_, id) => id);
    expect(before.filter((id) => !seen.includes(id))).toEqual([]);
  });

  it('is the same after a rollback, and when it is opened again', () => {
    for (let id = documents; id < documents + 600; id += 1)
      meetings.insert(id, encode(doc({ _id: id, codes: keysOf(id) })));
    sqlite.rollback();
    catalog.load();
    meetings = catalog.findOrCreate('test', 'meetings');
    expect(differences()).toEqual([]);
    sqlite.close();
    meetings = reopen(file);
    insert(documents);
    expect(differences()).toEqual([]);
  });

  it('is empty when everything is removed, and gone when it is dropped', () => {
    meetings.removeAll();
    expect(found(doc({ $gte: 0 }))).toEqual([]);
    const gone = index();
    if (gone) catalog.dropIndex(meetings, gone);
    const tables = sqlite.all('SELECT name FROM sqlite_schema').map(({ name }) => String(name));
    expect(tables.filter((name) => name.startsWith(gone?.table ?? ''))).toEqual([]);
  });
});
