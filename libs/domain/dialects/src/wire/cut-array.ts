/** Cuts the items of an array out of JSON text that is known to be valid, each exactly as it was written. */

interface Cut {
  readonly items: readonly string[];
  /** The text with that array emptied: what was said besides the items. */
  readonly rest: string;
}

interface Open {
  /** Where the current item begins. */
  start: number;
  from: number;
  readonly items: string[];
}

/** The array at the root, or the one that the object at the root holds as `member`; of several, the one that parsing keeps. */
export function cutArray(text: string, member?: string): Cut | undefined {
  const depthOfList = member === undefined ? 1 : 2;
  let [depth, key] = [0, ''];
  let open: Open | undefined;
  let cut: Cut | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = endOfString(text, at);
      if (depth === 1 && isKey(text, end)) key = keyOf(text.slice(at, end));
      at = end - 1;
    } else if (code === opensObject || code === opensList) {
      depth += 1;
      const wanted = code === opensList && depth === depthOfList && (member === undefined || key === member);
      if (wanted) open = { start: at + 1, from: at + 1, items: [] };
    } else if (code === comma || code === closesObject || code === closesList) {
      if (open && depth === depthOfList) cut = closeItem(text, at, open) ?? cut;
      if (code === comma) continue;
      if (depth === depthOfList) open = undefined;
      depth -= 1;
    }
  }
  return cut;
}

const [quote, comma, opensList, closesList, opensObject, closesObject] = [0x22, 0x2c, 0x5b, 0x5d, 0x7b, 0x7d];

/** The whole array, where its end has been reached. */
function closeItem(text: string, at: number, open: Open): Cut | undefined {
  const item = text.slice(open.start, at).trim();
  if (item !== '') open.items.push(item);
  open.start = at + 1;
  if (text.charCodeAt(at) === comma) return undefined;
  return { items: open.items, rest: text.slice(0, open.from) + text.slice(at) };
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text.charCodeAt(start - 1) === 0x5c) start -= 1;
  return (at - start) % 2 === 1;
}

function isKey(text: string, end: number): boolean {
  const colon = /\s*:/y;
  colon.lastIndex = end;
  return colon.test(text);
}

function keyOf(quoted: string): string {
  const key: unknown = JSON.parse(quoted);
  return typeof key === 'string' ? key : quoted;
}
