// cspell:ignore qwertyuiop asdfghjkl zxcvbnm йцукенгшщзхъ фывапролджэ ячсмитьбю
/** The mistakes of fingers, eyes and ears: one per call, and never none unless the word is too short for any. */
import type { Random } from '../random.ts';

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю', '1234567890'];

/** What a scanner takes for what. */
const lookalikes = [
  ...[
    ['rn', 'm'],
    ['m', 'rn'],
    ['cl', 'd'],
    ['d', 'cl'],
    ['vv', 'w'],
    ['w', 'vv'],
    ['l', '1'],
    ['i', 'l'],
    ['o', '0'],
    ['O', '0'],
  ],
  ...[
    ['s', '5'],
    ['S', '5'],
    ['B', '8'],
    ['g', 'q'],
    ['e', 'c'],
    ['h', 'b'],
    ['u', 'v'],
    ['n', 'h'],
    ['ш', 'щ'],
    ['и', 'н'],
  ],
] as const;

/** What sounds alike on the telephone. */
const soundalikes = [
  ...[
    ['ph', 'f'],
    ['f', 'ph'],
    ['ck', 'k'],
    ['k', 'ck'],
    ['ie', 'ei'],
    ['ei', 'ie'],
    ['y', 'i'],
    ['i', 'y'],
    ['c', 'k'],
    ['th', 't'],
  ],
  ...[
    ['ll', 'l'],
    ['l', 'll'],
    ['tt', 't'],
    ['t', 'tt'],
    ['ss', 's'],
    ['s', 'ss'],
    ['nn', 'n'],
    ['n', 'nn'],
    ['z', 's'],
    ['ou', 'u'],
  ],
  ...[
    ['ee', 'i'],
    ['ea', 'ee'],
    ['ey', 'y'],
    ['sch', 'sh'],
    ['v', 'w'],
    ['tz', 'z'],
    ['ai', 'ay'],
    ['о', 'а'],
    ['е', 'и'],
    ['нн', 'н'],
  ],
  ...[
    ['b', 'v'],
    ['g', 'j'],
    ['qu', 'k'],
    ['x', 'ks'],
    ['gh', 'g'],
    ['mb', 'm'],
    ['ў', 'в'],
    ['дз', 'д'],
    ['ц', 'т'],
    ['ł', 'l'],
  ],
] as const;

/** Letters are left to the hand that types them; syllables of other scripts are only lost, doubled or exchanged. */
export function misspelled(random: Random, word: string): string {
  const letters = Array.from(word);
  if (letters.length < 3) return word;
  const kind = random.next();
  if (kind < 0.25) return replaced(random, word, soundalikes) ?? exchanged(random, letters);
  if (kind < 0.4) return replaced(random, word, lookalikes) ?? exchanged(random, letters);
  if (kind < 0.6) return besideKey(random, letters) ?? exchanged(random, letters);
  if (kind < 0.75) return exchanged(random, letters);
  const at = 1 + random.below(letters.length - 1);
  const letter = letters[at] ?? '';
  return kind < 0.9 ? letters.toSpliced(at, 1).join('') : letters.toSpliced(at, 0, letter).join('');
}

/** Two neighbours change places; the first letter is rarely wrong. */
function exchanged(random: Random, letters: readonly string[]): string {
  const at = 1 + random.below(letters.length - 2);
  const [a = '', b = ''] = [letters[at], letters[at + 1]];
  if (a === b) return letters.toSpliced(at, 1).join('');
  return letters
    .with(at, b)
    .with(at + 1, a)
    .join('');
}

function replaced(random: Random, word: string, pairs: readonly (readonly [string, string])[]): string | undefined {
  const start = random.below(pairs.length);
  for (let step = 0; step < pairs.length; step += 1) {
    const [from, to] = pairs[(start + step) % pairs.length] ?? ['', ''];
    const at = word.indexOf(from, 1);
    if (at > 0) return `${word.slice(0, at)}${to}${word.slice(at + from.length)}`;
  }
  return undefined;
}

function besideKey(random: Random, letters: readonly string[]): string | undefined {
  const at = 1 + random.below(letters.length - 1);
  const letter = (letters[at] ?? '').toLowerCase();
  const row = rows.find((keys) => keys.includes(letter));
  if (letter === '' || row === undefined) return undefined;
  const key = row.indexOf(letter);
  const neighbour = row.charAt(key === 0 || (key < row.length - 1 && random.chance(0.5)) ? key + 1 : key - 1);
  return letters.with(at, neighbour).join('');
}
