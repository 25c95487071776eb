/** Imports a file: rows → events → batches → the door. Streamed; twice is once, because every event has a derived id. */
import { stat } from 'node:fs/promises';
import { type Client } from '@tributary/api-client';
import { admit, type Mapping } from '@tributary/domain-collection';
import { Batches } from './batches.ts';
import { ImportError } from './import-error.ts';
import { eventsIn, type FileEvent, timeOf } from './events-in.ts';
import { type Rejection } from './rejection.ts';
import { openReport } from './report.ts';
import { type ImportProgress, type ImportResult, Tally } from './result.ts';
import { unreadable } from './unreadable.ts';

export interface ImportOptions {
  readonly file: string;
  /** Absent: the file is NDJSON with one event in the Segment wire format per line. */
  readonly mapping?: Mapping | undefined;
  /** Not needed for a dry run. */
  readonly client?: Client | undefined;
  /** Reads and checks everything, sends nothing. */
  readonly dryRun?: boolean | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Where the rejected lines are written, as CSV. */
  readonly reportFile?: string | undefined;
  /** Requests under way at once. */
  readonly concurrency?: number | undefined;
  /** Whole days by which every time is moved, instead of what the mapping says. */
  readonly shiftDays?: number | undefined;
}

const defaultConcurrency = 4;
/** A bar that moves four times a second is smooth enough. */
const progressEveryMs = 250;

export async function importFile(options: ImportOptions): Promise<ImportResult> {
  const started = performance.now();
  const { size } = await stat(options.file).catch((error: unknown) => {
    throw unreadable(options.file, error);
  });
  const report = openReport(options.reportFile);
  const tally = new Tally(size);
  const refuse = (rejections: readonly Rejection[]): void => {
    tally.refuse(rejections);
    report.write(rejections);
  };
  const sink = sinkOf(options, tally, refuse);
  let told = started;
  try {
    for await (const step of eventsIn({
      ...options,
      mapping: mappingOf(options),
      onBytes: (n) => {
        tally.read(n);
      },
    })) {
      tally.step(step);
      if (step.rejected.length > 0) refuse(step.rejected);
      for (const event of step.events) await sink.add(event);
      if (performance.now() - told < progressEveryMs) continue;
      told = performance.now();
      options.onProgress?.(tally.progress());
    }
    await sink.finish();
  } finally {
    await report.close();
  }
  options.onProgress?.(tally.progress());
  return tally.result((performance.now() - started) / 1_000);
}

function mappingOf({ mapping, shiftDays }: ImportOptions): Mapping | undefined {
  return mapping && shiftDays !== undefined ? { ...mapping, shiftDays } : mapping;
}

interface Sink {
  add(event: FileEvent): Promise<void>;
  finish(): Promise<void>;
}

function sinkOf(options: ImportOptions, tally: Tally, refuse: (rejections: readonly Rejection[]) => void): Sink {
  const { client, dryRun = false, concurrency = defaultConcurrency } = options;
  if (dryRun) return dryRunSink(tally, refuse);
  if (!client) throw new ImportError('An import needs a client; only a dry run does without.');
  return new Batches({
    client,
    concurrency,
    onResult: ({ accepted, rejected }) => {
      tally.accept(accepted);
      if (rejected.length > 0) refuse(rejected);
    },
  });
}

/** Asks of each event what the door would ask. */
function dryRunSink(tally: Tally, refuse: (rejections: readonly Rejection[]) => void): Sink {
  return {
    add: ({ line, event }) => {
      const receivedAt = timeOf({ line, event }) ?? 0;
      const payload = { ...event };
      const answer = admit({ source: 'dry-run', receivedAt, imported: true, payload });
      if (answer.ok) tally.accept(1);
      else refuse([{ line, code: answer.reason.code, detail: answer.reason.detail }]);
      return Promise.resolve();
    },
    finish: () => Promise.resolve(),
  };
}
