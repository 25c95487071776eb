/** Shows what a file is and what its first rows would become, and proposes a mapping where there is none. */
import {
  columnsIn,
  eventTypes,
  listIn,
  type Mapping,
  parseMapping,
  type Proposal,
  proposeMapping,
} from '@tributary/domain-collection';
import { refusalOf } from '../admit-event.ts';
import { type DetectedFile } from '../detect/detect-file.ts';
import { eventsOfDetected, type FileEvent } from '../events-in.ts';
import { ImportError } from '../import-error.ts';
import { posLogMappingJson } from '../poslog/poslog-mapping.ts';
import { detect } from '../read-rows.ts';
import { type Rejection } from '../rejection.ts';
import { sampleRows } from './sample-rows.ts';

export interface Preview {
  readonly detected: DetectedFile;
  readonly columns: readonly string[];
  /** How many rows the events are of. */
  readonly rows: number;
  /** Those that the door would take. */
  readonly events: readonly FileEvent[];
  readonly rejected: readonly Rejection[];
  /** Why rows cannot be read, or not become events; what could be found out stands in the preview nevertheless. */
  readonly problem: ImportError | undefined;
  /** Where no mapping was given and the file needs one, or could have one. */
  readonly proposal: Proposal | undefined;
}

/** As many as a person looks at. */
const shownRows = 20;
/** A group may go on behind the rows that are shown; it is read to its end, if that comes. */
const mostRows = 1_000;

export async function previewFile(file: string, mapping?: Mapping): Promise<Preview> {
  const detected = await detect(file, mapping?.format);
  const { rows, broken } = await sampleRows(file, detected);
  const list = mapping ? mapping.format.rows : detected.isPosLog ? posLogMappingJson.format.rows : listIn(rows);
  const columns = columnsIn(rows, list);
  const isOfEvents = rows.length > 0 && rows.every(({ type }) => eventTypes.some((known) => known === type));
  const proposal = mapping || isOfEvents ? undefined : proposalFor(detected, columns, list);
  const used = mapping ?? (proposal?.mapping && mappingOf(proposal.mapping));
  const shown = used || isOfEvents ? await firstEvents(file, detected, used) : nothing;
  const problem = shown.problem ?? broken;
  return { detected, columns: columns.map(({ name }) => name), ...shown, problem, proposal };
}

function proposalFor(
  detected: DetectedFile,
  columns: Parameters<typeof proposeMapping>[0],
  list: string | undefined,
): Proposal {
  if (detected.isPosLog) {
    const notes = ['The file is a POSLog: it needs no mapping. This is the one that is used, to start another from.'];
    return { mapping: { ...posLogMappingJson }, notes };
  }
  const { type, encoding, delimiter, records } = detected;
  const format = {
    type,
    ...(type !== 'parquet' && { encoding }),
    ...(type === 'csv' && { delimiter }),
    ...((type === 'json' || type === 'xml') && { records }),
    ...(list !== undefined && { rows: list }),
  };
  return proposeMapping(columns, format);
}

function mappingOf(json: object): Mapping {
  const parsed = parseMapping(json);
  if (parsed.ok) return parsed.mapping;
  throw new Error(`The proposal is no mapping: ${JSON.stringify(parsed.errors)}`);
}

type Shown = Pick<Preview, 'rows' | 'events' | 'rejected' | 'problem'>;
const nothing: Shown = { rows: 0, events: [], rejected: [], problem: undefined };

async function firstEvents(file: string, detected: DetectedFile, mapping: Mapping | undefined): Promise<Shown> {
  const events: FileEvent[] = [];
  const rejected: Rejection[] = [];
  // The row that completes a group is the first of the next one.
  const ahead = mapping ? 1 : 0;
  let [rows, read] = [0, 0];
  try {
    for await (const step of eventsOfDetected({ file, detected, mapping, onBytes: () => undefined })) {
      read += step.rows;
      rejected.push(...step.rejected);
      for (const event of step.events) {
        const refusal = refusalOf(event);
        if (refusal) rejected.push(refusal);
        else events.push(event);
      }
      const isWhole = step.rows === 0 || step.events.length > 0 || step.rejected.length > 0 || step.leftOut > 0;
      if (isWhole) rows = read - (step.rows === 0 ? 0 : ahead);
      if (rows >= shownRows || read >= mostRows) break;
    }
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    return { rows, events, rejected, problem: error };
  }
  return { rows, events, rejected, problem: undefined };
}
