/** When an event happened: strict RFC 3339, the client clock repaired by what the client says the time was when it sent. */

const pattern = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** A client clock this far ahead is still one that somebody set by hand. */
const toleratedAheadMs = 5 * 60_000;
/** Beyond a day the client clock is not slow, it is wrong. */
const suspiciousSkewMs = 24 * 3_600_000;
/** Year 1 to 9999: RFC 3339 can write a year 0, but before the year 1 comes the year 1 before Christ. */
const earliest = -62_135_596_800_000;
const latest = 253_402_300_799_999;

/** Milliseconds since the epoch; undefined where the text is no date and time that exists. */
export function parseInstant(text: string): number | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  // 60 is a leap second; the clock of the epoch counts it as the second after.
  if (hour > 23 || minute > 59 || second > 60 || part(9) > 23 || part(10) > 59) return undefined;
  const milliseconds = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const offset = (part(9) * 60 + part(10)) * 60_000 * (match[8] === '-' ? -1 : 1);
  return existing(utc(year, month, day) + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds - offset);
}

/** The instant, where a timestamp can name it. */
export const existing = (instant: number): number | undefined =>
  instant >= earliest && instant <= latest ? instant : undefined;

export function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** `Date.UTC` reads the years 0 to 99 as 1900 to 1999. */
export function utc(year: number, month: number, day: number): number {
  const date = new Date(0);
  return date.setUTCFullYear(year, month - 1, day);
}

export interface ClientTimes {
  readonly receivedAt: number;
  readonly original: number | undefined;
  readonly sentAt: number | undefined;
  /** An import tells of the past: its times are facts, not readings of a client clock. */
  readonly imported: boolean;
}

export interface RepairedTime {
  readonly time: number;
  readonly flags: readonly string[];
}

export function repairTime({ receivedAt, original, sentAt, imported }: ClientTimes): RepairedTime {
  if (original === undefined) return { time: receivedAt, flags: [] };
  const flags: string[] = [];
  let time = original;
  if (sentAt !== undefined && !imported) {
    if (Math.abs(receivedAt - sentAt) > suspiciousSkewMs) flags.push('CLOCK_SKEW');
    const repaired = receivedAt - (sentAt - original);
    if (repaired >= earliest) time = repaired;
  }
  if (time <= receivedAt + toleratedAheadMs) return { time, flags };
  return { time: receivedAt, flags: [...flags, 'TIME_CLAMPED'] };
}
