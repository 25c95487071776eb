/** A value as it reads in an error message. */
import { EJSON, ObjectId } from 'bson';
import { Doc, type Value } from '../values/value.ts';

const shown = 200; // characters: a message is for reading

export function describe(value: Value): string {
  if (value instanceof Doc) {
    const fields = Object.entries(value).map(([name, field]) => `${name}: ${describe(field)}`);
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  }
  if (Array.isArray(value)) return `[ ${value.map(describe).join(', ')} ]`;
  if (typeof value === 'string') return JSON.stringify(value.slice(0, shown));
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  return EJSON.stringify(value);
}
