/** Chinese names in a-z: pinyin with the readings that signs have as family names, and how families abroad spell theirs. */
import { pinyin } from 'pinyin-pro';
// cspell:disable

const syllables = (text: string, surname: 'head' | 'off'): readonly string[] =>
  pinyin(text, { toneType: 'none', type: 'array', surname, nonZh: 'removed' })
    .map((syllable) =>
      syllable
        .normalize('NFD')
        .replace(/[^a-z]/gi, '')
        .toLowerCase(),
    )
    .filter((syllable) => syllable !== '');

/** Xiaoming, Xiao Ming. */
export function hanGiven(word: string): readonly (readonly string[])[] {
  const read = syllables(word, 'off');
  return read.length < 2 ? [read] : [[read.join('')], read];
}

/** Cantonese, Hokkien and Wade-Giles spellings of the most frequent family names, traditional signs beside simplified. */
const abroad = new Map<string, readonly string[]>([
  ...entries('王黃黄汪', ['wong', 'ong', 'hwang']),
  ...entries('李', ['lee', 'lie']),
  ...entries('张張章', ['cheung', 'chang', 'teo', 'cheong']),
  ...entries('陈陳', ['chan', 'tan', 'chin']),
  ...entries('刘劉', ['lau', 'liew', 'low']),
  ...entries('林', ['lam', 'lim']),
  ...entries('杨楊', ['yeung', 'yang', 'yeo']),
  ...entries('吴吳伍', ['ng', 'goh', 'woo']),
  ...entries('赵趙', ['chiu', 'chao', 'teoh']),
  ...entries('周', ['chow', 'chou', 'chew']),
  ...entries('徐', ['hsu', 'tsui', 'chui']),
  ...entries('孙孫', ['sun', 'suen']),
  ...entries('马馬', ['ma', 'mah', 'beh']),
  ...entries('朱', ['chu', 'choo']),
  ...entries('胡', ['wu', 'woo', 'oh']),
  ...entries('郭', ['kwok', 'kuo', 'quek']),
  ...entries('何', ['ho', 'hoe']),
  ...entries('罗羅', ['lo', 'law', 'loh']),
  ...entries('郑鄭', ['cheng', 'tay', 'teh']),
  ...entries('梁', ['leung', 'leong', 'neo']),
  ...entries('谢謝', ['tse', 'hsieh', 'chia']),
  ...entries('许許', ['hui', 'koh', 'khoo']),
  ...entries('叶葉', ['yip', 'yap', 'yeh']),
  ...entries('蔡', ['choi', 'tsai', 'chua']),
  ...entries('曾', ['tsang', 'tseng', 'chan']),
  ...entries('冯馮', ['fung', 'feng', 'pang']),
  ...entries('邓鄧', ['tang', 'teng']),
]);
// cspell:enable

function entries(signs: string, spellings: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  return Array.from(signs).map((sign) => [sign, spellings]);
}

export const hanFamily = (word: string): readonly string[] => [
  ...new Set([syllables(word, 'head').join(''), ...(abroad.get(word) ?? [])]),
];
