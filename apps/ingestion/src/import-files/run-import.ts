/** Runs one import that was taken up: its content as a file, the file through its mapping, its events through the door. */
import { importFile, type ImportProgress as FileProgress } from '@tributary/importer';
import { isEngineError } from '@tributary/runtime';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type AcceptEvents } from '../accept-events/accept-events.ts';
import { type Source } from '../ports.ts';
import { type ContentKeeper } from './content-keeper.ts';
import { type CountImports } from './count-imports.ts';
import { type ClaimTimes, HeldClaim } from './hold-claim.ts';
import { failureOf, keepsStopping, mostTakeovers, sourceGone } from './import-failures.ts';
import { decidedBy, mappingIn } from './order.ts';
import {
  type Claim,
  type FileImport,
  type ImportFailure,
  type ImportNoteStore,
  type ImportProgress,
  type ImportRejectionStore,
  type ImportStore,
} from './ports.ts';
import { RefusedRows } from './refused-rows.ts';
import { SendInProcess } from './send-in-process.ts';
import { type WorkFiles } from './work-files.ts';

export interface RunImportParts {
  readonly imports: ImportStore;
  readonly rejections: ImportRejectionStore;
  readonly notes: ImportNoteStore;
  readonly content: ContentKeeper;
  readonly files: WorkFiles;
  readonly sourceOf: (id: string) => Promise<Source | undefined>;
  readonly accept: Pick<AcceptEvents, 'run'>;
  readonly count: CountImports;
  readonly clock: Clock;
  readonly log: Logger;
  readonly times: ClaimTimes & {
    /** How long a request is tried again while the bus does not take it. */
    readonly patienceMs: number;
  };
}

/** Requests under way at once: each holds some megabytes, and people send through the same door. */
const concurrency = 2;

export class RunImport {
  constructor(private readonly parts: RunImportParts) {}

  /** Rejects where an engine fails: then the import waits to be taken up again, as it does after `stopping`. */
  async run(found: FileImport, owner: string, stopping: AbortSignal): Promise<void> {
    const { imports, clock, log, times } = this.parts;
    const claim: Claim = { id: found.id, owner, run: found.run };
    const held = new HeldClaim(claim, { imports, clock, log, ...times });
    held.start();
    const counted = this.parts.count.begun();
    const file = this.parts.files.place(found.id, String(found.run));
    const signal = AbortSignal.any([stopping, held.lost]);
    let failure: ImportFailure | null | undefined = null;
    try {
      failure = await this.#read(found, file, { held, counted, signal });
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error, import: claim.id }, 'An import has stopped');
      failure = signal.aborted ? undefined : failureOf(error, { file, isEngineError });
      if (failure === undefined && !signal.aborted) throw error;
    } finally {
      counted.over();
      await this.parts.files.remove(file);
      await held.stop();
      if (failure === undefined) await imports.release(claim);
    }
    if (failure !== undefined) await this.#end(claim, failure);
    else if (held.lost.aborted) await this.parts.content.removeIfGone(claim.id);
  }

  async #end(claim: Claim, failure: ImportFailure | null): Promise<void> {
    const { imports, content, count, clock, log } = this.parts;
    const ended = await imports.end(claim, { failure }, clock.now());
    if (!ended) {
      await content.removeIfGone(claim.id);
      return;
    }
    count.ended(failure?.code);
    log.info({ import: claim.id, state: ended.state, code: failure?.code, ...ended.progress }, 'An import has ended');
    if (ended.state === 'done' && !ended.order.dryRun) await content.remove(claim.id);
  }

  /** What is wrong with it; null where it has gone through. */
  async #read(found: FileImport, file: string, { held, counted, signal }: Running): Promise<ImportFailure | null> {
    const { sourceOf, files, rejections, notes, accept, times } = this.parts;
    if (found.takeovers >= mostTakeovers) return keepsStopping;
    const { order } = found;
    const source = await sourceOf(order.source);
    if (!source) return sourceGone(order.source);
    await rejections.removeBefore(found);
    // Of a process on this machine that was gone in the middle.
    await files.remove(files.place(found.id, String(found.run - 1)));
    await files.write(file, found, found.received, signal);
    await importFile({
      file,
      mapping: mappingIn(order),
      shiftDays: order.shiftDays,
      dryRun: order.dryRun,
      client: new SendInProcess({ accept, source, patienceMs: times.patienceMs, signal }),
      resume: { store: notes.of(found), decidedBy: decidedBy(order) },
      report: new RefusedRows(rejections, found),
      onProgress: (progress) => {
        held.tell(progressOf(progress, found.received));
        counted.read(progress.lines);
      },
      concurrency,
      signal,
    });
    return null;
  }
}

interface Running {
  readonly held: HeldClaim;
  readonly counted: ReturnType<CountImports['begun']>;
  readonly signal: AbortSignal;
}

const progressOf = (
  { read, lines, events, accepted, rejected, leftOut, firstTime, lastTime }: FileProgress,
  bytes: number,
): ImportProgress => ({
  bytesRead: Math.round(read * bytes),
  rows: lines,
  ...{ events, accepted, rejected, leftOut },
  firstTime: firstTime ?? null,
  lastTime: lastTime ?? null,
});
