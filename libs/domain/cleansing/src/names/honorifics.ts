/** Words around a name that are not of it: titles before, honorifics and generations behind. They are kept as declared. */
// cspell:disable

/** Before a Latin, Cyrillic or Greek name, without the full stop. No word that is also a common name stands here. */
const before = new Set([
  ...['mr', 'mrs', 'ms', 'miss', 'mx', 'mister', 'misses', 'madam', 'sir', 'dr', 'doctor', 'prof', 'professor', 'rev'],
  ...['reverend', 'herr', 'frau', 'hr', 'fr', 'dhr', 'mevr', 'mevrouw', 'mw', 'mme', 'mlle', 'madame', 'monsieur'],
  ...['mademoiselle', 'señor', 'señora', 'señorita', 'sra', 'srta', 'sig', 'signor', 'signora', 'sigra', 'dott'],
  ...['dottssa', 'senhor', 'senhora', 'ing', 'dipl', 'drs', 'ir', 'mag', 'bay', 'bayan', 'sayın'],
  ...['г-н', 'г-жа', 'господин', 'госпожа', 'доктор', 'спадар', 'спадарыня', 'пан', 'пані', 'κ', 'κα', 'κος'],
  ...['khun', 'datuk', 'dato', 'tuan', 'puan', 'encik', 'cik', 'haji', 'hajjah'],
]);

const behind = new Set([
  ...['phd', 'md', 'dds', 'dvm', 'esq', 'esquire', 'mba', 'msc', 'bsc', 'cpa', 'rn', 'obe', 'mbe', 'cbe', 'llm', 'llb'],
  ...['san', 'sama', 'bey', 'hanım'],
]);

const generations = new Set([
  'jr',
  'jnr',
  'junior',
  'sr',
  'snr',
  'senior',
  'ii',
  'iii',
  'iv',
  'filho',
  'neto',
  'мл',
  'ст',
]);

/** Written onto the name itself, the longest first. */
const attachedBefore = ['นางสาว', 'เด็กชาย', 'เด็กหญิง', 'น.ส.', 'ด.ช.', 'ด.ญ.', 'คุณ', 'นาง', 'นาย', 'ดร.'] as const;
const attachedBehind = [
  '先生',
  '女士',
  '小姐',
  '太太',
  '老师',
  '教授',
  '博士',
  '様',
  'さま',
  'さん',
  '氏',
  '님',
  '씨',
] as const;
// cspell:enable

const marked = /[.,]/;
const plain = (word: string): string =>
  marked.test(word) ? word.toLowerCase().replace(/\.(?=\p{L})|[.,]+$/gu, '') : word.toLowerCase();

export interface Stripped {
  readonly words: readonly string[];
  /** As declared, in the order written. */
  readonly title?: string;
  /** `Jr`, `III`: tells father and son apart. */
  readonly generation?: string;
}

/** Never takes the last word away: what stands alone is the name. */
export function stripHonorifics(written: readonly string[]): Stripped {
  let words = written;
  const titles: string[] = [];
  const ends: string[] = [];
  let generation: string | undefined;
  for (let first = words[0]; first !== undefined && words.length > 1 && before.has(plain(first)); first = words[0]) {
    titles.push(first);
    words = words.slice(1);
  }
  for (let last = words.at(-1); last !== undefined && words.length > 1; last = words.at(-1)) {
    if (generations.has(plain(last))) generation = last.replace(/[.,]+$/, '');
    else if (behind.has(plain(last))) ends.unshift(last);
    else break;
    words = words.slice(0, -1);
  }
  const declared = [...titles, ...ends];
  return {
    words: words.at(-1)?.endsWith(',') === true ? words.map((word, at) => withoutComma(word, at, words)) : words,
    ...(declared.length > 0 ? { title: declared.join(' ') } : {}),
    ...(generation === undefined ? {} : { generation }),
  };
}

const withoutComma = (word: string, at: number, words: readonly string[]): string =>
  at === words.length - 1 ? word.replace(/,+$/, '') : word;

/** True for what may follow a comma without turning the name round: `Kelley, Jr.`. */
export const isSuffix = (word: string): boolean => generations.has(plain(word)) || behind.has(plain(word));

/** Takes what is written onto a Thai, Chinese, Japanese or Korean name from it; at least two signs must remain. */
export function stripAttached(text: string): { readonly text: string; readonly title?: string } {
  const start = attachedBefore.find((title) => text.startsWith(title) && text.length > title.length + 1);
  const rest = start === undefined ? text : text.slice(start.length).trim();
  const end = attachedBehind.find((title) => rest.endsWith(title) && rest.length > title.length);
  const name = end === undefined ? rest : rest.slice(0, -end.length).trim();
  const titles = [start, end].filter((title) => title !== undefined);
  return titles.length === 0 ? { text: name } : { text: name, title: titles.join(' ') };
}
