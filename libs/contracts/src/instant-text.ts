/** An instant as `Date.prototype.toISOString` writes it, several times faster where many lie in the same minutes: each event bears a few of them. */

const minuteMs = 60_000;

/** Texts of minutes up to their seconds; a minute has one place that it may be in. */
const places = 64;
const minutes = new Float64Array(places).fill(Number.NaN);
const beginnings: string[] = Array.from({ length: places }, () => '');

/** `at`: whole milliseconds since the epoch; throws a `RangeError` where no date can be that. */
export function instantText(at: number): string {
  const minute = Math.floor(at / minuteMs);
  const place = minute & (places - 1);
  if (minutes[place] !== minute) {
    beginnings[place] = new Date(minute * minuteMs).toISOString().slice(0, -'00.000Z'.length);
    minutes[place] = minute;
  }
  const rest = at - minute * minuteMs;
  return `${beginnings[place] ?? ''}${digits(Math.floor(rest / 1_000), 2)}.${digits(Math.floor(rest % 1_000), 3)}Z`;
}

const digits = (value: number, count: number): string => String(value).padStart(count, '0');
