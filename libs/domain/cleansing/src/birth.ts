/** Reads a date of birth strictly: a day that exists, in a form that is in use; what can be read in two ways stays two candidates. */

/** How day and month stand where both come before the year. Unknown: both readings are kept. */
export type DateOrder = 'day first' | 'month first';

export interface BirthReading {
  readonly order?: DateOrder | undefined;
  /** The source counts by the Buddhist era: 2528 is 1985. */
  readonly buddhist?: boolean | undefined;
  /** The latest day possible, yyyymmdd; without it any year up to 2099. */
  readonly latest?: number | undefined;
}

/** One or two days as numbers, yyyymmdd, ascending. */
export interface Birth {
  readonly candidates: readonly number[];
}

/** In which anybody who is in a file may have been born. */
export const birthYears = { first: 1880, last: 2099 } as const;
const latestDay = birthYears.last * 10_000 + 1231;
const buddhistYears = { from: 2400, to: 2600, ahead: 543 };

/**
 * Written by programmes for "unknown". A few people are born on such a day; to count their birth as unsaid costs them one
 * field of evidence, to believe it joins strangers by thousands.
 */
const placeholders = new Set([
  18800101, 18991230, 18991231, 19000101, 19010101, 19110101, 19111111, 19700101, 20991231,
]);

/** Undefined for a placeholder, a day that does not exist, a form that is not in use, two digits of a year. */
export function readBirth(
  raw: string,
  { order, buddhist = false, latest = latestDay }: BirthReading = {},
): Birth | undefined {
  const read = partsOf(raw);
  if (!read) return undefined;
  const days = readings(read, order)
    .map(({ year, month, day }) => dayNumber({ year: buddhist ? fromBuddhist(year) : year, month, day }))
    .filter((day) => day !== undefined && day <= latest);
  const candidates = [...new Set(days.filter((day) => day !== undefined))].sort((a, b) => a - b);
  return candidates.length === 0 || candidates.some((day) => placeholders.has(day)) ? undefined : { candidates };
}

interface Parts {
  readonly year: number;
  /** As written before or after the year. */
  readonly first: number;
  readonly second: number;
  /** The year stands first, or the month is a word: nothing is left to guess. */
  readonly certain: boolean;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** `1985-03-02`, also with a time of day behind it; `1985/3/2`, `1985年3月2日`, `1985. 3. 2.` */
const yearFirst =
  /^(\d{4})(?:-|\/|\.\s?|\s|年\s?|년\s?)(\d{1,2})(?:-|\/|\.\s?|\s|月\s?|월\s?)(\d{1,2})(?:日|일|\.)?(?:[T ]\d{2}:\d{2}\S*)?$/;
const compact = /^(\d{4})(\d{2})(\d{2})$/;
const yearLast = /^(\d{1,2})[-/.\s]\s?(\d{1,2})[-/.\s]\s?(\d{4})(?:\s\d{1,2}:\d{2}\S*)?$/;
const dayWord = /^(\d{1,2})(?:st|nd|rd|th|\.)?[-\s/]*(?:of |de )?(\p{L}{3,12})\.?,?[-\s/]*(?:de )?(\d{4})$/u;
const wordDay = /^(\p{L}{3,12})\.?[-\s/]*(\d{1,2})(?:st|nd|rd|th)?,?[-\s/]*(\d{4})$/u;
const maxLength = 40;

function partsOf(raw: string): Parts | undefined {
  if (raw.length > maxLength) return undefined;
  const text = toAsciiDigits(raw)
    .trim()
    .toLowerCase()
    .replace('t', 'T')
    .replace(/T(?!\d)/, 't');
  const before = yearFirst.exec(text) ?? compact.exec(text);
  if (before) return numbers(before, [1, 2, 3], true);
  const behind = yearLast.exec(text);
  if (behind) return numbers(behind, [3, 2, 1], false);
  const [word, places] = dayWord.test(text)
    ? [dayWord.exec(text), [3, 2, 1] as const]
    : [wordDay.exec(text), [3, 1, 2] as const];
  return word ? numbers(word, places, true) : undefined;
}

type Places = readonly [year: number, month: number, day: number];

function numbers(found: RegExpExecArray, [year, month, day]: Places, certain: boolean): Parts {
  const word = found[month] ?? '';
  const first = /^\d/.test(word) ? Number(word) : monthOf(word);
  return { year: Number(found[year]), first, second: Number(found[day]), certain };
}

/** `first` is read as the month, and, where the form leaves it open, as the day as well. */
function readings({ year, first, second, certain }: Parts, order: DateOrder | undefined): readonly Day[] {
  const dayFirst = { year, month: first, day: second };
  const monthFirst = { year, month: second, day: first };
  if (certain || order === 'day first') return [dayFirst];
  return order === 'month first' ? [monthFirst] : [dayFirst, monthFirst];
}

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function dayNumber({ year, month, day }: Day): number | undefined {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const length = (lengths[month - 1] ?? 0) + (leap ? 1 : 0);
  return year < birthYears.first || day < 1 || day > length ? undefined : year * 10_000 + month * 100 + day;
}

const fromBuddhist = (year: number): number =>
  year >= buddhistYears.from && year <= buddhistYears.to ? year - buddhistYears.ahead : year;

/** Thai, Arabic, Persian and full-width digits. */
const toAsciiDigits = (text: string): string =>
  text.replace(/[٠-٩۰-۹๐-๙０-９]/g, (digit) => String(digit.charCodeAt(0) - zeroOf(digit.charCodeAt(0))));

const zeros = ['٠', '۰', '๐', '０'].map((zero) => zero.charCodeAt(0));
const zeroOf = (digit: number): number => zeros.findLast((zero) => zero <= digit) ?? 0;

// cspell:disable
/** First letters, enough to tell, in English, German, Dutch, French, Spanish, Italian, Portuguese, Polish, Russian, Ukrainian. */
const months: readonly (readonly string[])[] = [
  ['jan', 'jän', 'ene', 'gen', 'sty', 'янв', 'січ', 'сту'],
  ['feb', 'fév', 'fev', 'lut', 'фев', 'лют'],
  ['mar', 'mär', 'maa', 'mrt', 'мар', 'бер', 'сак'],
  ['apr', 'avr', 'abr', 'kwi', 'апр', 'кві', 'кра'],
  ['may', 'mai', 'mei', 'mag', 'maj', 'мая', 'май', 'тра'],
  ['jun', 'juin', 'giu', 'cze', 'июн', 'чер', 'чэр'],
  ['jul', 'juil', 'lug', 'lip', 'июл', 'лип', 'ліп'],
  ['aug', 'aoû', 'ago', 'sie', 'авг', 'сер', 'жні'],
  ['sep', 'set', 'wrz', 'сен', 'вер'],
  ['oct', 'okt', 'out', 'ott', 'paź', 'окт', 'жов', 'кас'],
  ['nov', 'lis', 'ноя', 'лис'],
  ['dec', 'dez', 'déc', 'dic', 'gru', 'дек', 'гру', 'сне'],
];
// cspell:enable

/** 0, which is no month, for a word that is none. */
const monthOf = (word: string): number =>
  months.findIndex((starts) => starts.some((start) => word.startsWith(start))) + 1;
