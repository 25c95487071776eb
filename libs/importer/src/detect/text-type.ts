/** Tells CSV, NDJSON, JSON and XML apart by how a text begins. */
import { type FileType, isObject } from '@tributary/domain-collection';
import { findList } from '../formats/json-rows.ts';

export function textType(sample: string): FileType {
  const text = sample.trimStart();
  if (/^<[\w?!]/.test(text)) return 'xml';
  if (text.startsWith('[')) return 'json';
  return text.startsWith('{') ? objectType(text) : 'csv';
}

/**
 * Where the first line is an object and another follows, each line is one. An object alone is a document if it holds a list
 * of objects and is no event itself.
 */
function objectType(text: string): FileType {
  const end = text.indexOf('\n');
  const line = end < 0 ? text : text.slice(0, end);
  const first = parsed(line);
  // A whole object that is broken is a bad line of many; anything else goes on in the next line.
  if (!isObject(first)) return end >= 0 && /^\{.*\}\s*$/.test(line) ? 'ndjson' : 'json';
  if (end >= 0 && text.slice(end).trim() !== '') return 'ndjson';
  return findList(text) !== undefined && !('type' in first) ? 'json' : 'ndjson';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown; // eslint-disable-line no-restricted-syntax -- JSON.parse answers any
  } catch {
    return undefined;
  }
}
