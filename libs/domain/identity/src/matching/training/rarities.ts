/** How rare the names of these very records are, whatever they are elsewhere. */
import { type MatchForm, type NamePart } from '../form.ts';
import { countNames } from './name-counts.ts';

/** log2 of how much rarer than an average agreement on a name: 0 for one that two strangers agree on as often as on any. */
export interface Rarities {
  readonly first: (name: NamePart) => number;
  readonly last: (name: NamePart) => number;
}

export const raritiesOf = (forms: readonly MatchForm[]): Rarities => ({
  first: rarityAmong(forms.map(({ first }) => first)),
  last: rarityAmong(forms.map(({ last }) => last)),
});

function rarityAmong(names: readonly (NamePart | undefined)[]): (name: NamePart) => number {
  const { counts, total } = countNames(names);
  // Two records at random that bear one name, of which a record is not held against itself.
  const agreement = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0) / total;
  return ({ text }) => Math.log2(agreement / Math.max(0.5, (counts.get(text) ?? 1) - 1));
}
