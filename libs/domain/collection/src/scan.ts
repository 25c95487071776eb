/** Reads JSON text that is known to be valid without building it: where items stand, and whether an object names a key twice. */
import { pointer } from './json.ts';

/** Start (inclusive) and end (exclusive) of an item in the text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

interface Frame {
  /** Keys seen, for an object; the index of the current item, for an array. */
  readonly keys: Set<string> | undefined;
  index: number;
  key: string;
  start: number;
}

export interface Scan {
  /** Items of the array at the root, or of the member `batch` of the object there. */
  readonly spans: readonly Span[];
  /** Values of the object at the root, by name. */
  readonly members: ReadonlyMap<string, Span>;
  /** Pointer to the first key that its object names twice; the empty string says that there is none. */
  readonly duplicate: string;
  /** The same outside of the items, which can be judged one by one. */
  readonly duplicateOutside: string;
}

export function scan(text: string): Scan {
  const frames: Frame[] = [];
  const spans: Span[] = [];
  const members = new Map<string, Span>();
  let [duplicate, duplicateOutside] = ['', ''];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const top = frames.at(-1);
    if (top && top.start < 0 && !/[\s,\]}:]/.test(character)) top.start = at;
    if (character === '"') {
      const end = endOfString(text, at);
      if (top?.keys && isKey(text, end)) {
        top.key = keyOf(text.slice(at, end));
        if (top.keys.has(top.key)) {
          duplicate ||= pathOf(frames);
          if (!isWithinItem(frames)) duplicateOutside ||= pathOf(frames);
        }
        top.keys.add(top.key);
      }
      at = end - 1;
    } else if (character === ':' && top) {
      top.start = -1; // the value begins behind it
    } else if (character === '{' || character === '[') {
      frames.push({ keys: character === '{' ? new Set() : undefined, index: 0, key: '', start: -1 });
    } else if (character === ',' || character === ']' || character === '}') {
      const span =
        top && top.start >= 0 && frames.length <= 2 ? { start: top.start, end: endOfItem(text, at) } : undefined;
      if (span && holdsItems(frames)) spans.push(span);
      if (span && top?.keys && frames.length === 1) members.set(top.key, span);
      if (character === ',' && top) Object.assign(top, { index: top.index + 1, start: -1 });
      else frames.pop();
    }
  }
  return { spans, members, duplicate, duplicateOutside };
}

/** The array at the root, or the member `batch` of the object there. */
function holdsItems(frames: readonly Frame[]): boolean {
  const [root, inner] = frames;
  if (frames.length === 1) return root?.keys === undefined;
  return frames.length === 2 && root?.keys !== undefined && root.key === 'batch' && inner?.keys === undefined;
}

/** Whether the innermost of them stands in an item of such an array. */
const isWithinItem = (frames: readonly Frame[]): boolean =>
  holdsItems(frames.slice(0, 1)) ? frames.length > 1 : frames.length > 2 && holdsItems(frames.slice(0, 2));

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1;
  return at + 1;
}

function endOfItem(text: string, end: number): number {
  let at = end;
  while (/\s/.test(text.charAt(at - 1))) at -= 1;
  return at;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (/\s/.test(text.charAt(at))) at += 1;
  return text.charAt(at) === ':';
}

function keyOf(quoted: string): string {
  const key: unknown = JSON.parse(quoted);
  return typeof key === 'string' ? key : quoted;
}

const pathOf = (frames: readonly Frame[]): string =>
  frames.reduce((at, frame) => pointer(at, frame.keys ? frame.key : frame.index), '');

/** Keys as written: more of them than parsing kept means that one was named twice. */
export function writtenKeys(text: string): number {
  let count = 0;
  for (let open = text.indexOf('"'); open >= 0;) {
    let close = text.indexOf('"', open + 1);
    while (isEscaped(text, close)) close = text.indexOf('"', close + 1);
    let next = close + 1;
    while (isSpace(text.charCodeAt(next))) next += 1;
    if (text.charCodeAt(next) === 0x3a) count += 1;
    open = text.indexOf('"', next);
  }
  return count;
}

function isEscaped(text: string, quote: number): boolean {
  let start = quote;
  while (text.charCodeAt(start - 1) === 0x5c) start -= 1;
  return (quote - start) % 2 === 1;
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Keys that parsing kept. */
export function keptKeys(value: unknown): number {
  let count = 0;
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const values: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (!Array.isArray(next)) count += values.length;
    for (const item of values) if (typeof item === 'object' && item !== null) open.push(item);
  }
  return count;
}

/** Pointer to the first key that an object names twice, which parsing has not kept; empty where there is none. */
export const duplicateIn = (text: string, parsed: unknown): string =>
  writtenKeys(text) === keptKeys(parsed) ? '' : scan(text).duplicate;
