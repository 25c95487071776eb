/** How a romanised name sounds: the key under which misheard spellings meet. */
import { doubleMetaphone } from 'double-metaphone';
import { memo } from './memo.ts';

const remembered = 50_000;

const sounds = memo((token) => {
  const [first, second] = doubleMetaphone(token);
  return first === second || second === '' ? [first] : [first, second];
}, remembered);

/**
 * One key, or two where the word may be of another tongue (L. Philips, The Double Metaphone Search Algorithm, 2000);
 * none for a token that is not in a-z.
 */
export const metaphone = (token: string): readonly string[] => (/^[a-z]+$/.test(token) ? sounds(token) : []);
