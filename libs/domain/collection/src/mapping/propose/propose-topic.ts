/** Proposes a mapping for the messages of a topic, of which each is a group of its own. */
import { type JsonObject } from '@tributary/contracts';
import { Guesses, type SampledColumn } from './column-guess.ts';
import { proposeMapping, type Proposal } from './propose-mapping.ts';
import { columnsIn, listIn } from './sample-columns.ts';

/** A record with the time of its message, where that says one. */
export interface SampledRecord {
  readonly record: JsonObject;
  readonly timestamp: string | undefined;
}

export interface TopicProposal extends Proposal {
  readonly columns: readonly string[];
}

/** `list`: whose items become rows; absent: the first list of objects in the records. */
export function proposeForTopic(sampled: readonly SampledRecord[], list?: string): TopicProposal {
  const records = sampled.map(({ record }) => record);
  const rows = list ?? listIn(records);
  const columns = columnsIn(records, rows);
  const format = { type: 'json', ...(rows === undefined ? {} : { rows }) };
  const proposal = proposeMapping(timed(columns, sampled), format, { hasRowNumbers: false });
  return { ...ofMessages(proposal), columns: columns.map(({ name }) => name) };
}

/** Where no column is a time, that of the message is the best that is known. */
function timed(columns: readonly SampledColumn[], sampled: readonly SampledRecord[]): readonly SampledColumn[] {
  if (new Guesses(columns).of('time') !== undefined) return columns;
  const times = sampled.flatMap(({ timestamp }) => timestamp ?? []);
  const rows = columns[0]?.values.length ?? 0;
  if (times.length === 0 || rows === 0) return columns;
  return [
    ...columns,
    { name: '$timestamp', values: Array.from({ length: rows }, (_, at) => times[at % times.length] ?? '') },
  ];
}

const alone =
  'Each message is taken by itself: lines of an order that come in messages of their own are orders of their own.';

/** A message ends its group itself. */
function ofMessages({ mapping, notes }: Proposal): Proposal {
  if (!mapping) return { mapping, notes };
  const { groupBy, ...rest } = mapping;
  const all = groupBy === undefined ? notes : [alone, ...notes];
  const description =
    'Proposed by the last messages of the topic. Read the notes, correct what is wrong, then take them out.';
  return { mapping: { ...rest, description, notes: all }, notes: all };
}
