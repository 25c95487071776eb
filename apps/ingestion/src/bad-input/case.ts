/** How a case of bad input is written down: the bytes, and what each door says to them. */

export type Door = 'http' | 'file' | 'kafka';

/** A reason of the reference; or that the door takes it as it is; or that these bytes are no single event there. */
export type Verdict = Uppercase<string> | 'taken' | 'none';

/** Bytes where one event should be: the same through every door, with the same reason. */
export interface BadEvent {
  readonly what: string;
  readonly bytes: Buffer;
  readonly code: Uppercase<string>;
  /** Where a door differs. */
  readonly except: Partial<Readonly<Record<Door, Verdict>>>;
}

/** An event that every door takes; no vocabulary knows its name, so it is stored as it was sent. */
export const sound = { type: 'track', event: 'Tea Poured', userId: 'u-1' };

export const text = (
  what: string,
  code: Uppercase<string>,
  written: string | Buffer,
  except: BadEvent['except'] = {},
): BadEvent => ({ what, code, bytes: Buffer.from(written), except });

/** The sound event with something changed. */
export const event = (
  what: string,
  code: Uppercase<string>,
  change: object,
  except: BadEvent['except'] = {},
): BadEvent => text(what, code, JSON.stringify({ ...sound, ...change }), except);

/** The same by what is written as its properties. */
export const properties = (what: string, code: Uppercase<string>, written: string, except: BadEvent['except'] = {}) =>
  text(what, code, `{"type":"track","event":"Tea Poured","userId":"u-1","properties":${written}}`, except);

export const verdictAt = (door: Door, { code, except }: BadEvent): Verdict => except[door] ?? code;

export const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

export const keys = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]));
