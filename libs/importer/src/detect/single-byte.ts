// cspell:ignoreRegExp /[\u0400-\u04ff]+/g
/**
 * Tells windows-1252, windows-1251 and KOI8-R apart. Letters beyond ASCII stand alone in a Western word (`Müller`) and beside
 * each other in a Cyrillic one; which Cyrillic set it is, the frequencies of letters tell, as the same bytes read in the other set
 * give rare letters and capitals within words.
 */
import { type FoundEncoding } from './encoding.ts';

/** Per thousand letters of Russian text (Russian National Corpus); those of Ukrainian that Russian has not stand at the end. */
const frequencies: Readonly<Record<string, number>> = {
  ...{
    о: 110,
    е: 85,
    а: 80,
    и: 74,
    н: 67,
    т: 63,
    с: 55,
    р: 47,
    в: 45,
    л: 44,
    к: 35,
    м: 32,
    д: 30,
    п: 28,
    у: 26,
    я: 20,
  },
  ...{
    ы: 19,
    ь: 17,
    г: 17,
    з: 16,
    б: 16,
    ч: 14,
    й: 12,
    х: 10,
    ж: 9,
    ш: 7,
    ю: 6,
    ц: 5,
    щ: 4,
    э: 3,
    ф: 3,
    ъ: 0.4,
    ё: 0.4,
  },
  ...{ і: 15, ї: 5, є: 4, ґ: 0.2 },
};
/** Of signs such as quotes and dashes, and of what stands for nothing. */
const [signFrequency, oddFrequency] = [1, 0.01];
/** A capital within a word is a mistake of the reading, not of the writer. */
const capitalWithin = Math.log(0.02);

/** Shares of high bytes beside another one; between the two the answer is a guess, and is said to be one. */
const [surelyWestern, surelyCyrillic] = [0.4, 0.7];
const [even, fewLetters] = [0.55, 12];

export function singleByteSet(sample: Buffer): FoundEncoding {
  let [high, together] = [0, 0];
  for (const [index, byte] of sample.entries()) {
    if (byte < 0x80) continue;
    high += 1;
    if ((sample[index - 1] ?? 0) >= 0x80 || (sample[index + 1] ?? 0) >= 0x80) together += 1;
  }
  const share = together / Math.max(1, high);
  const of = `${Math.round(share * 100)} % of the letters beyond ASCII stand beside another`;
  const doubt = (share > surelyWestern && share < surelyCyrillic) || high < fewLetters ? ', but it is a guess' : '';
  if (share < even) return { encoding: 'windows-1252', why: `it is not UTF-8 and only ${of}${doubt}` };
  const [windows, koi] = [likelihood(sample, 'windows-1251'), likelihood(sample, 'koi8-r')];
  const encoding = windows >= koi ? 'windows-1251' : 'koi8-r';
  return { encoding, why: `it is not UTF-8, ${of}, and its letters are as frequent as in Russian${doubt}` };
}

/** The logarithm, so that it can be added up; only letters beyond ASCII say anything. */
function likelihood(sample: Buffer, encoding: string): number {
  let [sum, afterSmall] = [0, false];
  for (const letter of new TextDecoder(encoding).decode(sample)) {
    if (letter < '\u0080') {
      afterSmall = false;
      continue;
    }
    const small = letter.toLowerCase();
    const frequency = frequencies[small] ?? (/\p{Cc}|\p{So}/u.test(letter) ? oddFrequency : signFrequency);
    sum += Math.log(frequency / 1000);
    if (afterSmall && letter !== small) sum += capitalWithin;
    afterSmall = letter === small && small in frequencies;
  }
  return sum;
}
