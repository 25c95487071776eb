/** Reads the members of an event in the types they are documented in; null, absent and blank are the same. */
import { type JsonObject } from '@tributary/contracts';
import { isObject, member, pointer } from './json.ts';
import { reason, type Reason } from './reasons.ts';
import { parseInstant } from './time.ts';

/** What reading an event brought to light. */
export interface Findings {
  readonly reasons: Reason[];
  readonly flags: string[];
}

/** Names longer than this are somebody's text in the wrong field. */
const longestName = 512;

export interface EventFields {
  readonly userId: string | undefined;
  readonly anonymousId: string | undefined;
  readonly previousId: string | undefined;
  readonly groupId: string | undefined;
  readonly messageId: string | undefined;
  readonly name: string | undefined;
  readonly category: string | undefined;
  readonly properties: JsonObject;
  readonly traits: JsonObject;
  readonly context: JsonObject;
  readonly contextTraits: JsonObject;
  /** As sent, with its instant in milliseconds. */
  readonly original: Moment | undefined;
  readonly sentAt: Moment | undefined;
}

interface Moment {
  readonly text: string;
  readonly at: number;
}

export function readFields(event: JsonObject, tracked: boolean, findings: Findings): EventFields {
  const context = objectAt(event, 'context', findings);
  const original = present(event, 'originalTimestamp') ? 'originalTimestamp' : 'timestamp';
  return {
    userId: idAt(event, 'userId', findings),
    anonymousId: idAt(event, 'anonymousId', findings),
    previousId: idAt(event, 'previousId', findings),
    groupId: idAt(event, 'groupId', findings),
    messageId: idAt(event, 'messageId', findings),
    name: textAt(event, tracked ? 'event' : 'name', findings),
    category: textAt(event, 'category', findings),
    properties: objectAt(event, 'properties', findings),
    traits: objectAt(event, 'traits', findings),
    context,
    contextTraits: objectAt(context, 'traits', findings, '/context'),
    original: instantAt(event, original, findings),
    sentAt: sentAtOf(event, findings),
  };
}

const present = (event: JsonObject, name: string): boolean => {
  const value = member(event, name);
  return value !== undefined && value !== null && value !== '';
};

/** An id as text. A number is what many databases call an id: it is taken as its text, and flagged. */
function idAt(event: JsonObject, name: string, findings: Findings): string | undefined {
  const value = member(event, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') {
    if (!findings.flags.includes('ID_WAS_NUMBER')) findings.flags.push('ID_WAS_NUMBER');
    return String(value);
  }
  if (typeof value === 'string' && value.trim() === '') return undefined;
  if (typeof value === 'string' && value.length <= longestName) return value;
  const wrong = typeof value === 'string' ? `has more than ${longestName} characters` : 'is not a string';
  findings.reasons.push(reason('INVALID_FIELD', `${name} ${wrong}.`, pointer('', name)));
  return undefined;
}

function textAt(event: JsonObject, name: string, findings: Findings): string | undefined {
  const value = member(event, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value.trim() === '') return undefined;
  if (typeof value === 'string' && value.length <= longestName) return value;
  const wrong = typeof value === 'string' ? `has more than ${longestName} characters` : 'is not a string';
  findings.reasons.push(reason('INVALID_FIELD', `${name} ${wrong}.`, pointer('', name)));
  return undefined;
}

function objectAt(event: JsonObject, name: string, findings: Findings, parent = ''): JsonObject {
  const value = member(event, name);
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  findings.reasons.push(reason('INVALID_FIELD', `${name} is not an object.`, pointer(parent, name)));
  return {};
}

function instantAt(event: JsonObject, name: string, findings: Findings): Moment | undefined {
  if (!present(event, name)) return undefined;
  const value = member(event, name);
  const at = typeof value === 'string' ? parseInstant(value) : undefined;
  if (typeof value === 'string' && at !== undefined) return { text: value, at };
  const shown = typeof value === 'string' ? value.slice(0, 64) : typeof value;
  findings.reasons.push(
    reason('INVALID_TIMESTAMP', `${name} is not a date and time that exists: ${shown}.`, pointer('', name)),
  );
  return undefined;
}

/** The time of sending only corrects a clock: a wrong one is left out, and flagged, rather than costing the event. */
function sentAtOf(event: JsonObject, findings: Findings): Moment | undefined {
  const own: Findings = { reasons: [], flags: findings.flags };
  const moment = instantAt(event, 'sentAt', own);
  if (own.reasons.length > 0) findings.flags.push('SENT_AT_IGNORED');
  return moment;
}
