/** The rows of a JSON document: the items of one of its lists. */
import { ImportError } from '../import-error.ts';
import { recordIn, refused } from './json-text.ts';
import { type JsonItem, JsonScanner } from './json-scanner.ts';
import { type RawRow } from './row.ts';

/** `records`: JSON pointer to the list. */
export async function* jsonRows(text: AsyncIterable<string>, records: string): AsyncGenerator<RawRow, void, undefined> {
  const lists = new Set<string>();
  const scanner = new JsonScanner((at) => {
    if (lists.size < mostNamed) lists.add(at);
    return at === records;
  });
  for await (const chunk of text) for (const item of scanner.push(chunk)) yield rowOf(item);
  scanner.end();
  if (lists.has(records)) return;
  throw new ImportError(`The file has no list at "${records}".${listed([...lists])}`, 'NO_RECORDS');
}

/** More would not be read. */
const mostNamed = 20;

const listed = (lists: readonly string[]): string =>
  lists.length === 0 ? '' : ` It has lists at ${lists.map((at) => `"${at}"`).join(', ')}.`;

function rowOf({ number, line, text, wrong }: JsonItem): RawRow {
  const where = ` It begins in line ${line}.`;
  if (wrong ?? text === undefined) return refused(number, wrong ?? 'NOT_JSON', where);
  const row = recordIn(text, number);
  return 'rejected' in row ? { rejected: { ...row.rejected, detail: `${row.rejected.detail}${where}` } } : row;
}

/** In the beginning of a document: the first list whose items are objects. */
export function findList(sample: string): string | undefined {
  let found: string | undefined;
  const scanner = new JsonScanner((at, rest) => {
    if (/^\s*\{/.test(rest)) found ??= at;
    return false;
  });
  try {
    scanner.push(sample).next();
  } catch (error) {
    // What is broken is told when it is read.
    if (!(error instanceof ImportError)) throw error;
  }
  return found;
}
