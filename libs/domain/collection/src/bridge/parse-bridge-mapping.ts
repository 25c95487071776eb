/** Reads a mapping that is to be used on the messages of a topic: what only a file has is refused, with what to write instead. */
import { isObject, member, pointer } from '../json.ts';
import { type MappingError } from '../mapping/mapping-error.ts';
import { parseMapping, type ParsedMapping } from '../mapping/parse-mapping.ts';

export function parseBridgeMapping(json: unknown): ParsedMapping {
  const parsed = parseMapping(json, { hasPlace: true });
  const errors = [...(parsed.ok ? [] : parsed.errors), ...ofFilesAlone(json)];
  return errors.length > 0 ? { ok: false, errors } : parsed;
}

const ofMessages: readonly string[] = ['type', 'rows'];
const types: readonly unknown[] = [undefined, 'json', 'ndjson'];

function ofFilesAlone(json: unknown): readonly MappingError[] {
  const format = member(json, 'format');
  const errors: MappingError[] = [];
  if (member(json, 'groupBy') !== undefined) {
    const message =
      'Leave it out: a topic has no last row of a group. A message is a group of its own; format.rows makes rows of a list in it.';
    errors.push({ at: '/groupBy', message });
  }
  for (const name of isObject(format) ? Object.keys(format) : []) {
    if (ofMessages.includes(name)) continue;
    const message = `Leave it out: a message is one JSON object, of which format says ${ofMessages.join(' and ')} alone.`;
    errors.push({ at: pointer('/format', name), message });
  }
  if (!types.includes(member(format, 'type'))) {
    errors.push({ at: '/format/type', message: 'Must be json, or left out: a message is one JSON object.' });
  }
  return errors;
}
