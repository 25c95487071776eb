/** Finds numbers of payment cards in a text, also beside other numbers: a month, a code, an amount. */
import { luhn } from './check-digits.ts';
import { plainText, separators, type Span, standsAlone } from './plain-text.ts';

/**
 * ISO/IEC 7812 and the ranges that the schemes publish: Diners Club (30, 36, 38, 39), JCB (35), American Express (34, 37), Visa (4),
 * Mastercard (51 to 55, 2221 to 2720), Maestro, Discover, UnionPay and others (50, 56 to 58, 6), each with as many digits as its cards have.
 */
const cards =
  /^(?:3(?:0[0-59]|[689]\d)\d{11,16}|35\d{14,17}|3[47]\d{13}|4\d{12,18}|(?:5[1-5]|2[2-7])\d{14}|5[0678]\d{11,17}|6\d{12,18})$/;
const [fewest, most] = [13, 19];

/** How cards are printed; any other part of a longer row of numbers is taken for numbers that stand beside each other. */
const printed = /^(?:\d+|4-4-4-4(?:-[1-3])?|4-6-[45]|4-4-5|4-3-3-3|6-13)$/;

const rows = new RegExp(String.raw`\d+(?:[${separators}]\d+)*`, 'g');
const longRow = new RegExp(String.raw`\d(?:[${separators}]?\d){${fewest - 1}}`);

export function findCards(text: string): readonly Span[] {
  if (text.length < fewest) return [];
  const plain = plainText(text);
  if (!longRow.test(plain)) return [];
  return [...plain.matchAll(rows)].flatMap(({ 0: row, index }) =>
    row.length < fewest ? [] : inGroups(groupsOf(row, index).filter((group) => standsAlone(plain, group))),
  );
}

interface Group extends Span {
  readonly digits: string;
  /** What stands before it in its row. */
  readonly after: string;
}

const groupsOf = (row: string, offset: number): readonly Group[] =>
  [...row.matchAll(/\d+/g)].map(({ 0: digits, index }) => {
    const start = offset + index;
    return { digits, start, end: start + digits.length, after: row.charAt(index - 1) };
  });

/** From each group at most as many groups are tried as a card has digits: the work grows with the row, not with its square. */
function inGroups(groups: readonly Group[]): readonly Span[] {
  const found: Span[] = [];
  for (let first = 0; first < groups.length; first += 1) {
    const count = longestCard(groups, first);
    const [from, to] = [groups[first], groups[first + count - 1]];
    if (count === 0 || !from || !to) continue;
    found.push({ start: from.start, end: to.end });
    first += count - 1;
  }
  return found;
}

/** How many groups, from the first on, are a card; the most of them, so that nothing of a long number is left. */
function longestCard(groups: readonly Group[], first: number): number {
  let digits = '';
  let longest = 0;
  for (let count = 1; first + count <= groups.length; count += 1) {
    digits += groups[first + count - 1]?.digits ?? '';
    if (digits.length > most) break;
    const taken = groups.slice(first, first + count);
    if (isWrittenAsCard(taken, groups.length) && cards.test(digits) && luhn(digits)) longest = count;
  }
  return longest;
}

function isWrittenAsCard(taken: readonly Group[], all: number): boolean {
  // The fraction of a number is no card.
  if (taken.length === 1 && taken[0]?.after === '.') return false;
  const dotted = taken.some(({ after }, index) => index > 0 && after === '.');
  if (taken.length === all && !dotted) return true;
  return taken.length === 1 || printed.test(taken.map(({ digits }) => digits.length).join('-'));
}
