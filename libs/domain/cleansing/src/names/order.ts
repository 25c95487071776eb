/** Which words of a whole name are the family's: by comma, capitals, particles, script and the endings that tell. */
// cspell:ignore Masha Иванова Мария Петровна
import { givenNameKeys } from '../given-names/given-names.ts';
import { nameForm } from '../name.ts';
import { isSuffix } from './honorifics.ts';
import { isFamilyFirst, type Script } from './script.ts';
// cspell:disable

export interface Ordered {
  readonly given: readonly string[];
  readonly family: readonly string[];
}

const particles = new Set([
  ...[
    'van',
    'von',
    'vom',
    'zu',
    'zum',
    'zur',
    'der',
    'den',
    'de',
    'del',
    'della',
    'di',
    'da',
    'do',
    'dos',
    'das',
    'du',
  ],
  ...['des', 'la', 'le', 'ten', 'ter', 'te', "'t", 't', 'op', 'bin', 'binti', 'bint', 'ibn', 'ben', 'al', 'el', 'abu'],
  ...['af', 'av', 'mac', 'mc', 'st', 'ван', 'фон', 'де', 'бин', 'ибн', 'بن', 'ابن', 'بنت', 'آل', 'أبو'],
]);

/** Chinese family names of two signs, in both ways of writing. */
const chineseDoubles = new Set(
  '欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 独孤 獨孤 南宫 南宮 夏侯 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 宇文 长孙 長孫 轩辕 軒轅 端木 百里 西门 西門'.split(
    ' ',
  ),
);
const koreanDoubles = new Set('남궁 황보 제갈 선우 독고 사공 서문 동방'.split(' '));

const patronymic = /(?:вич|вна|чна|ович|евич|оглы|оглу|кызы|қызы|улы|ұлы|ївна)$/u;
const slavicFamily = /(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|енко|ко|чук|юк|як|ик|ич|ец|ых|их)$/u;
// cspell:enable

/** `words` in the order written, titles taken off; at least one. */
export function orderName(words: readonly string[], script: Script): Ordered {
  return (
    byComma(words) ??
    (isFamilyFirst(script) ? byEastAsia(words, script) : undefined) ??
    byCapitals(words) ??
    (script === 'cyrillic' ? bySlavicForm(words) : undefined) ??
    byParticle(words)
  );
}

/** `Kelley, Masha`. */
function byComma(words: readonly string[]): Ordered | undefined {
  const at = words.findIndex((word) => word.endsWith(','));
  if (at < 0 || at === words.length - 1) return undefined;
  const behind = words.slice(at + 1).filter((word) => !isSuffix(word));
  if (behind.length === 0) return undefined;
  return { family: words.slice(0, at + 1), given: behind };
}

const isShouted = (word: string): boolean =>
  word.length > 2 && word === word.toUpperCase() && word !== word.toLowerCase() && !word.includes('.');

/** `KELLEY Masha`, `Masha KELLEY`: capitals tell only where not every word has them. */
function byCapitals(words: readonly string[]): Ordered | undefined {
  const shouted = words.filter(isShouted);
  if (shouted.length === 0 || words.every((word) => word === word.toUpperCase())) return undefined;
  const first = words.findIndex(isShouted);
  const last = words.findLastIndex(isShouted);
  if (last - first + 1 !== shouted.length) return undefined;
  const start = startOfParticles(words, first);
  return { family: words.slice(start, last + 1), given: [...words.slice(0, start), ...words.slice(last + 1)] };
}

/** `王小明`, `王 小明`, `欧阳娜娜`, `김민수`; a middle dot parts a foreign name, given name first. */
function byEastAsia(words: readonly string[], script: Script): Ordered | undefined {
  const [first = '', ...rest] = words;
  if (scriptsDot.test(words.join(''))) {
    const parts = words.flatMap((word) => word.split(scriptsDot)).filter((part) => part !== '');
    return { given: parts.slice(0, -1), family: parts.slice(-1) };
  }
  if (rest.length > 0) return { family: [first], given: rest };
  const signs = Array.from(first);
  if (script === 'kana' || signs.length < 2) return { family: [first], given: [] };
  const doubles = script === 'han' ? chineseDoubles : koreanDoubles;
  // Four signs and more without a known double: a Japanese name or a married one, and both part after the second.
  const two = (signs.length > 2 && doubles.has(signs.slice(0, 2).join(''))) || signs.length > 3;
  const cut = two ? 2 : 1;
  return { family: [signs.slice(0, cut).join('')], given: [signs.slice(cut).join('')] };
}

const scriptsDot = /[·・‧•]/;

/** `Иванова Мария Петровна`, `Мария Петровна Иванова`, `Иванова Мария`. */
function bySlavicForm(words: readonly string[]): Ordered | undefined {
  const forms = words.map((word) => word.toLowerCase());
  const [first = '', second = '', third = ''] = forms;
  if (words.length === 3 && patronymic.test(third) && !patronymic.test(second)) {
    return { family: words.slice(0, 1), given: words.slice(1) };
  }
  if (words.length === 2 && patronymic.test(second) && isKnownGiven(first)) return { family: [], given: words };
  const turned = words.length === 2 && slavicFamily.test(first) && !isKnownGiven(first) && isKnownGiven(second);
  return turned ? { family: words.slice(0, 1), given: words.slice(1) } : undefined;
}

const isKnownGiven = (word: string): boolean => givenNameKeys(nameForm(word)).length > 0;

/** The last word, and what leads to it: `Ludwig [van Beethoven]`, `Ahmad [bin Abdullah]`; one word alone is a given name. */
function byParticle(words: readonly string[]): Ordered {
  if (words.length < 2) return { given: words, family: [] };
  const start = startOfParticles(words, words.length - 1);
  return { given: words.slice(0, start), family: words.slice(start) };
}

/** At least one word stays before: `Van Morrison` is called Van. */
function startOfParticles(words: readonly string[], family: number): number {
  let start = family;
  while (start > 1 && particles.has((words[start - 1] ?? '').toLowerCase())) start -= 1;
  return start;
}
