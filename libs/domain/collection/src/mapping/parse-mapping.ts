/** Reads a mapping file and says precisely, and all at once, what is wrong with it. */
import { type EventType, type JsonObject } from '@tributary/contracts';
import { eventTypeOf, eventTypes } from '../event-types.ts';
import { isObject, member, pointer } from '../json.ts';
import { parseColumnType, parseFrom } from './column-type.ts';
import { compileCondition } from './condition.ts';
import { compileValue } from './expression.ts';
import { type MappingError } from './mapping-error.ts';
import { type ColumnType, type EventRule, type Mapping } from './mapping.ts';
import { parseFormat, refuseUnknown } from './parse-format.ts';
import { type Compilation } from './scope.ts';

export type ParsedMapping =
  { readonly ok: true; readonly mapping: Mapping } | { readonly ok: false; readonly errors: readonly MappingError[] };

const memberNames = new Set([
  ...['userId', 'anonymousId', 'previousId', 'groupId', 'event', 'name', 'messageId', 'timestamp'],
  ...['properties', 'traits', 'context'],
]);
const ruleNames = new Set(['type', 'when', 'per', 'once', ...memberNames]);
const topNames = new Set(['name', 'description', 'notes', 'format', 'columns', 'groupBy', 'shiftDays', 'events']);

interface MappingUse {
  /** What is mapped stands in one place for good, from which ids follow: the message of a topic. */
  readonly hasPlace: boolean;
}

export function parseMapping(json: unknown, { hasPlace }: MappingUse = { hasPlace: false }): ParsedMapping {
  const into: Compilation = { errors: [], reads: new Set() };
  if (!isObject(json)) return { ok: false, errors: [{ at: '/', message: 'A mapping is a JSON object.' }] };
  refuseUnknown(json, topNames, '', into);
  const file = {
    name: textAt(json, 'name', 'file', into),
    format: parseFormat(member(json, 'format'), into),
    ...parseColumns(member(json, 'columns'), into),
    groupBy: parseGroupBy(member(json, 'groupBy'), into),
    shiftDays: parseShift(member(json, 'shiftDays'), into),
  };
  const events = parseEvents(member(json, 'events'), into);
  const decidedBy = new Set(events.flatMap((rule) => [...rule.decidedBy]));
  const mapping: Mapping = { ...file, events, reads: into.reads, decidedBy };
  refuseWithoutId(mapping, hasPlace, into);
  return into.errors.length > 0 ? { ok: false, errors: into.errors } : { ok: true, mapping };
}

function textAt(object: JsonObject, name: string, otherwise: string, into: Compilation): string {
  const value = member(object, name) ?? otherwise;
  if (typeof value === 'string' && value !== '') return value;
  into.errors.push({ at: pointer('', name), message: 'Must be a text that is not empty.' });
  return otherwise;
}

function parseColumns(spec: unknown, into: Compilation): Pick<Mapping, 'columns' | 'from'> {
  const columns = new Map<string, ColumnType>();
  const from = new Map<string, readonly string[]>();
  if (spec !== undefined && !isObject(spec)) {
    into.errors.push({ at: '/columns', message: 'Must be an object of column types by name.' });
  }
  for (const [name, type] of Object.entries(isObject(spec) ? spec : {})) {
    const at = pointer('/columns', name);
    into.reads.add(name);
    columns.set(name, parseColumnType(type, at, into));
    const places = parseFrom(type, at, into);
    if (places) from.set(name, places);
  }
  return { columns, from };
}

function parseGroupBy(spec: unknown, into: Compilation): readonly string[] {
  const names: readonly unknown[] = spec === undefined ? [] : Array.isArray(spec) ? spec : [spec];
  return names.flatMap((name, index) => {
    if (typeof name === 'string' && name !== '') {
      into.reads.add(name);
      return [name];
    }
    into.errors.push({ at: pointer('/groupBy', index), message: 'Must be the name of a column.' });
    return [];
  });
}

function parseShift(spec: unknown, into: Compilation): number {
  if (spec === undefined) return 0;
  if (typeof spec === 'number' && Number.isSafeInteger(spec) && Math.abs(spec) < 1_000_000) return spec;
  into.errors.push({ at: '/shiftDays', message: 'Must be a whole number of days.' });
  return 0;
}

function parseEvents(spec: unknown, into: Compilation): readonly EventRule[] {
  if (!Array.isArray(spec) || spec.length === 0) {
    into.errors.push({ at: '/events', message: 'Must be a list of one event or more.' });
    return [];
  }
  return spec.flatMap((rule, index) => parseRule(rule, pointer('/events', index), into));
}

function parseRule(spec: unknown, at: string, into: Compilation): readonly EventRule[] {
  if (!isObject(spec)) {
    into.errors.push({ at, message: 'Must be an object.' });
    return [];
  }
  refuseUnknown(spec, ruleNames, at, into);
  const type = eventTypeOf(spec['type']);
  if (!type) into.errors.push({ at: pointer(at, 'type'), message: `Must be one of ${eventTypes.join(', ')}.` });
  const per = spec['per'] ?? 'group';
  if (per !== 'group' && per !== 'row') into.errors.push({ at: pointer(at, 'per'), message: 'Must be group or row.' });
  const needed = ['timestamp', ...(type === 'track' ? ['event'] : [])];
  for (const name of needed) {
    if (spec[name] === undefined) into.errors.push({ at: pointer(at, name), message: needs[name] ?? 'Is needed.' });
  }
  const named = spec['userId'] ?? spec['anonymousId'] ?? member(spec['context'], 'externalIds');
  if (named === undefined) {
    into.errors.push({ at, message: 'Needs userId, anonymousId, or a record_id among context.externalIds.' });
  }
  const { once } = spec;
  const rule: EventRule = {
    type: type ?? 'track',
    label: labelOf(type, spec['event']),
    ...parseWhen(spec['when'], pointer(at, 'when'), into),
    per: per === 'row' ? 'row' : 'group',
    once: once === undefined ? undefined : compileValue(once, pointer(at, 'once'), into),
    members: parseMembers(spec, at, into),
  };
  return [rule];
}

function parseWhen(spec: unknown, at: string, into: Compilation): Pick<EventRule, 'when' | 'decidedBy'> {
  const decidedBy = new Set<string>();
  const when = spec === undefined ? undefined : compileCondition(spec, at, { errors: into.errors, reads: decidedBy });
  for (const name of decidedBy) into.reads.add(name);
  return { when, decidedBy };
}

const parseMembers = (spec: JsonObject, at: string, into: Compilation): EventRule['members'] =>
  new Map(
    Object.entries(spec)
      .filter(([name]) => memberNames.has(name))
      .map(([name, value]) => [name, compileValue(value, pointer(at, name), into)]),
  );

const labelOf = (type: EventType | undefined, event: unknown): string =>
  (typeof event === 'string' && !event.includes('{') ? event : (type ?? 'track')).toLowerCase().replaceAll(/\s+/g, '-');

const needs: Readonly<Record<string, string>> = {
  timestamp: 'Is needed: an import tells when something happened.',
  event: 'A track event needs a name.',
};

/** An id can be derived of the group, the order and its line, as long as it is the only one of its name. */
function refuseWithoutId({ events, groupBy }: Mapping, hasPlace: boolean, into: Compilation): void {
  const labels = new Set<string>();
  for (const [index, { members, once, label }] of events.entries()) {
    if (members.has('messageId')) continue;
    const at = pointer(pointer('/events', index), 'messageId');
    if (groupBy.length === 0 && !once && !hasPlace) {
      into.errors.push({
        at,
        message: 'Is needed (or groupBy, to derive it from), so that a file imported twice changes nothing.',
      });
    }
    if (labels.has(label)) into.errors.push({ at, message: `Is needed: another rule derives its ids as ${label}.` });
    labels.add(label);
  }
}
