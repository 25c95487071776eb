/** What a batch says about all its events: merged into each, and written around the bytes of each. */
import { type EventType, type JsonObject } from '@tributary/contracts';
import { eventTypeOf } from './event-types.ts';
import { isObject, member } from './json.ts';
import { type Scan } from './scan.ts';

export function sharedBy(envelope: JsonObject | undefined, route: EventType | undefined): JsonObject {
  const shared: JsonObject = {};
  for (const name of ['context', 'integrations']) {
    const value = member(envelope, name);
    const isNothing = value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0);
    // What is no object is handed on, too: each event is refused for it, where it has none of its own.
    if (!isNothing) shared[name] = value;
  }
  const sentAt = member(envelope, 'sentAt');
  if (sentAt !== undefined && sentAt !== null) shared['sentAt'] = sentAt;
  const type = eventTypeOf(member(envelope, 'type')) ?? route;
  if (type !== undefined) shared['type'] = type;
  return shared;
}

/** Members of the event win over those of its batch; an absent or null one is taken from there. */
export function merged(common: unknown, own: unknown): unknown {
  if (own === undefined || own === null || own === '') return common;
  return isObject(common) && isObject(own) ? { ...common, ...own } : own;
}

export interface Written {
  /** The item as it stands in the body. */
  readonly item: string;
  /** What it would be taken for if it stood alone. */
  readonly looksLikeBatch: boolean;
  readonly shared: JsonObject;
  readonly text: string;
  readonly scanned: () => Scan;
}

/** The item with what its batch says, each as it was written: a number that no double holds must not become another one. */
export function wrapped({ item, looksLikeBatch, shared, text, scanned }: Written): string {
  const said = Object.keys(shared).map((name) => {
    const span = name === 'type' ? undefined : scanned().members.get(name);
    return `"${name}":${span ? text.slice(span.start, span.end) : JSON.stringify(shared[name])}`;
  });
  if (said.length > 0) return `{${said.join(',')},"batch":[${item}]}`;
  return looksLikeBatch ? `[${item}]` : item;
}
