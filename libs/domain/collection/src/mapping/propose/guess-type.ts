/** Guesses the type of a column by the texts in it, and says by how many of them. */
import { guessNumber, whyNoNumber } from './guess-number.ts';
import { guessTime } from './guess-time.ts';
import { timeWords, wordsOf } from './names.ts';
import { counted, enough, share } from './share.ts';
import { type TypeGuess } from './type-guess.ts';

export function guessType(values: readonly string[], name = ''): TypeGuess {
  const texts = values.map((value) => value.trim()).filter((value) => value !== '');
  if (texts.length === 0) return { type: 'text', spec: { type: 'text' }, why: 'all of its cells are empty' };
  const [time, number] = [guessTime(texts, name), guessNumber(texts)];
  // A number is a time only where its name says so.
  const isEpoch = time?.type === 'time' && number !== undefined;
  return guessBoolean(texts) ?? (isEpoch ? time : (number ?? time)) ?? textGuess(texts, name);
}

function guessBoolean(texts: readonly string[]): TypeGuess | undefined {
  const part = share(texts, (text) => /^(true|false|yes|no)$/i.test(text));
  if (part < enough) return undefined;
  return { type: 'boolean', spec: { type: 'boolean' }, why: `${counted(part, texts)} true or false` };
}

function textGuess(texts: readonly string[], name: string): TypeGuess {
  const text = { type: 'text', spec: { type: 'text' } } as const;
  if (timeWords.test(wordsOf(name)) && share(texts, (one) => /\d/.test(one)) >= 0.5) {
    const why = 'its cells are of no form of time that is known here: name the format in the mapping';
    return { ...text, why, isUnclearTime: true };
  }
  if (share(texts, (one) => /^0\d+$|^\d{16,}$/.test(one)) > 0.05) {
    return { ...text, why: 'its cells begin with zeros or are too long to be numbers' };
  }
  return { ...text, why: whyNoNumber(texts) ?? 'its cells are of no other type' };
}
