/** The rows of a text with one JSON object per line. */
import { longestRecord } from '../limits.ts';
import { recordIn, refused } from './json-text.ts';
import { type RawRow } from './row.ts';

export async function* ndjsonRows(text: AsyncIterable<string>): AsyncGenerator<RawRow, void, undefined> {
  let [line, rest, isTooLong] = [1, '', false];
  for await (const chunk of text) {
    let [from, end] = [0, chunk.indexOf('\n')];
    while (end >= 0) {
      yield* rowIn(rest + chunk.slice(from, end), line, isTooLong);
      [line, rest, isTooLong, from] = [line + 1, '', false, end + 1];
      end = chunk.indexOf('\n', from);
    }
    rest += chunk.slice(from);
    isTooLong ||= rest.length > longestRecord;
    // What is too long is not held; that it was there is remembered.
    if (isTooLong) rest = ' ';
  }
  yield* rowIn(rest, line, isTooLong);
}

function* rowIn(text: string, line: number, isTooLong: boolean): Generator<RawRow, void, undefined> {
  if (isTooLong || text.length > longestRecord) {
    yield refused(line, 'RECORD_TOO_LARGE');
    return;
  }
  const trimmed = text.replace(/^\u{feff}/u, '').trim();
  if (trimmed !== '') yield recordIn(trimmed, line);
}
