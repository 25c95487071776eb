/** Whether two words are at least so similar; the answers for pairs that come again are remembered by place, and overwritten. */
import { type Word } from '../form.ts';
import { jaroWinkler } from './jaro-winkler.ts';
import { similarityBound } from './letters.ts';

const places = 1 << 15; // half a megabyte; a collision costs one comparison
const left: (Word | undefined)[] = new Array<Word | undefined>(places).fill(undefined);
const right: (Word | undefined)[] = new Array<Word | undefined>(places).fill(undefined);
const answers = new Float64Array(places);

/** Jaro-Winkler >= `least`. */
export function isSimilar(a: Word, b: Word, least: number): boolean {
  if (a === b) return true;
  return similarityBound(a, b) >= least && similarityOf(a, b) >= least;
}

function similarityOf(a: Word, b: Word): number {
  const place = (a.hash ^ Math.imul(b.hash, 31)) & (places - 1);
  if (left[place] === a && right[place] === b) return answers[place] ?? 0;
  const answer = jaroWinkler(a.text, b.text);
  left[place] = a;
  right[place] = b;
  answers[place] = answer;
  return answer;
}
