/** What an import has done, while it runs and when it has ended. */
import { refusalOf } from './admit-event.ts';
import { type FileEvent, type Step, timeOf } from './events-in.ts';
import { type Rejection } from './rejection.ts';

export interface ImportProgress {
  /** Rows of the file, without its header. */
  readonly lines: number;
  readonly events: number;
  readonly accepted: number;
  /** Rows and events that were refused. */
  readonly rejected: number;
  /** Rows that the mapping makes no event of. */
  readonly leftOut: number;
  /** Earliest and latest time of the events, RFC 3339. */
  readonly firstTime: string | undefined;
  readonly lastTime: string | undefined;
  /** Part of the file that has been read, 0 to 1. */
  readonly read: number;
}

export interface ImportResult {
  readonly lines: number;
  readonly events: number;
  /** Taken by the door; in a dry run: what it would be asked to take. */
  readonly accepted: number;
  readonly rejectedCount: number;
  /** Rows that the mapping makes no event of. */
  readonly leftOut: number;
  /** Events that an earlier run of the same import had sent; they count as accepted or refused as they were then. */
  readonly resumed: number;
  /** The first of them, by line; the report has all. */
  readonly rejected: readonly Rejection[];
  /** Earliest and latest time of the events, RFC 3339. */
  readonly firstTime: string | undefined;
  readonly lastTime: string | undefined;
  /** Events of the first rows, without those that the door refuses. */
  readonly preview: readonly FileEvent['event'][];
  readonly seconds: number;
}

/** A person looks at some; everything stands in the report. */
const mostRejections = 1_000;
const previewRows = 20;

export class Tally {
  #lines = 0;
  #events = 0;
  #accepted = 0;
  #rejectedCount = 0;
  #leftOut = 0;
  #resumed = 0;
  #bytes = 0;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  readonly #rejected: Rejection[] = [];
  readonly #preview: FileEvent['event'][] = [];

  constructor(private readonly fileBytes: number) {}

  read(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Of an earlier run. */
  resume(count: number): void {
    this.#resumed += count;
  }

  step({ rows, events, leftOut }: Step): void {
    const beginning = this.#lines < previewRows;
    this.#lines += rows;
    this.#leftOut += leftOut;
    this.#events += events.length;
    for (const event of events) {
      const isShown = beginning && this.#preview.length < previewRows && refusalOf(event) === undefined;
      if (isShown) this.#preview.push(event.event);
      const time = timeOf(event);
      if (time === undefined) continue;
      this.#first = Math.min(this.#first, time);
      this.#last = Math.max(this.#last, time);
    }
  }

  accept(count: number): void {
    this.#accepted += count;
  }

  refuse(rejections: readonly Rejection[]): void {
    this.#rejectedCount += rejections.length;
    this.#rejected.push(...rejections.slice(0, Math.max(0, mostRejections - this.#rejected.length)));
  }

  progress(): ImportProgress {
    return {
      lines: this.#lines,
      events: this.#events,
      accepted: this.#accepted,
      rejected: this.#rejectedCount,
      leftOut: this.#leftOut,
      firstTime: instant(this.#first),
      lastTime: instant(this.#last),
      read: this.fileBytes === 0 ? 1 : Math.min(1, this.#bytes / this.fileBytes),
    };
  }

  result(seconds: number): ImportResult {
    return {
      lines: this.#lines,
      events: this.#events,
      accepted: this.#accepted,
      rejectedCount: this.#rejectedCount,
      leftOut: this.#leftOut,
      resumed: this.#resumed,
      rejected: this.#rejected.toSorted((a, b) => a.line - b.line),
      firstTime: instant(this.#first),
      lastTime: instant(this.#last),
      preview: this.#preview,
      seconds,
    };
  }
}

const instant = (time: number): string | undefined =>
  Number.isFinite(time) ? new Date(time).toISOString() : undefined;
