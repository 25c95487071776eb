/** Where a known server deviates from MongoDB: tests that it is let off, each with what MongoDB does instead. */
import { type Database } from './bench.ts';

/** secantusd-rs, a beta of the MongoDB protocol; MongoDB 8 is held to all of them. */
const secantus: Readonly<Record<string, string>> = {
  'keeps a partial unique index to its documents': 'a document that leaves the filter by an update leaves the index',
  'refuses an index over two arrays of one document': 'CannotIndexParallelArrays (171)',
  '$set and $unset': '$unset reaches into the documents of an array',
  'the expression $subtract dates': 'two dates subtract to milliseconds',
  'the expression paths through arrays': 'a path over an array yields the values that are there',
  'adds doubles without losing cents': '$sum compensates rounding (DoubleDouble summation)',
};

export async function deviationsOf(database: Database): Promise<ReadonlySet<string>> {
  const build = JSON.stringify(await database.command({ buildInfo: 1 }));
  return new Set(build.toLowerCase().includes('secantus') ? Object.keys(secantus) : []);
}
