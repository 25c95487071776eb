/**
 * The rows of an XML document: the elements at one path. Child elements become members by their names, attributes by `@name`, what
 * repeats becomes a list; the text of an element that has attributes too stands under `#text`.
 */
import { textMember } from '@tributary/domain-collection';
import { isText, notText } from '../file-text.ts';
import { ImportError } from '../import-error.ts';
import { deepestRecord, longestRecord } from '../limits.ts';
import { type RawRow } from './row.ts';
import { XmlParser, type XmlTag } from './xml-parser.ts';

/** The parser answers for a piece with all records in it; a few are held at once. */
const pieceLength = 4_096;

/** `records`: path of the repeating element, e.g. `/orders/order`. */
export async function* xmlRows(text: AsyncIterable<string>, records: string): AsyncGenerator<RawRow, void, undefined> {
  const cutter = new RecordCutter(records);
  const parser = new XmlParser(cutter);
  for await (const chunk of text) {
    for (let at = 0; at < chunk.length; at += pieceLength) {
      const broken = thrownBy(() => {
        parser.push(chunk.slice(at, at + pieceLength));
      });
      yield* cutter.take();
      if (broken) throw broken;
    }
  }
  parser.end();
  if (cutter.count > 0) return;
  throw new ImportError(`The file has no element at ${records}.`, 'NO_RECORDS');
}

/** The records before what is broken are whole. */
function thrownBy(work: () => void): ImportError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof ImportError) return error;
    throw error;
  }
}

interface Element {
  readonly name: string;
  readonly members: Map<string, unknown>;
  text: string;
}

class RecordCutter {
  count = 0;
  /** Names of the open elements around the record that is open, or would be. */
  readonly #path: string[] = [];
  /** The record that is open, and the elements that are open in it. */
  #elements: Element[] = [];
  #depth = 0;
  #place = { line: 0, position: 0 };
  #wrong: 'RECORD_TOO_LARGE' | 'RECORD_TOO_DEEP' | 'NOT_UTF8' | undefined;
  #rows: RawRow[] = [];

  constructor(private readonly records: string) {}

  take(): readonly RawRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open({ name, attributes, line, position }: XmlTag): void {
    if (this.#depth === 0) {
      this.#path.push(name);
      if (`/${this.#path.join('/')}` !== this.records) return;
      this.#place = { line, position };
      this.#wrong = undefined;
    }
    this.#depth += 1;
    if (this.#depth > deepestRecord) this.#refuse('RECORD_TOO_DEEP');
    if (position - this.#place.position > longestRecord) this.#refuse('RECORD_TOO_LARGE');
    if (!isText(name) || !attributes.every(([key, value]) => isText(key) && isText(value))) this.#refuse('NOT_UTF8');
    if (!this.#wrong) this.#elements.push({ name, members: new Map(attributes), text: '' });
  }

  text(text: string, position: number): void {
    if (this.#depth === 0) return;
    if (!isText(text)) this.#refuse('NOT_UTF8');
    if (position - this.#place.position > longestRecord) this.#refuse('RECORD_TOO_LARGE');
    const element = this.#elements.at(-1);
    if (element) element.text += text;
  }

  close(): void {
    if (this.#depth === 0) {
      this.#path.pop();
      return;
    }
    this.#depth -= 1;
    const element = this.#elements.pop();
    if (this.#depth === 0) {
      this.#path.pop();
      this.count += 1;
      this.#rows.push(this.#rowOf(element));
      return;
    }
    const parent = this.#elements.at(-1);
    if (element && parent) attach(parent.members, element.name, valueOf(element));
  }

  #refuse(wrong: 'RECORD_TOO_LARGE' | 'RECORD_TOO_DEEP' | 'NOT_UTF8'): void {
    this.#wrong ??= wrong;
    this.#elements = [];
  }

  #rowOf(element: Element | undefined): RawRow {
    const line = this.count;
    if (element && !this.#wrong) {
      const { members, text } = element;
      if (text.trim() !== '') members.set(textMember, text);
      return { line, cells: Object.fromEntries(members) };
    }
    const where = ` It begins in line ${this.#place.line}.`;
    if (this.#wrong === 'NOT_UTF8') {
      const { rejected } = notText(line);
      return { rejected: { ...rejected, detail: `${rejected.detail}${where}` } };
    }
    const tooDeep = this.#wrong === 'RECORD_TOO_DEEP';
    const detail = tooDeep
      ? `The record is nested deeper than ${deepestRecord} levels.`
      : `The record has more than ${longestRecord} characters.`;
    return { rejected: { line, code: this.#wrong ?? 'RECORD_TOO_LARGE', detail: `${detail}${where}` } };
  }
}

function valueOf({ members, text }: Element): unknown {
  if (members.size === 0) return text;
  if (text.trim() !== '') members.set(textMember, text);
  return Object.fromEntries(members);
}

function attach(members: Map<string, unknown>, name: string, value: unknown): void {
  const there = members.get(name);
  if (!members.has(name)) members.set(name, value);
  else if (Array.isArray(there)) there.push(value);
  else members.set(name, [there, value]);
}
