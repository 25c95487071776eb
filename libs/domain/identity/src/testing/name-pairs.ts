/** The nickname and script suite: pairs of records with the answer that a careful steward would give, as many ones as twos. */
import { belarusianPairs } from './belarusian-pairs.ts';
import { chinesePairs } from './chinese-pairs.ts';
import { dutchPairs } from './dutch-pairs.ts';
import { englishPairs } from './english-pairs.ts';
import { type NamePair } from './pair.ts';
import { russianPairs } from './russian-pairs.ts';
import { thaiPairs } from './thai-pairs.ts';

export const namePairs: Readonly<Record<string, readonly NamePair[]>> = {
  English: englishPairs,
  Russian: russianPairs,
  Belarusian: belarusianPairs,
  Dutch: dutchPairs,
  Chinese: chinesePairs,
  Thai: thaiPairs,
};
