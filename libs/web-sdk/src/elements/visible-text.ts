/** Reads the text that a visitor sees in an element, without any that was typed, chosen, hidden or marked private. */
import { redactText } from '../privacy/redact-text.ts';
import { attribute, type ElementLike, has, isElement, isText, type NodeLike } from './element-like.ts';
import { holdsAnswer, isPrivate } from './private-element.ts';

const longestText = 255; // what the product keeps of a text
/** Enough to fill 255 after white space is folded; a click on a whole page must not read all of it. */
const readAtMost = 2_000;
const unseen = new Set('script style noscript template svg iframe object canvas'.split(' '));

export function visibleText(element: ElementLike): string {
  const parts: string[] = [];
  if (isReadable(element)) collect(element, parts, readAtMost);
  return shorten(redactText(parts.join('').replaceAll(/\s+/g, ' ').trim()), longestText);
}

/** Cuts between characters: half a surrogate pair is no valid text. */
export const shorten = (text: string, length: number): string => text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');

function isReadable(element: ElementLike): boolean {
  if (unseen.has(element.localName) || holdsAnswer(element) || isPrivate(element)) return false;
  if (has(element, 'hidden') || attribute(element, 'aria-hidden') === 'true') return false;
  return element.checkVisibility?.() !== false;
}

/** Answers how much may still be read. */
function collect(node: NodeLike, parts: string[], room: number): number {
  let left = room;
  for (const child of node.childNodes) {
    if (left <= 0) break;
    if (isText(child)) {
      const text = child.textContent ?? '';
      parts.push(text.slice(0, left));
      left -= text.length;
    } else if (isElement(child) && isReadable(child)) {
      left = collect(child, parts, left);
      parts.push(' ');
    }
  }
  return left;
}
