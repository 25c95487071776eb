/** Reads what a mapping says of the file itself; what it leaves out is found by the content of the file. */
import { type JsonObject } from '@tributary/contracts';
import { isObject, member, pointer } from '../json.ts';
import { type FileFormat, fileTypes } from './mapping.ts';
import { type Compilation } from './scope.ts';

const formatNames = new Set(['type', 'delimiter', 'quote', 'encoding', 'records', 'rows']);

export function parseFormat(spec: unknown, into: Compilation): FileFormat {
  const format: JsonObject = isObject(spec) ? spec : {};
  if (spec !== undefined && !isObject(spec)) into.errors.push({ at: '/format', message: 'Must be an object.' });
  refuseUnknown(format, formatNames, '/format', into);
  const named = member(format, 'type');
  const type = fileTypes.find((known) => known === named);
  if (named !== undefined && type === undefined) {
    into.errors.push({ at: '/format/type', message: `Must be one of ${fileTypes.join(', ')}.` });
  }
  const text = (name: string, isRight: (value: string) => boolean, message: string): string | undefined => {
    const value = member(format, name);
    if (value === undefined || (typeof value === 'string' && isRight(value))) return value;
    into.errors.push({ at: pointer('/format', name), message });
    return undefined;
  };
  const isOne = (value: string): boolean => value.length === 1;
  const isPath = (value: string): boolean => value === '' || /^\/[^/]/.test(value);
  return {
    type,
    delimiter: text('delimiter', isOne, 'Must be one character.'),
    quote: text('quote', isOne, 'Must be one character.') ?? '"',
    encoding: text('encoding', (value) => value !== '', 'Must be a text.'),
    records: text('records', isPath, 'Must be a JSON pointer or the path of an element, such as /orders/order.'),
    rows: text('rows', (value) => /^[^/]/.test(value), 'Must be a path within a record, such as items.'),
  };
}

export function refuseUnknown(object: JsonObject, known: ReadonlySet<string>, at: string, into: Compilation): void {
  for (const name of Object.keys(object)) {
    if (known.has(name)) continue;
    into.errors.push({ at: pointer(at, name), message: `Unknown member; known are ${[...known].join(', ')}.` });
  }
}
