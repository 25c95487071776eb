/** Snowplow's tracker protocol: a batch in a body, or one event as the parameters of a GET. */
import { type JsonObject } from '@tributary/contracts';
import { type DecodedBody, type DecodedItem, member } from '@tributary/domain-collection';
import { assemble, type Placed, present, textAt } from '../wire/assemble.ts';
import { utf8, writeJson } from '../wire/encoding.ts';
import { openBody, type RawItem } from '../wire/open-body.ts';
import { bodyOf, recognisable, type Standing } from '../wire/translated.ts';
import { type WireRequest } from '../wire/wire-request.ts';
import { placedByEntities } from './entities.ts';
import { entitiesOf, tell } from './events.ts';
import { readFields } from './fields.ts';
import { nestedJson, type SelfDescribing } from './schema.ts';

export function decodeSnowplow({ query, bytes, receivedAt, writeKey }: WireRequest): DecodedBody {
  const opened = bytes.length === 0 ? ({ ok: true, items: [fromQuery(query)] } as const) : openBody(bytes, 'data');
  const keyed = writeKey === undefined;
  if (!opened.ok) {
    return { ok: false, reason: opened.reason, writeKey: keyed ? textAt(member(opened.first, 'aid')) : undefined };
  }
  const translated = opened.items.map((raw, index) => ({
    raw,
    item: raw.read.ok ? translate(raw.read.event, keyed, { receivedAt, index }) : raw.read,
  }));
  return bodyOf(translated, keyed ? keyOf(opened.items) : undefined);
}

function fromQuery(query: WireRequest['query']): RawItem {
  const event = Object.fromEntries(Object.entries(query));
  return { read: { ok: true, event }, bytes: () => utf8(writeJson(event)) };
}

/** A tracker is given the address of its collector and the id of its application: the latter is the write key. */
function keyOf(items: readonly RawItem[]): string | undefined {
  const first = items.find(({ read }) => read.ok)?.read;
  return first?.ok === true ? textAt(member(first.event, 'aid')) : undefined;
}

/** `keyed`: the id of the application is the write key, a credential and no part of the event; otherwise it names the app. */
function translate(event: JsonObject, keyed: boolean, standing: Standing): DecodedItem {
  const contexts = nestedJson(event, 'co', 'cx');
  if (!contexts.ok) return contexts;
  const { known, unknown } = entitiesOf(contexts.json);
  const told = tell(event, known);
  if ('code' in told) return { ok: false, reason: told };
  const read = readFields(event);
  const taken = new Set(['e', 'aid', 'writeKey', contexts.parameter, ...read.taken, ...told.taken]);
  const translated = assemble([
    ...told.placed,
    ...read.placed,
    ...pageProperties(told.placed, read.placed),
    ...placedByEntities(known),
    ['context.app.name', keyed ? undefined : textAt(member(event, 'aid'))],
    ['context.wire.dialect', 'snowplow'],
    ['context.wire.contexts', contextsOf(told.entities, unknown)],
    ['context.wire.rest', present(Object.entries(event).filter(([name]) => !taken.has(name)))],
  ]);
  return { ok: true, event: recognisable(translated, standing) };
}

/** A view of a page says in its properties where it was, like one of any other client. */
function pageProperties(told: readonly Placed[], read: readonly Placed[]): readonly Placed[] {
  if (!told.some(([place, value]) => place === 'type' && value === 'page')) return [];
  return read
    .filter(([place]) => place === 'context.page.path' || place === 'context.page.search')
    .map(([place, value]) => [place.replace('context.page', 'properties'), value]);
}

function contextsOf(entities: readonly SelfDescribing[], unknown: readonly unknown[]): readonly unknown[] | undefined {
  const kept = [...entities.map(({ schema, data }) => ({ schema, data })), ...unknown];
  return kept.length === 0 ? undefined : kept;
}
