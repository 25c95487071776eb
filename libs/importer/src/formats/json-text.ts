/** Reads one record that stands in JSON text; a record that cannot be held or is no object is refused. */
import { duplicateIn, isObject, type ReasonCode } from '@tributary/domain-collection';
import { isText, notText } from '../file-text.ts';
import { deepestRecord, longestRecord } from '../limits.ts';
import { type RowReasonCode } from '../reasons.ts';
import { type RawRow } from './row.ts';

export function recordIn(text: string, line: number): RawRow {
  if (!isText(text)) return notText(line);
  if (isTooDeep(text)) return refused(line, 'RECORD_TOO_DEEP');
  const value = parseJson(text);
  if (value === undefined) return refused(line, 'NOT_JSON');
  if (!isObject(value)) return refused(line, 'NOT_AN_OBJECT');
  const duplicate = duplicateIn(text, value);
  if (duplicate === '') return { line, cells: value, text };
  // Parsing has kept the last of them, and lost the others.
  const detail = `The key ${duplicate} is named twice in its object.`;
  return { rejected: { line, code: 'DUPLICATE_KEY', detail } };
}

export type JsonRefusal =
  Extract<RowReasonCode, 'NOT_JSON' | 'RECORD_TOO_LARGE' | 'RECORD_TOO_DEEP'> | Extract<ReasonCode, 'NOT_AN_OBJECT'>;

const details: Readonly<Record<JsonRefusal, string>> = {
  NOT_JSON: 'The record is not JSON.',
  NOT_AN_OBJECT: 'The record is not a JSON object.',
  RECORD_TOO_LARGE: `The record has more than ${longestRecord} characters.`,
  RECORD_TOO_DEEP: `The record is nested deeper than ${deepestRecord} levels.`,
};

export const refused = (line: number, code: JsonRefusal, where = ''): RawRow => ({
  rejected: { line, code, detail: `${details[code]}${where}` },
});

/** Counts brackets outside strings: to parse what is nested without bound, and write it again, would cost the stack. */
function isTooDeep(text: string): boolean {
  if (text.length <= deepestRecord * 2) return false;
  let [depth, inString] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') inString = !inString;
    else if (inString && sign === '\\') at += 1;
    else if (!inString && (sign === '{' || sign === '[')) depth += 1;
    else if (!inString && (sign === '}' || sign === ']')) depth -= 1;
    if (depth > deepestRecord) return true;
  }
  return false;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown; // eslint-disable-line no-restricted-syntax -- JSON.parse answers any
  } catch {
    return undefined;
  }
}
