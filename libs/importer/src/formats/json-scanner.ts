/** Walks through a JSON document piece by piece and cuts the items out of one of its lists, without ever holding the document. */
import { pointer } from '@tributary/domain-collection';
import { ImportError } from '../import-error.ts';
import { deepestRecord, longestRecord } from '../limits.ts';

export interface JsonItem {
  /** Of the item in the list, from 1. */
  readonly number: number;
  /** Of the file, from 1, where the item begins. */
  readonly line: number;
  /** Undefined: the item is not held, because it is what `wrong` says. */
  readonly text: string | undefined;
  readonly wrong: 'RECORD_TOO_LARGE' | 'RECORD_TOO_DEEP' | undefined;
}

/** A list or an object around the items. */
interface Frame {
  readonly closes: ']' | '}';
  /** JSON pointer to it. */
  readonly at: string;
  key: string;
  index: number;
}

/** Asked of each list outside the items; `rest` is the beginning of what follows its bracket. */
type IsWanted = (at: string, rest: string) => boolean;

const signs = /["{}[\],:]/g;
const stringSigns = /["\\]/g;
/** Characters after the bracket of a list by which it is judged, and of a key that are kept. */
const [seenOfList, longestKey] = [100, 1_000];

export class JsonScanner {
  readonly #frames: Frame[] = [];
  #inString = false;
  #escaped = false;
  /** The last string outside the items: a key, if a colon follows. */
  #string = '';
  /** Brackets that are open within the item; -1: outside the list. */
  #depth = -1;
  #pieces: string[] = [];
  #length = 0;
  #wrong: JsonItem['wrong'];
  #number = 0;
  #line = 1;
  #itemLine = 1;
  #ended = false;

  constructor(private readonly isWanted: IsWanted) {}

  /** The items that the piece completes. */
  *push(chunk: string): Generator<JsonItem, void, undefined> {
    let [from, at] = [0, 0];
    while (at < chunk.length) {
      if (this.#inString) {
        at = this.#throughString(chunk, at);
        continue;
      }
      signs.lastIndex = at;
      const sign = signs.exec(chunk)?.[0];
      if (sign === undefined) break;
      at = signs.lastIndex;
      if (sign === '"') {
        [this.#inString, this.#string] = [true, ''];
      } else if (this.#depth < 0) {
        this.#pass(chunk.slice(from, at));
        from = at;
        this.#outside(sign, chunk.slice(at, at + seenOfList));
      } else if (this.#inside(sign)) {
        this.#keep(chunk.slice(from, at - 1));
        if (sign === '}') throw this.#invalid('} closes nothing');
        yield* this.#complete(sign === ']');
        from = at;
      }
    }
    if (this.#depth < 0) this.#pass(chunk.slice(from));
    else this.#keep(chunk.slice(from));
  }

  end(): void {
    if (this.#depth < 0 && this.#frames.length === 0 && !this.#inString) return;
    throw new ImportError(
      `The JSON ends in the middle, after ${this.#number} records, in line ${this.#line}.`,
      'TRUNCATED',
    );
  }

  /** Answers where to go on: behind the quote that closes the string, or at the end of the piece. */
  #throughString(chunk: string, start: number): number {
    let at = start;
    while (at < chunk.length && this.#inString) {
      if (this.#escaped) {
        [this.#escaped, at] = [false, at + 1];
        continue;
      }
      stringSigns.lastIndex = at;
      const sign = stringSigns.exec(chunk)?.[0];
      at = sign === undefined ? chunk.length : stringSigns.lastIndex;
      this.#escaped = sign === '\\';
      this.#inString = sign !== '"';
    }
    if (this.#depth < 0 && this.#string.length < longestKey) {
      this.#string += chunk.slice(start, this.#inString ? at : at - 1);
    }
    return at;
  }

  #outside(sign: string, rest: string): void {
    const top = this.#frames.at(-1);
    if (sign === ':' && top) top.key = this.#string;
    if (sign === ',' && top) top.index += 1;
    if (sign === '}' || sign === ']') {
      if (top?.closes !== sign) throw this.#invalid(`${sign} closes nothing`);
      this.#frames.pop();
      this.#ended = this.#frames.length === 0;
    }
    if (sign !== '{' && sign !== '[') return;
    if (this.#ended) throw this.#invalid('another document follows the end of the first');
    if (this.#frames.length === deepestRecord) throw this.#invalid(`it is nested deeper than ${deepestRecord} levels`);
    const at = top ? pointer(top.at, top.closes === ']' ? top.index : top.key) : '';
    if (sign === '[' && this.isWanted(at, rest)) [this.#depth, this.#itemLine] = [0, this.#line];
    else this.#frames.push({ closes: sign === '[' ? ']' : '}', at, key: '', index: 0 });
  }

  /** Whether the sign ends the item. */
  #inside(sign: string): boolean {
    if (sign === '{' || sign === '[') {
      this.#depth += 1;
      if (this.#depth > deepestRecord) this.#refuse('RECORD_TOO_DEEP');
    } else if (sign === '}' || sign === ']') {
      if (this.#depth === 0) return true;
      this.#depth -= 1;
    }
    return sign === ',' && this.#depth === 0;
  }

  #keep(text: string): void {
    this.#pass(text);
    if (this.#wrong) return;
    this.#pieces.push(text);
    this.#length += text.length;
    if (this.#length > longestRecord) this.#refuse('RECORD_TOO_LARGE');
  }

  #refuse(wrong: JsonItem['wrong']): void {
    this.#wrong ??= wrong;
    this.#pieces = [];
  }

  #complete(isLast: boolean): readonly JsonItem[] {
    const text = this.#pieces.join('');
    const blank = /^\s*/.exec(text)?.[0] ?? '';
    const isNothing = isLast && this.#number === 0 && blank === text && !this.#wrong;
    const line = this.#itemLine + lineEnds(blank);
    if (!isNothing) this.#number += 1;
    const item = { number: this.#number, line, text: this.#wrong ? undefined : text.trim(), wrong: this.#wrong };
    [this.#pieces, this.#length, this.#wrong, this.#itemLine] = [[], 0, undefined, this.#line];
    if (isLast) [this.#depth, this.#ended] = [-1, this.#frames.length === 0];
    return isNothing ? [] : [item];
  }

  #pass(text: string): void {
    this.#line += lineEnds(text);
  }

  #invalid(what: string): ImportError {
    return new ImportError(
      `The JSON is broken after record ${this.#number}, near line ${this.#line}: ${what}.`,
      'INVALID_JSON',
    );
  }
}

function lineEnds(text: string): number {
  let [found, at] = [0, text.indexOf('\n')];
  while (at >= 0) {
    found += 1;
    at = text.indexOf('\n', at + 1);
  }
  return found;
}
