/** A seeded sequence of operations run on two stores (or a store and an oracle) that must answer alike. */
import mongoose from 'mongoose';
import { type Fields } from './bench.ts';
import { Generator } from './generate.ts';

/** One side of the comparison. Answers are plain values; a refusal is the string `refused`. */
export interface Side {
  reset(documents: readonly Fields[]): Promise<void>;
  createIndex(key: Record<string, 1 | -1>): Promise<void>;
  find(filter: Fields, sort: Record<string, 1 | -1>): Promise<unknown>;
  count(filter: Fields): Promise<unknown>;
  distinct(path: string, filter: Fields): Promise<unknown>;
  aggregate(pipeline: Fields[]): Promise<unknown>;
  update(filter: Fields, update: Fields, how: { multi: boolean }): Promise<unknown>;
  remove(filter: Fields): Promise<unknown>;
  all(): Promise<unknown>;
}

export interface Difference {
  readonly seed: number;
  readonly step: string;
  readonly left: string;
  readonly right: string;
}

interface Step {
  readonly text: string;
  readonly run: (side: Side) => Promise<unknown>;
}

const show = (value: unknown): string => mongoose.mongo.BSON.EJSON.stringify(value, { relaxed: true });

/** With the fields of every document in the order of their names. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => [name, canonical(field)]),
  );
}

function stepOf(generator: Generator): Step {
  const filter = generator.filter();
  const [update, multi, sort, pipeline] = [
    generator.update(),
    generator.chance(0.4),
    generator.sort(),
    generator.pipeline(),
  ];
  const one = { _id: generator.int(25) };
  const steps: readonly [Step, ...Step[]] = [
    { text: `find ${show(filter)} ${show(sort)}`, run: (side) => side.find(filter, sort) },
    { text: `count ${show(filter)}`, run: (side) => side.count(filter) },
    { text: `distinct k ${show(filter)}`, run: (side) => side.distinct('k', filter) },
    { text: `aggregate ${show(pipeline)}`, run: (side) => side.aggregate(pipeline) },
    multi
      ? { text: `updateMany ${show(filter)} ${show(update)}`, run: (side) => side.update(filter, update, { multi }) }
      : { text: `updateOne ${show(one)} ${show(update)}`, run: (side) => side.update(one, update, { multi }) },
    { text: `delete ${show(one)}`, run: (side) => side.remove(one) },
    { text: 'all', run: (side) => side.all() },
  ];
  return generator.pick(steps);
}

/** Runs one sequence; the first difference, or undefined. */
export async function fuzzSequence(
  seed: number,
  { left, right, oracle }: { left: Side; right: Side; oracle: boolean },
): Promise<Difference | undefined> {
  const generator = new Generator(seed, { plain: oracle });
  const read = (answer: unknown): string => show(oracle ? canonical(answer) : answer);
  const documents = Array.from({ length: 5 + generator.int(20) }, (_, id) => generator.document(id));
  const indexes = Array.from({ length: generator.int(4) }, () => generator.index());
  for (const side of [left, right]) {
    await side.reset(documents);
    for (const key of indexes) await side.createIndex(key);
  }
  const steps = Array.from({ length: 8 }, () => stepOf(generator));
  for (const { text, run } of [...steps, { text: 'all', run: (side: Side) => side.all() }]) {
    const [a, b] = [read(await run(left)), read(await run(right))];
    if (a !== b) return { seed, step: `${text} with indexes ${show(indexes)}`, left: a, right: b };
  }
  return undefined;
}
