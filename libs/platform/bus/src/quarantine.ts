/**
 * Which message keeps killing the process? A note at the committed offset counts tries that were begun and never ended, across
 * crashes and members. Two such tries of a batch: its messages go one at a time. Three of one message: it is parked unseen.
 *
 * A kill from outside must not convict whoever happens to be at work. So a conviction takes five kills in a row at one place,
 * and the decisive tries (the second and third of a message alone) come after a pause in which it is not at work, at random
 * length, with no other lane of the process beside it. A kill at a random moment then hits a message that takes t in t of
 * (pause + t) cases. With t = 10 ms and pauses of at least 5 s and 10 s that is 1 of 500 and 1 of 1,000: after three kills in a
 * row at one place, one in 500,000. With t = 1 s it is 1 in 66. A message that does kill is hit every time.
 */

/** What is known at the committed offset; the first record there has the offset `from`. */
export interface Suspicion {
  /** Tries begun at `from` that did not end. */
  readonly begun: number;
  readonly from: number;
  /** Where the suspected messages end. */
  readonly until: number;
  /** They are handed over one at a time. */
  readonly alone: boolean;
}

/** Tries that may end with the process: of a batch before it is taken apart, of a message before it is parked. */
export const triesOf = { batch: 2, message: 3 } as const;

/**
 * `batch`: as many as there are · `alone`: one, beside other lanes · `decisive`: one, after a pause, nothing beside it ·
 * `park`: one, into the dead letters, without handing it over.
 */
export type HandOver = 'batch' | 'alone' | 'decisive' | 'park';

/** How the record at `offset`, the first one that is not committed, is to be handed over. */
export function handOver(suspicion: Suspicion | undefined, offset: number): HandOver {
  if (!suspicion?.alone || offset >= suspicion.until) return 'batch';
  const begun = offset === suspicion.from ? suspicion.begun : 0;
  if (begun >= triesOf.message) return 'park';
  return begun > 0 ? 'decisive' : 'alone';
}

/** To be noted before the records in [from, until) are handed over. */
export function begin(suspicion: Suspicion | undefined, from: number, until: number): Suspicion {
  const begun = suspicion?.from === from ? suspicion.begun : 0;
  return {
    begun: begun + 1,
    from,
    until: Math.max(until, suspicion?.until ?? 0),
    alone: suspicion?.alone === true && from < suspicion.until,
  };
}

/** What is left of it once everything before `next` is committed: within the suspected range the next message is looked at alone. */
export function passed(suspicion: Suspicion | undefined, next: number): Suspicion | undefined {
  if (!suspicion?.alone || next >= suspicion.until) return undefined;
  return { ...suspicion, begun: 0, from: next };
}

/** What a lane starts with: a batch that has been begun often enough is taken apart. */
export function suspicionIn(note: string | undefined): Suspicion | undefined {
  const found = parse(note);
  if (!found || found.alone || found.begun < triesOf.batch) return found;
  return { ...found, begun: 0, alone: true };
}

export function noteOf(suspicion: Suspicion | undefined): string | undefined {
  if (!suspicion) return undefined;
  const { begun, from, until, alone } = suspicion;
  return JSON.stringify({ begun, from, until, alone });
}

/** A note that is not ours says nothing. */
function parse(note: string | undefined): Suspicion | undefined {
  const found = /^\{"begun":(\d{1,9}),"from":(\d{1,15}),"until":(\d{1,15}),"alone":(true|false)\}$/.exec(note ?? '');
  if (!found) return undefined;
  const [, begun, from, until, alone] = found;
  return { begun: Number(begun), from: Number(from), until: Number(until), alone: alone === 'true' };
}
