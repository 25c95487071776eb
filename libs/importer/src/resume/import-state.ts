/**
 * Remembers beside an import which of its events the door has taken, so that an import that was killed goes on where it stopped. It
 * only saves work: without it, or with half of it, everything is sent again and changes nothing, as event ids are derived.
 */
import { isObject } from '@tributary/domain-collection';
import { type Rejection } from '../rejection.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type ResumeStore } from './resume-store.ts';

export interface Resume {
  readonly store: ResumeStore;
  /** What else decides what is sent and where: mapping, address, key. */
  readonly decidedBy: readonly string[];
}

/** Numbers of events in the order of the file, from 0, both ends included. */
type Range = readonly [from: number, to: number];

/** One answer of the door. */
interface Taken {
  readonly ranges: readonly Range[];
  readonly rejected: readonly Rejection[];
}

const version = 1;

export class ImportState {
  readonly #ranges: readonly Range[];
  #at = 0;
  #isEmpty: boolean;

  private constructor(
    private readonly store: ResumeStore | undefined,
    readonly before: readonly Taken[],
  ) {
    this.#isEmpty = before.length === 0;
    this.#ranges = before.flatMap(({ ranges }) => ranges).sort(([a], [b]) => a - b);
  }

  /** Remembers nothing. */
  static none(): ImportState {
    return new ImportState(undefined, []);
  }

  /** Takes up what an earlier run of the same import has left; anything else there is written over. */
  static async open(file: string, { store, decidedBy }: Resume): Promise<ImportState> {
    const key = await fingerprintOf(file, decidedBy);
    const found = await store.load();
    const before = takenIn(found, key);
    const lines = [{ version, key }, ...before].map((line) => JSON.stringify(line));
    const isAsFound = lines.length === found.length && lines.every((line, index) => line === found[index]);
    if (!isAsFound) await store.replace(lines);
    return new ImportState(store, before);
  }

  /** Whether the event was taken by an earlier run; asked in the order of the file. */
  has(index: number): boolean {
    let range = this.#ranges[this.#at];
    while (range && range[1] < index) range = this.#ranges[++this.#at];
    return range !== undefined && range[0] <= index;
  }

  /** Before the next request takes the place of this one, not soon after: one line for hundreds of events. */
  async taken(indexes: readonly number[], rejected: readonly Rejection[]): Promise<void> {
    if (indexes.length === 0) return;
    this.#isEmpty = false;
    await this.store?.append(JSON.stringify({ ranges: rangesOf(indexes), rejected }));
  }

  /** The import has failed: where the door has taken nothing, nothing is to be resumed. */
  async fail(): Promise<void> {
    // What is left behind saves nothing and harms nothing; the failure itself is to be told.
    if (this.#isEmpty) await this.store?.remove().catch(() => undefined);
  }

  /** The import is complete; to run it again would be another one. */
  async finish(): Promise<void> {
    await this.store?.remove();
  }
}

export const countOf = ({ ranges }: Taken): number => ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);

function rangesOf(indexes: readonly number[]): readonly Range[] {
  const ranges: [number, number][] = [];
  for (const index of indexes) {
    const last = ranges.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges;
}

function takenIn(found: readonly string[], key: string): readonly Taken[] {
  const [head, ...lines] = found.map(parsed);
  if (!isObject(head) || head['version'] !== version || head['key'] !== key) return [];
  return lines.flatMap((line) => {
    const ranges = isObject(line) ? rangesIn(line['ranges']) : [];
    const rejected = isObject(line) ? rejectionsIn(line['rejected']) : [];
    return ranges.length === 0 ? [] : [{ ranges, rejected }];
  });
}

function rangesIn(value: unknown): readonly Range[] {
  const listed: readonly unknown[] = Array.isArray(value) ? value : [];
  return listed.flatMap((range): readonly Range[] => {
    const ends: readonly unknown[] = Array.isArray(range) ? range : [];
    const [from, to] = ends;
    return typeof from === 'number' && typeof to === 'number' ? [[from, to]] : [];
  });
}

function rejectionsIn(value: unknown): readonly Rejection[] {
  const listed: readonly unknown[] = Array.isArray(value) ? value : [];
  return listed.flatMap((one) => {
    const { line, code, detail } = isObject(one) ? one : {};
    const isWhole = typeof line === 'number' && typeof code === 'string' && typeof detail === 'string';
    return isWhole ? [{ line, code, detail }] : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown; // eslint-disable-line no-restricted-syntax -- JSON.parse answers any
  } catch {
    return undefined;
  }
}
