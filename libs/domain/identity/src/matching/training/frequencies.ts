/** Shares of first and last names among records. */
import { type NamePart } from '../form.ts';
import { type Frequencies } from '../model.ts';
import { countNames } from './name-counts.ts';

/** The frequent names matter; each of the others is about as rare as the next. */
const mostNames = 2_000;

/** What a name that is not listed may be is unknown: no rarer than one in twenty thousand, as most surnames are not. */
const rarest = 5e-5;

interface Among {
  /** How often two strangers agree. */
  readonly agreement: number;
  /** Records of the person that a record is of: whoever else bears its name is among the others. */
  readonly own: number;
}

export function frequenciesOf(parts: Iterable<NamePart | undefined>, { agreement, own }: Among): Frequencies {
  const { counts, total } = countNames(parts);
  const ranked = [...counts].sort(([p, a], [q, b]) => b - a || (p < q ? -1 : 1));
  const listed = ranked.slice(0, mostNames).filter(([, count]) => count > 1);
  const unlisted = ranked.slice(listed.length);
  const left = unlisted.reduce((sum, [, count]) => sum + count, 0);
  // Seen once or never: no rarer than one in all records, however many names there are.
  const rest = Math.max(rarest, Math.max(1, left / Math.max(1, unlisted.length)) / Math.max(2, total));
  return {
    agreement,
    rest,
    names: Object.fromEntries(listed.map(([name, count]) => [name, round(Math.max(rest, (count - own) / total))])),
  };
}

const round = (share: number): number => Number(share.toPrecision(3));
