/** Civil time in an IANA zone: which instant a local date and time names, gaps and overlaps of clock changes included. */

const second = 1000;
const day = 86_400_000;
/** Since 1972 zones change on quarter hours of UTC only, so one offset serves a quarter. */
const quarter = 900_000;
const civilEra = Date.UTC(1972, 0, 1);
/** A memo of a pure function; some ten thousand quarters cover the moments that a busy stream asks about. */
const memoLimit = 20_000;

type Offsets = (at: number) => number;
const zones = new Map<string, Offsets>([['UTC', () => 0]]);

/** A fixed offset such as +01:00 is accepted by the engine but is no zone: it would silently ignore clock changes. */
export const isZone = (name: string): boolean => /^[A-Za-z]/.test(name) && offsetsOf(name) !== undefined;

/** The local time of an instant, as milliseconds of a clock that reads UTC. */
export function toLocal(at: number, zone: string): number {
  return at + offset(at, zone);
}

/** A local time that occurs twice means the first; one that a clock change skips means the moment of the change. */
export function fromLocal(local: number, zone: string): number {
  if (zone === 'UTC') return local;
  const before = offset(local - day, zone);
  const after = offset(local + day, zone);
  const named = [local - Math.max(before, after), local - Math.min(before, after)].find(
    (candidate) => toLocal(candidate, zone) === local,
  );
  return named ?? changeBetween(local - after, local - before, zone);
}

/** The first instant of `(from, to]` whose offset is that of `to`. */
function changeBetween(from: number, to: number, zone: string): number {
  const target = offset(to, zone);
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle, zone) === target) high = middle;
    else low = middle;
  }
  return high;
}

function offset(at: number, zone: string): number {
  const offsets = offsetsOf(zone);
  if (offsets === undefined) throw new RangeError(`${zone} is not an IANA time zone`);
  return offsets(at);
}

function offsetsOf(zone: string): Offsets | undefined {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  const format = formatOf(zone);
  if (format === undefined) return undefined;
  const memo = new Map<number, number>();
  const offsets: Offsets = (at) => {
    if (at < civilEra) return measured(format, at);
    const key = Math.floor(at / quarter);
    const remembered = memo.get(key);
    if (remembered !== undefined) return remembered;
    if (memo.size >= memoLimit) memo.clear();
    const found = measured(format, at);
    memo.set(key, found);
    return found;
  };
  zones.set(zone, offsets);
  return offsets;
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}

function measured(format: Intl.DateTimeFormat, at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second: seconds = 0 } = part;
  return Date.UTC(year, month - 1, date, hour, minute, seconds) - Math.floor(at / second) * second;
}
