/**
 * Which message keeps killing the process? A note at the committed offset counts tries that were begun and never ended, across
 * crashes and members. One such try of a batch: its messages go a few at a time. One of a few: one at a time. Three of one
 * message: it is parked unseen.
 *
 * A kill from outside must not convict whoever happens to be at work. So a conviction takes five kills in a row at one place,
 * and the decisive tries (the second and third of a message alone) come after a pause in which it is not at work, at random
 * length, with no other lane of the process beside it. A kill at a random moment then hits a message that takes t in t of
 * (pause + t) cases. With t = 10 ms and pauses of at least 5 s and 10 s that is 1 of 500 and 1 of 1,000: after three kills in a
 * row at one place, one in 500,000. With t = 1 s it is 1 in 66. A message that does kill is hit every time.
 */

type Size = 'batch' | 'few' | 'alone';

/** What is known at the committed offset; the first record there has the offset `from`. */
export interface Suspicion {
  /** Tries begun at `from` that did not end. */
  readonly begun: number;
  readonly from: number;
  /** Where the suspected messages end. */
  readonly until: number;
  /** How many of them are handed over at a time. */
  readonly size: Size;
}

/** Tries that may end with the process: of a batch or a few before they are taken apart, of a message before it is parked. */
export const triesOf = { batch: 1, few: 1, message: 3 } as const;

/**
 * A message alone costs two commits more than in a batch, and all of a lane wait for it. With so few the culprit of a full batch of
 * 500 is found after at most 25 + 20 round trips instead of 500.
 */
export const fewMessages = 20;

/**
 * `batch`: as many as there are · `few`: so many · `alone`: one, beside other lanes · `decisive`: one, after a pause, nothing beside
 * it · `park`: one, into the dead letters, without handing it over.
 */
export type HandOver = 'batch' | 'few' | 'alone' | 'decisive' | 'park';

/** How the record at `offset`, the first one that is not committed, is to be handed over. */
export function handOver(suspicion: Suspicion | undefined, offset: number): HandOver {
  if (!suspicion || offset >= suspicion.until) return 'batch';
  if (suspicion.size !== 'alone') return suspicion.size;
  const begun = offset === suspicion.from ? suspicion.begun : 0;
  if (begun >= triesOf.message) return 'park';
  return begun > 0 ? 'decisive' : 'alone';
}

/** To be noted before the records in [from, until) are handed over: of a few, one of these is the culprit if the try does not end. */
export function begin(suspicion: Suspicion | undefined, from: number, until: number): Suspicion {
  const begun = (suspicion?.from === from ? suspicion.begun : 0) + 1;
  const size = suspicion && from < suspicion.until ? suspicion.size : 'batch';
  return { begun, from, until: size === 'few' ? until : Math.max(until, suspicion?.until ?? 0), size };
}

/** What is left of it once everything before `next` is committed: the rest of the suspected messages is looked at as closely. */
export function passed(suspicion: Suspicion | undefined, next: number): Suspicion | undefined {
  if (!suspicion || suspicion.size === 'batch' || next >= suspicion.until) return undefined;
  return { ...suspicion, begun: 0, from: next };
}

/** What a lane starts with: what has been begun often enough is taken apart. */
export function suspicionIn(note: string | undefined): Suspicion | undefined {
  const found = parse(note);
  if (!found || found.size === 'alone' || found.begun < triesOf[found.size]) return found;
  return { ...found, begun: 0, size: found.size === 'batch' ? 'few' : 'alone' };
}

export function noteOf(suspicion: Suspicion | undefined): string | undefined {
  if (!suspicion) return undefined;
  const { begun, from, until, size } = suspicion;
  return JSON.stringify({ begun, from, until, size });
}

const notes = /^\{"begun":(\d{1,9}),"from":(\d{1,15}),"until":(\d{1,15}),"size":"(batch|few|alone)"\}$/;

/** A note that is not ours says nothing. */
function parse(note: string | undefined): Suspicion | undefined {
  const [, begun, from, until, size] = notes.exec(note ?? '') ?? [];
  if (size !== 'batch' && size !== 'few' && size !== 'alone') return undefined;
  return { begun: Number(begun), from: Number(from), until: Number(until), size };
}
