/** The forms that a column of times may have, and the instant that a text of such a form is. */
import { daysIn, existing, parseInstant, utc } from '../time.ts';

/** Named in the place of a form. */
const named = /^(iso(-local)?|epoch(-ms)?)$/;

const tokens: Readonly<Record<string, string>> = {
  yyyy: '(?<yyyy>\\d{4})',
  yy: '(?<yy>\\d{2})',
  MMM: '(?<MMM>[A-Za-z]{3,9})\\.?',
  MM: '(?<MM>\\d{1,2})',
  dd: '(?<dd>\\d{1,2})',
  HH: '(?<HH>\\d{1,2})',
  hh: '(?<hh>\\d{1,2})',
  mm: '(?<mm>\\d{2})',
  ss: '(?<ss>\\d{2})',
  XX: '(?<XX>[+-]\\d{2}:?\\d{2}|UTC|Z)',
  a: '(?<a>[AaPp]\\.?[Mm]\\.?)',
};
/** `a` is a token beside hh alone, elsewhere a letter. */
const withHalves = /yyyy|yy|MMM|MM|dd|HH|hh|mm|ss|XX|a|[^\w\s]| /g;
const withoutHalves = /yyyy|yy|MMM|MM|dd|HH|mm|ss|XX|[^\w\s]| /g;
const partsOf = (form: string): RegExp => (form.includes('hh') ? withHalves : withoutHalves);

/** What is wrong with a form, for whoever wrote it; undefined: nothing. */
export function formError(form: string): string | undefined {
  if (named.test(form)) return undefined;
  const found = (form.match(partsOf(form)) ?? []).filter((part) => part in tokens);
  const years = found.filter((part) => part.startsWith('yy'));
  if (years.length === 0) {
    return 'Must be iso, iso-local, epoch, epoch-ms, or a form of yyyy (or yy) MM (or MMM) dd HH (or hh and a) mm ss XX.';
  }
  const months = found.filter((part) => part.startsWith('MM'));
  if (years.length > 1 || months.length > 1 || new Set(found).size < found.length)
    return 'Each part of a time stands once in its form.';
  const hasHours = found.includes('hh');
  return hasHours && (!found.includes('a') || found.includes('HH'))
    ? 'The hours are HH, or hh and a (AM or PM).'
    : undefined;
}

/**
 * `iso` is RFC 3339, `iso-local` the same where the offset may be absent, `epoch` seconds and `epoch-ms` milliseconds since 1970; otherwise
 * the tokens stand for numbers and everything else for itself.
 */
export function instantIn(text: string, form: string, offsetMinutes: number): number | undefined {
  switch (form) {
    case 'iso':
      return parseInstant(text);
    case 'iso-local':
      return localInstant(text, offsetMinutes);
    case 'epoch':
      return /^-?\d+(\.\d+)?$/.test(text) ? existing(Math.round(Number(text) * 1000)) : undefined;
    case 'epoch-ms':
      return /^-?\d+$/.test(text) ? existing(Number(text)) : undefined;
    default: {
      const found = patternOf(form).exec(text)?.groups;
      return found && instantOf(found, offsetMinutes);
    }
  }
}

/** As `iso`; without an offset it is that of the column, without a time the beginning of the day. */
function localInstant(text: string, offsetMinutes: number): number | undefined {
  const withOffset = parseInstant(text);
  if (withOffset !== undefined) return withOffset;
  const utcTime = parseInstant(/^[\d-]+$/.test(text) ? `${text}T00:00:00Z` : `${text}Z`);
  return utcTime === undefined ? undefined : existing(utcTime - offsetMinutes * 60_000);
}

/** Programs write a narrow space before AM. */
const space = '[ \\u00a0\\u202f]';

const patternOf = (form: string): RegExp =>
  new RegExp(`^${form.replaceAll(partsOf(form), (part) => tokens[part] ?? (part === ' ' ? space : `\\${part}`))}$`);

/** Two digits of a year: 00 to 69 are of the years 2000 to 2069, 70 to 99 of 1970 to 1999. */
const fullYear = (year: number): number => year + (year < 70 ? 2000 : 1900);

function instantOf(found: Readonly<Record<string, string>>, offsetMinutes: number): number | undefined {
  const part = (name: string, otherwise: number): number => Number(found[name] ?? otherwise);
  const [month, day] = [found['MMM'] === undefined ? part('MM', 1) : monthOf(found['MMM']), part('dd', 1)];
  const year = found['yy'] === undefined ? part('yyyy', 1970) : fullYear(part('yy', 0));
  const [hour, minute, second] = [hourOf(found), part('mm', 0), part('ss', 0)];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  const ahead = found['XX'] === undefined ? offsetMinutes : minutesOf(found['XX']);
  return existing(utc(year, month, day) + ((hour * 60 + minute - ahead) * 60 + second) * 1000);
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** In English, by its first three letters; 0, which is no month, for any other word. */
const monthOf = (word: string): number => months.indexOf(word.slice(0, 3).toLowerCase()) + 1;

/** Of an offset from UTC. */
function minutesOf(offset: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** 12 AM is midnight, 12 PM noon. */
function hourOf({ HH, hh, a = '' }: Readonly<Record<string, string>>): number | undefined {
  if (hh === undefined) return Number(HH ?? 0);
  const hour = Number(hh);
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (/^p/i.test(a) ? 12 : 0);
}
