/** Reads the records that a model is trained on: of a shop's own file through its mapping, of a table, or generated. */
import { stat } from 'node:fs/promises';
import { type EventCollected, recordId } from '@tributary/contracts';
import { shapeEvent } from '@tributary/domain-collection';
import { defaultPolicy, factsOf, factsOfRow } from '@tributary/domain-identity';
import { eventsIn, ImportError, readMapping, readRows, type Rejection, unreadable } from '@tributary/importer';
import { identifyEvent, peopleRecords } from '@tributary/testing';
import { ColumnUse } from '../column-use.ts';
import { trimmed } from '../read-table.ts';
import { type TrainOptions } from './options.ts';
import { Records } from './records.ts';

export interface SourceRead {
  readonly records: Records;
  readonly lines: number;
  readonly refusedCount: number;
  /** The first of them. */
  readonly refused: readonly Rejection[];
  /** Of a table: what its columns are read as. A mapping says so itself. */
  readonly use: ColumnUse | undefined;
}

export interface Asking extends Pick<TrainOptions, 'truth' | 'seed' | 'date'> {
  readonly onProgress: (done: number) => void;
}

export function readSource(source: TrainOptions['source'], asking: Asking): Promise<SourceRead> {
  switch (source.kind) {
    case 'mapped':
      return readMapped(source, asking);
    case 'table':
      return readTable(source, asking);
    case 'generated':
      return Promise.resolve(generated(source.records, asking));
  }
}

/** As many as a person looks at. */
const mostShown = 5;

class Reading {
  readonly records = new Records();
  readonly refused: Rejection[] = [];
  use: ColumnUse | undefined;
  lines = 0;
  refusedCount = 0;

  refuse(rejections: readonly Rejection[]): void {
    this.refusedCount += rejections.length;
    this.refused.push(...rejections.slice(0, Math.max(0, mostShown - this.refused.length)));
  }
}

interface MappedFile {
  readonly file: string;
  readonly mapping: string;
}

/** An event that the door would refuse is refused here too, with its line. */
async function readMapped({ file, mapping }: MappedFile, { truth, date, onProgress }: Asking): Promise<SourceRead> {
  const reading = new Reading();
  const receivedAt = Date.parse(date);
  const from = { file, mapping: await readMapping(mapping), onBytes: await shareOf(file, onProgress) };
  for await (const { rows, events, rejected } of eventsIn(from)) {
    reading.lines += rows;
    reading.refuse(rejected);
    for (const { line, event } of events) {
      const shape = shapeEvent({ source: 'file', receivedAt, imported: true, payload: { ...event } });
      if (shape.ok) addEvent(reading.records, shape.event, truth);
      else reading.refuse([{ line, code: shape.reason.code, detail: shape.reason.detail }]);
    }
  }
  return reading;
}

function addEvent(records: Records, event: EventCollected, truth: string | undefined): void {
  const [traits, person] = withoutTruth(event.traits, truth);
  records.add(factsOf({ ...event, traits }, defaultPolicy), person);
}

async function readTable(
  { file, delimiter }: { readonly file: string; readonly delimiter: string },
  { truth, onProgress }: Asking,
): Promise<SourceRead> {
  const reading = new Reading();
  const format = { type: 'csv', delimiter, quote: '"', encoding: 'utf-8' } as const;
  const onBytes = await shareOf(file, onProgress);
  const use = new ColumnUse((cells) => factsOfRow({ id: recordId('r_0'), cells }, defaultPolicy));
  reading.use = use;
  for await (const row of readRows({ file, format, reads: new Set(), onBytes })) {
    reading.lines += 1;
    if ('rejected' in row) {
      reading.refuse([row.rejected]);
      continue;
    }
    const cells = trimmed(row.cells);
    if (truth !== undefined && !(truth in cells)) {
      throw new ImportError(`${file} has no column ${truth}. It has ${Object.keys(cells).join(', ')}.`);
    }
    const [told, person] = withoutTruth(cells, truth);
    use.look(told);
    reading.records.add(factsOfRow({ id: recordId(`r_${row.line}`), cells: told }, defaultPolicy), person);
  }
  return reading;
}

/** The truth is what a model is judged by, so nothing may be compared by it. */
function withoutTruth(
  said: Readonly<Record<string, unknown>>,
  truth: string | undefined,
): readonly [told: Record<string, unknown>, person: string | undefined] {
  if (truth === undefined) return [{ ...said }, undefined];
  const { [truth]: person, ...told } = said;
  return [told, typeof person === 'string' || typeof person === 'number' ? String(person) : undefined];
}

/** Of generated people it is known who they are. */
function generated(count: number, { seed, date, onProgress }: Asking): SourceRead {
  const reading = new Reading();
  for (const record of peopleRecords({ seed, records: count, now: Date.parse(date) })) {
    reading.records.add(factsOf(identifyEvent(record), defaultPolicy), record.person);
    reading.lines += 1;
    if (reading.lines % 1_000 === 0) onProgress(reading.lines / count);
  }
  onProgress(1);
  return reading;
}

/** Bytes of the file as a share of it. */
async function shareOf(file: string, onProgress: (done: number) => void): Promise<(bytes: number) => void> {
  const { size } = await stat(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  let read = 0;
  return (bytes) => {
    read += bytes;
    onProgress(Math.min(1, read / size));
  };
}
