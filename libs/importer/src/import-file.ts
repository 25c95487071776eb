/** Imports a file: rows → events → batches → the door. Streamed; twice is once, because every event has a derived id. */
import { stat } from 'node:fs/promises';
import { type Client } from '@tributary/api-client';
import { type Mapping } from '@tributary/domain-collection';
import { refusalOf } from './admit-event.ts';
import { Batches, type NumberedEvent } from './batches.ts';
import { eventsIn } from './events-in.ts';
import { checkPacked } from './file-bytes.ts';
import { ImportError } from './import-error.ts';
import { type Rejection } from './rejection.ts';
import { openReport, type Report } from './report.ts';
import { type ImportProgress, type ImportResult, Tally } from './result.ts';
import { countOf, ImportState, type Resume } from './resume/import-state.ts';
import { unreadable } from './unreadable.ts';

export interface ImportOptions {
  readonly file: string;
  /** Absent: the file holds events in the Segment wire format, as NDJSON or JSON, or the receipts of a POSLog. */
  readonly mapping?: Mapping | undefined;
  /** Not needed for a dry run. */
  readonly client?: Pick<Client, 'importBatch'> | undefined;
  /** Reads and checks everything, sends nothing. */
  readonly dryRun?: boolean | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Goes on where an earlier run of the same import stopped; with `onFailure` the import goes on where nothing can be remembered. */
  readonly resume?: (Resume & { readonly onFailure?: (error: Error) => void }) | undefined;
  /** Where the rejected rows are written, as CSV. */
  readonly reportFile?: string | undefined;
  /** Takes the rejected rows instead of a file. */
  readonly report?: Report | undefined;
  /** Requests under way at once. */
  readonly concurrency?: number | undefined;
  /** Whole days by which every time is moved, instead of what the mapping says. */
  readonly shiftDays?: number | undefined;
  /** Ends the reading; rejects with its reason when what was under way is over. */
  readonly signal?: AbortSignal | undefined;
}

const defaultConcurrency = 4;
/** A bar that moves four times a second is smooth enough. */
const progressEveryMs = 250;

export async function importFile(options: ImportOptions): Promise<ImportResult> {
  const started = performance.now();
  const { size } = await stat(options.file).catch((error: unknown) => {
    throw unreadable(options.file, error);
  });
  const state = await stateOf(options);
  const tally = new Tally(size);
  try {
    await runWith(options, state, tally);
  } catch (error) {
    // Of the file; anything else may pass, or be of a run that another process has taken up.
    if (error instanceof ImportError) await state.fail();
    throw error;
  }
  await state.finish();
  return tally.result((performance.now() - started) / 1_000);
}

async function runWith(options: ImportOptions, state: ImportState, tally: Tally): Promise<void> {
  const report = options.report ?? (await openReport(options.reportFile));
  const running: Running = { state, tally, report };
  try {
    await checkPacked(options.file, options.signal).catch((error: unknown) => {
      throw unreadable(options.file, error);
    });
    await takeUp(running);
    await send(options, running);
  } finally {
    await report.close();
    options.onProgress?.(tally.progress());
  }
}

interface Running {
  readonly state: ImportState;
  readonly tally: Tally;
  readonly report: Report;
}

/** A folder that cannot be written to costs the memory of an import, not the import. */
async function stateOf({ file, resume, dryRun }: ImportOptions): Promise<ImportState> {
  if (!resume || dryRun === true) return ImportState.none();
  try {
    return await ImportState.open(file, resume);
  } catch (error) {
    if (!resume.onFailure) throw error;
    const why = error instanceof Error ? error.message : String(error);
    resume.onFailure(new ImportError(`Nothing will be remembered of how far the import came: ${why}`));
    return ImportState.none();
  }
}

/** What an earlier run has done counts as if it were done now. */
async function takeUp({ state, tally, report }: Running): Promise<void> {
  for (const taken of state.before) {
    const count = countOf(taken);
    tally.resume(count);
    tally.accept(count - taken.rejected.length);
    await refuse({ tally, report }, taken.rejected);
  }
}

async function send(options: ImportOptions, running: Running): Promise<void> {
  const sink = sinkOf(options, running);
  try {
    await sendEvents(options, running, sink);
    await sink.finish();
  } catch (error) {
    // A file that breaks in the middle has given whole events before.
    if (error instanceof ImportError) await sink.finish();
    throw error;
  } finally {
    // Whatever has failed, nothing is noted or told any more once it is known.
    await sink.settled();
  }
}

async function sendEvents(options: ImportOptions, { state, tally, report }: Running, sink: Sink): Promise<void> {
  let [told, index] = [performance.now(), 0];
  const onBytes = (count: number): void => {
    tally.read(count);
  };
  for await (const step of eventsIn({ ...options, mapping: mappingOf(options), onBytes })) {
    options.signal?.throwIfAborted();
    tally.step(step);
    if (step.rejected.length > 0) await refuse({ tally, report }, step.rejected);
    for (const event of step.events) {
      if (!state.has(index)) await sink.add({ ...event, index });
      index += 1;
    }
    if (performance.now() - told < progressEveryMs) continue;
    told = performance.now();
    options.onProgress?.(tally.progress());
  }
}

function refuse({ tally, report }: Pick<Running, 'tally' | 'report'>, rejections: readonly Rejection[]): Promise<void> {
  tally.refuse(rejections);
  return report.write(rejections);
}

function mappingOf({ mapping, shiftDays }: ImportOptions): Mapping | undefined {
  return mapping && shiftDays !== undefined ? { ...mapping, shiftDays } : mapping;
}

interface Sink {
  add(event: NumberedEvent): Promise<void>;
  finish(): Promise<void>;
  settled(): Promise<void>;
}

function sinkOf(options: ImportOptions, running: Running): Sink {
  const { client, dryRun = false, concurrency = defaultConcurrency } = options;
  if (dryRun) return dryRunSink(running);
  if (!client) throw new ImportError('An import needs a client; only a dry run does without.');
  return new Batches({
    client,
    concurrency,
    onResult: async ({ accepted, rejected, indexes }) => {
      await running.state.taken(indexes, rejected);
      running.tally.accept(accepted);
      if (rejected.length > 0) await refuse(running, rejected);
    },
  });
}

function dryRunSink(running: Running): Sink {
  return {
    add: async (event) => {
      const refusal = refusalOf(event);
      if (refusal) await refuse(running, [refusal]);
      else running.tally.accept(1);
    },
    finish: () => Promise.resolve(),
    settled: () => Promise.resolve(),
  };
}
