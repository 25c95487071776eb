/** Guesses the type of a column by the texts in it, and says by how many of them. */
import { readCell } from '../cells.ts';
import { type ColumnType } from '../mapping.ts';
import { timeWords, wordsOf } from './names.ts';

export interface TypeGuess {
  readonly type: ColumnType['type'];
  /** As a mapping has it. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly why: string;
}

/** A file of the real world has bad cells; below this it is another type. */
const enough = 0.95;
/** Of a column whose name says that it is a time. */
const enoughByName = 0.5;

/** In this order: what fits equally well is what stands first. */
const dateForms = ['yyyy-MM-dd', 'dd.MM.yyyy', 'dd/MM/yyyy', 'MM/dd/yyyy', 'yyyy/MM/dd'] as const;
const timeForms = [
  ...['iso', 'iso-local'],
  ...dateForms.flatMap((form) => [form, `${form} HH:mm`, `${form} HH:mm:ss`]),
] as const;

export function guessType(values: readonly string[], name = ''): TypeGuess {
  const texts = values.map((value) => value.trim()).filter((value) => value !== '');
  const total = texts.length;
  if (total === 0) return { type: 'text', spec: { type: 'text' }, why: 'all of its cells are empty' };
  const time = guessTime(texts, timeWords.test(wordsOf(name)) ? enoughByName : enough);
  return guessNumber(texts) ?? time ?? { type: 'text', spec: { type: 'text' }, why: whyText(texts) };
}

const share = (texts: readonly string[], fits: (text: string) => boolean): number =>
  texts.filter(fits).length / texts.length;

const counted = (part: number, texts: readonly string[]): string =>
  part === 1 ? `all ${texts.length} cells are` : `${Math.round(part * texts.length)} of ${texts.length} cells are`;

const numbers = [
  // A leading zero is a part of a code, not of a number.
  { type: 'integer', decimal: '.', fits: /^[+-]?(0|[1-9]\d{0,14})$/, are: 'whole numbers' },
  { type: 'number', decimal: '.', fits: /^[+-]?(0|[1-9]\d*)(\.\d+)?$/, are: 'numbers' },
  { type: 'number', decimal: ',', fits: /^[+-]?(0|[1-9]\d*)(,\d+)?$/, are: 'numbers with a decimal comma' },
] as const;

function guessNumber(texts: readonly string[]): TypeGuess | undefined {
  const yes = share(texts, (text) => /^(true|false|yes|no)$/i.test(text));
  if (yes >= enough) return { type: 'boolean', spec: { type: 'boolean' }, why: `${counted(yes, texts)} true or false` };
  for (const { type, decimal, fits, are } of numbers) {
    const part = share(texts, (text) => fits.test(text));
    if (part < enough) continue;
    const spec = decimal === ',' ? { type, decimal } : { type };
    return { type, spec, why: `${counted(part, texts)} ${are}` };
  }
  return undefined;
}

function guessTime(texts: readonly string[], least: number): TypeGuess | undefined {
  const judged = timeForms.map((format) => ({ format, part: share(texts, (text) => isTime(text, format)) }));
  const best = judged.reduce((a, b) => (b.part > a.part ? b : a));
  if (best.part < least) return undefined;
  const also = judged.find(({ format, part }) => part === best.part && format.startsWith('MM/'));
  const doubt =
    best.format.startsWith('dd/') && also
      ? `; ${also.format} fits as well, so look whether the day or the month comes first`
      : '';
  const zone = best.format === 'iso' ? '' : '; they name no offset from UTC, so set "offset" if it is not +00:00';
  const spec = best.format === 'iso' ? { type: 'time' } : { type: 'time', format: best.format, offset: '+00:00' };
  return { type: 'time', spec, why: `${counted(best.part, texts)} times of the form ${best.format}${doubt}${zone}` };
}

const isTime = (text: string, format: string): boolean =>
  readCell(text, { type: 'time', format, offsetMinutes: 0, required: true }, 0).ok;

function whyText(texts: readonly string[]): string {
  if (share(texts, (text) => /^[+-]?\d{1,3}([ .,\u00a0]\d{3})+([.,]\d+)?$/.test(text)) >= enough) {
    return 'its numbers have signs between the thousands: export them without to have numbers';
  }
  if (share(texts, (text) => /^0\d+$|^\d{16,}$/.test(text)) > 0.05) {
    return 'its cells begin with zeros or are too long to be numbers';
  }
  return 'its cells are of no other type';
}
