/** A city as it is compared: its form in its own script, and its spellings in a-z. */
import { memo } from './memo.ts';
import { nameForm, nameWords } from './name.ts';
import { romanise } from './names/romanise.ts';
import { scriptOf } from './names/script.ts';
import { isPlaceholder } from './placeholder.ts';

export interface City {
  readonly form: string;
  /** Without spaces, the likeliest first. */
  readonly romanised: readonly string[];
}

const maxLength = 100;
const remembered = 50_000;

const known = memo((raw: string) => ({ city: read(raw) }), remembered);

export const readCity = (raw: string): City | undefined => known(raw).city;

function read(raw: string): City | undefined {
  if (raw.length > maxLength || isPlaceholder(raw) || !/\p{L}/u.test(raw)) return undefined;
  const words = nameWords(raw).map((word) => abbreviated.get(word) ?? word);
  const ways = romanise({ given: words, family: [] }, scriptOf(raw)).map(({ given }) => given.join(''));
  return { form: words.map(nameForm).join(' '), romanised: [...new Set(ways)] };
}

const abbreviated = new Map([
  ['st', 'saint'],
  ['ste', 'sainte'],
  ['mt', 'mount'],
  ['ft', 'fort'],
]);
