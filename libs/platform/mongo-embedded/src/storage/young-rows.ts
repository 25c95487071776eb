/**
 * The newest rows of an index that reaches into arrays. Each key of a document lies elsewhere in the index, so each would write a page of
 * its own with every commit. They are gathered in a small table first, whose few pages are written instead, and come to where they belong
 * a range of keys at a time: rows that are neighbours share their pages.
 */
import { type SQLInputValue, type StatementSync } from 'node:sqlite';
import { blob, type Sqlite, whole } from './sqlite.ts';

/** Some 200 pages; with more the small table is no longer small, with fewer a range has fewer neighbours. */
const most = 32_000;
/** Some milliseconds of work. */
const rowsOfRange = 1_000;

type Place = readonly [key: SQLInputValue, rid: number];

const beginning: Place = [Buffer.alloc(0), -1];

export class YoungRows {
  readonly table: string;
  readonly #next: StatementSync;
  readonly #copy: StatementSync;
  readonly #forget: StatementSync;
  readonly #remove: StatementSync;
  #count: number;
  #moved = beginning;

  /** `indexTable`: of (k, rid), where they belong. */
  constructor(sqlite: Sqlite, indexTable: string) {
    const table = `${indexTable}_young`;
    this.table = table;
    if (sqlite.all('SELECT 1 FROM sqlite_schema WHERE name = ?', table).length === 0) {
      sqlite.execute(
        `CREATE TABLE ${table} (k BLOB NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (k, rid)) WITHOUT ROWID`,
      );
    }
    this.#count = whole(sqlite.all(`SELECT count(*) AS n FROM ${table} `)[0]?.['n']);
    const range = `FROM ${table} WHERE (k, rid) > (?, ?) AND (k, rid) <= (?, ?)`;
    this.#next = sqlite.statement(
      `SELECT k, rid FROM ${table} WHERE (k, rid) > (?, ?) ORDER BY k, rid LIMIT 1 OFFSET ${rowsOfRange - 1}`,
    );
    this.#copy = sqlite.statement(`INSERT INTO ${indexTable} (k, rid) SELECT k, rid ${range}`);
    this.#forget = sqlite.statement(`DELETE ${range}`);
    this.#remove = sqlite.statement(`DELETE FROM ${table} WHERE k = ? AND rid = ?`);
  }

  /** To be told of rows that were added to its table. */
  added(rows: number): void {
    this.#count += rows;
    while (this.#count > most) this.#move();
  }

  /** False: it is not among them. */
  remove(key: Buffer, rid: number): boolean {
    const removed = Number(this.#remove.run(key, rid).changes);
    this.#count -= removed;
    return removed > 0;
  }

  removeAll(): void {
    this.#count = 0;
    this.#moved = beginning;
  }

  /** The next range behind the last one; past the end it begins anew. */
  #move(): void {
    const end = this.#next.get(...this.#moved);
    if (!end) {
      this.#moved = beginning;
      return;
    }
    const until: Place = [blob(end['k']), whole(end['rid'])];
    this.#copy.run(...this.#moved, ...until);
    this.#count -= Number(this.#forget.run(...this.#moved, ...until).changes);
    this.#moved = until;
  }
}
