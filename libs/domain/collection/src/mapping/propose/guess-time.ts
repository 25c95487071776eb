/** Guesses how the times of a column are written. */
import { instantIn } from '../time-form.ts';
import { timeWords, wordsOf } from './names.ts';
import { counted, enough, share } from './share.ts';
import { type TypeGuess } from './type-guess.ts';

/** Of a column whose name says that it is a time. */
const enoughByName = 0.5;

/** In this order: what fits equally well is what stands first. */
const dateForms = [
  ...['yyyy-MM-dd', 'dd.MM.yyyy', 'dd/MM/yyyy', 'MM/dd/yyyy', 'yyyy/MM/dd'],
  ...['dd.MM.yy', 'dd/MM/yy', 'MM/dd/yy'],
  ...['MMM dd, yyyy', 'dd MMM yyyy', 'dd-MMM-yyyy'],
] as const;
const hourForms = ['', ' HH:mm', ' HH:mm:ss', ' hh:mm a', ' hh:mm:ss a', ' HH:mm XX', ' HH:mm:ss XX'] as const;
const timeForms = [
  ...['iso', 'iso-local'],
  ...dateForms.flatMap((form) => hourForms.map((hours) => form + hours)),
] as const;
/** Numbers of the years 2001 to 2033; elsewhere a number is a number, so the name must say that it is a time. */
const epochs = [
  { format: 'epoch', fits: /^1\d{9}(\.\d+)?$/ },
  { format: 'epoch-ms', fits: /^1\d{12}$/ },
] as const;

export function guessTime(texts: readonly string[], name: string): TypeGuess | undefined {
  const isNamed = timeWords.test(wordsOf(name));
  return (isNamed ? guessEpoch(texts) : undefined) ?? guessForm(texts, isNamed ? enoughByName : enough);
}

function guessEpoch(texts: readonly string[]): TypeGuess | undefined {
  for (const { format, fits } of epochs) {
    const part = share(texts, (text) => fits.test(text));
    const why = `by its name, and ${counted(part, texts)} times of the form ${format}`;
    if (part >= enough) return { type: 'time', spec: { type: 'time', format }, why };
  }
  return undefined;
}

function guessForm(texts: readonly string[], least: number): TypeGuess | undefined {
  const judged = timeForms.map((format) => ({ format, part: share(texts, (text) => isTime(text, format)) }));
  const best = judged.reduce((a, b) => (b.part > a.part ? b : a));
  if (best.part < least) return undefined;
  const { format, part } = best;
  const other = format.startsWith('dd/') ? format.replace('dd/MM', 'MM/dd') : undefined;
  const also = judged.find((one) => one.format === other && one.part === part)?.format;
  // With two digits of the year, too, there is nothing left to go by.
  if (also !== undefined && !format.includes('yyyy')) {
    const why = `its cells are times of the form ${format} or ${also}: name the format in the mapping`;
    return { type: 'text', spec: { type: 'text' }, why, isUnclearTime: true };
  }
  const doubt = also === undefined ? '' : `; ${also} fits as well, so look whether the day or the month comes first`;
  const namesOffset = format === 'iso' || format.endsWith('XX');
  const zone = namesOffset ? '' : '; they name no offset from UTC, so set "offset" if it is not +00:00';
  const spec = format === 'iso' ? {} : { format, ...(namesOffset ? {} : { offset: '+00:00' }) };
  return {
    type: 'time',
    spec: { type: 'time', ...spec },
    why: `${counted(part, texts)} times of the form ${format}${doubt}${zone}`,
  };
}

const isTime = (text: string, format: string): boolean => instantIn(text, format, 0) !== undefined;
