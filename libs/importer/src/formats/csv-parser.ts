/**
 * Cuts CSV (RFC 4180) into rows as it streams in. A row that is broken costs itself alone: reading goes on in the line after the one
 * where it began, so that a quote left open does not swallow the rows that follow.
 */
import { longestRecord } from '../limits.ts';

export type CsvRow = { readonly line: number } & (
  { readonly cells: readonly string[] } | { readonly code: 'INVALID_CSV' | 'RECORD_TOO_LARGE'; readonly detail: string }
);

export interface CsvSigns {
  readonly delimiter: string;
  readonly quote: string;
}

/** `more`: the row goes on beyond what has been read. */
type Parsed =
  | { readonly kind: 'row'; readonly cells: readonly string[]; readonly end: number; readonly lines: number }
  | { readonly kind: 'broken'; readonly detail: string }
  | { readonly kind: 'more'; readonly quoted: boolean };

type Cell =
  | { readonly kind: 'cell'; readonly text: string; readonly end: number }
  | { readonly kind: 'broken'; readonly detail: string }
  | { readonly kind: 'more' };

export class CsvParser {
  #text = '';
  #line = 1;
  /** Nothing follows what has been read. */
  #isLast = false;
  /** The line end of old Macintosh exports is a lone carriage return. */
  #lineEnd: '\n' | '\r' | undefined;
  /** Within a line too long to be held. */
  #skipping = false;
  /** Where the next delimiter is; looked for once, not once for each cell before it. */
  #delimiterAt = -1;

  constructor(
    private readonly signs: CsvSigns,
    private readonly longest = longestRecord,
  ) {}

  /** One row after the other: a piece of the stream holds hundreds. */
  *push(chunk: string): Generator<CsvRow, void, undefined> {
    this.#text += chunk;
    yield* this.#rows();
  }

  *end(): Generator<CsvRow, void, undefined> {
    this.#isLast = true;
    yield* this.#rows();
  }

  *#rows(): Generator<CsvRow, void, undefined> {
    if (this.#text === '') return;
    this.#lineEnd ??= this.#findLineEnd();
    if (this.#lineEnd === undefined) {
      if (this.#text.length <= this.longest) return;
      this.#lineEnd = '\n';
    }
    this.#delimiterAt = -1;
    let at = 0;
    while (at < this.#text.length) {
      if (this.#skipping || isEmptyLine(this.#text, at, this.#lineEnd)) {
        const end = this.#text.indexOf(this.#lineEnd, at);
        at = end < 0 ? this.#text.length : end + 1;
        if (end >= 0) this.#line += 1;
        this.#skipping &&= end < 0;
        continue;
      }
      const parsed = this.#parseRow(at);
      if (parsed.kind === 'row') {
        yield { line: this.#line, cells: parsed.cells };
        this.#line += parsed.lines;
        at = parsed.end;
        continue;
      }
      if (parsed.kind === 'more' && !this.#isLast && this.#text.length - at <= this.longest) break;
      yield { line: this.#line, ...this.#wrong(parsed) };
      this.#skipping = true;
    }
    this.#text = this.#text.slice(at);
  }

  /** By the first one outside quotes; undefined: it is not yet to be seen, so a row cannot have ended. */
  #findLineEnd(): '\n' | '\r' | undefined {
    let quoted = false;
    for (let at = 0; at < this.#text.length; at += 1) {
      const sign = this.#text[at];
      if (sign === this.signs.quote) quoted = !quoted;
      if (quoted || (sign !== '\n' && sign !== '\r')) continue;
      const next = this.#text[at + 1];
      if (sign === '\r' && next === undefined && !this.#isLast) return undefined;
      return sign === '\r' && next !== '\n' ? '\r' : '\n';
    }
    return this.#isLast ? '\n' : undefined;
  }

  #wrong(parsed: Exclude<Parsed, { readonly kind: 'row' }>) {
    if (parsed.kind === 'broken') return { code: 'INVALID_CSV', detail: parsed.detail } as const;
    if (parsed.quoted)
      return { code: 'INVALID_CSV', detail: 'A quote is opened and not closed, or far too late.' } as const;
    return { code: 'RECORD_TOO_LARGE', detail: `The line has more than ${this.longest} characters.` } as const;
  }

  #parseRow(start: number): Parsed {
    const lineEnd = this.#lineEnd ?? '\n';
    const cells: string[] = [];
    let [at, lines] = [start, 1];
    for (;;) {
      const quoted = this.#text.charAt(at) === this.signs.quote;
      const cell = quoted ? this.#quotedCell(at) : this.#plainCell(at);
      if (cell.kind === 'more') return { kind: 'more', quoted };
      if (cell.kind === 'broken') return cell;
      cells.push(cell.text);
      if (quoted) lines += count(cell.text, lineEnd);
      if (this.#text.charAt(cell.end) !== this.signs.delimiter) return { kind: 'row', cells, end: cell.end + 1, lines };
      at = cell.end + 1;
    }
  }

  #plainCell(at: number): Cell {
    const { delimiter, quote } = this.signs;
    if (this.#delimiterAt < at) {
      const found = this.#text.indexOf(delimiter, at);
      this.#delimiterAt = found < 0 ? Number.POSITIVE_INFINITY : found;
    }
    const lineEnd = this.#text.indexOf(this.#lineEnd ?? '\n', at);
    if (lineEnd < 0 && !this.#isLast && this.#delimiterAt === Number.POSITIVE_INFINITY) return { kind: 'more' };
    const rowEnd = lineEnd < 0 ? this.#text.length : lineEnd;
    const end = Math.min(this.#delimiterAt, rowEnd);
    const text = this.#text.slice(at, end);
    if (text.includes(quote))
      return { kind: 'broken', detail: 'A quote stands within a cell that has none around it.' };
    return { kind: 'cell', text: end === rowEnd ? withoutReturn(text) : text, end };
  }

  #quotedCell(start: number): Cell {
    const { delimiter, quote } = this.signs;
    let [text, at] = ['', start + 1];
    for (;;) {
      const close = this.#text.indexOf(quote, at);
      if (close < 0 || (close + 1 >= this.#text.length && !this.#isLast)) return { kind: 'more' };
      text += this.#text.slice(at, close);
      const next = this.#text.charAt(close + 1);
      if (next === quote) {
        text += quote;
        at = close + 2;
        continue;
      }
      const end = close + (next === '\r' && this.#lineEnd === '\n' ? 2 : 1);
      const after = this.#text.charAt(end);
      if (after === '' && end >= this.#text.length && !this.#isLast) return { kind: 'more' };
      if (after === delimiter || after === this.#lineEnd || after === '') return { kind: 'cell', text, end };
      return { kind: 'broken', detail: 'Text follows the quote that closes a cell.' };
    }
  }
}

const withoutReturn = (text: string): string => (text.endsWith('\r') ? text.slice(0, -1) : text);

const isEmptyLine = (text: string, at: number, lineEnd: string): boolean =>
  text.startsWith(lineEnd, at) || (lineEnd === '\n' && text.startsWith('\r\n', at));

function count(text: string, sign: string): number {
  let [found, at] = [0, text.indexOf(sign)];
  while (at >= 0) {
    found += 1;
    at = text.indexOf(sign, at + 1);
  }
  return found;
}
