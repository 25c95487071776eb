/** Guesses how the numbers of a column are written. */
import { numberIn, type NumberForm } from '../number-text.ts';
import { counted, enough, share } from './share.ts';
import { type TypeGuess } from './type-guess.ts';

const plain = [
  // A leading zero is a part of a code, not of a number.
  { type: 'integer', fits: /^[+-]?(0|[1-9]\d{0,14})$/, are: 'whole numbers' },
  { type: 'number', fits: /^[+-]?(0|[1-9]\d*)(\.\d+)?$/, are: 'numbers' },
] as const;

export function guessNumber(texts: readonly string[]): TypeGuess | undefined {
  for (const { type, fits, are } of plain) {
    const part = share(texts, (text) => fits.test(text));
    if (part >= enough) return { type, spec: { type }, why: `${counted(part, texts)} ${are}${thousandsDoubt(texts)}` };
  }
  const [currency, other] = signsOf(texts);
  if (other !== undefined) return undefined;
  if (currency === undefined && isCode(texts)) return undefined;
  return guessForm(texts, currency === undefined ? {} : { currency });
}

function guessForm(texts: readonly string[], sign: Pick<NumberForm, 'currency'>): TypeGuess | undefined {
  const [point, comma] = [
    { decimal: '.', ...sign },
    { decimal: ',', ...sign },
  ] as const;
  const [points, commas] = [point, comma].map((form) => share(texts, (text) => valueOf(text, form) !== undefined));
  const part = Math.max(points ?? 0, commas ?? 0);
  if (part < enough) return undefined;
  const either = points === commas ? texts.find((text) => valueOf(text, point) !== valueOf(text, comma)) : undefined;
  if (either !== undefined) {
    const why = `"${either}" could be ${valueOf(either, point)} or ${valueOf(either, comma)}: name "decimal" in the mapping`;
    return { type: 'text', spec: { type: 'text' }, why };
  }
  const form = points === part ? point : comma;
  const with_ = sign.currency === undefined ? '' : ` and the sign ${sign.currency}`;
  const why = `${counted(part, texts)} numbers with a decimal ${form === point ? 'point' : 'comma'}${with_}`;
  return { type: 'number', spec: { type: 'number', ...form }, why };
}

function valueOf(text: string, form: NumberForm): number | undefined {
  const read = /^\D*0\d/.test(text) ? undefined : numberIn(text, form);
  return read?.ok === true ? read.value : undefined;
}

/** A point before three digits in every cell that has one. */
function thousandsDoubt(texts: readonly string[]): string {
  const pointed = texts.filter((text) => text.includes('.'));
  const isDoubtful = pointed.length > 0 && pointed.every((text) => /^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(text));
  return isDoubtful ? '; if their points stand between thousands, set "decimal" to ","' : '';
}

const signsOf = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.flatMap((text) => /\p{Sc}/u.exec(text) ?? [])),
];

/** Why cells that look like numbers are none that can be read in one way. */
export function whyNoNumber(texts: readonly string[]): string | undefined {
  const [currency, other] = signsOf(texts);
  if (other !== undefined) return `its cells have the signs of several currencies: ${currency} and ${other}`;
  const sign = currency === undefined ? {} : { currency };
  const isRead = (text: string, decimal: '.' | ','): boolean => valueOf(text, { decimal, ...sign }) !== undefined;
  const decimal = share(texts, (text) => isRead(text, ',')) > share(texts, (text) => isRead(text, '.')) ? ',' : '.';
  const part = share(texts, (text) => isRead(text, decimal));
  const odd = texts.find((text) => !isRead(text, decimal));
  if (part < 0.5 || odd === undefined) return undefined;
  return `only ${counted(part, texts)} numbers with "${decimal}" as their decimal sign; "${odd}" is none`;
}

/** Groups of digits between spaces are as often a code; with a decimal part they are not. */
const isCode = (texts: readonly string[]): boolean =>
  texts.some((text) => /\d\s\d/.test(text)) && !texts.some((text) => /[.,]\d{1,2}$/.test(text));
