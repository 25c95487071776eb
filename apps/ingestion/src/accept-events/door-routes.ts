/** Every address at which events come in: the Segment wire format, and what unmodified clients of other kinds call. */
import { type EventType } from '@tributary/contracts';
import { decodeBody, type DecodedBody, eventTypes } from '@tributary/domain-collection';
import {
  type Answer,
  decodeDialect,
  dialectRoutes,
  type DialectRoute,
  type WireRequest,
} from '@tributary/domain-dialects';
import { scriptPath } from '../serve-script/serve-script.ts';

export interface DoorRoute {
  readonly method: 'GET' | 'POST';
  /** A part that begins with a colon is a parameter. */
  readonly path: string;
  readonly imported: boolean;
  /** Absent: events. */
  readonly carries?: 'sightings';
  readonly decode: (request: WireRequest, parameters: Readonly<Record<string, unknown>>) => DecodedBody;
  /** What the client expects when all is durable; absent: the answer that lists what was refused. */
  readonly answer?: Answer;
}

const post = (path: string, type?: EventType, imported = false): DoorRoute => ({
  ...{ method: 'POST', path, imported },
  decode: ({ bytes }) => decodeBody(bytes, type),
});

/** Long and short form of each call. */
const nativeRoutes: readonly DoorRoute[] = [
  ...eventTypes.flatMap((type) => [post(`/v1/${type}`, type), post(`/v1/${type.charAt(0)}`, type)]),
  ...['/v1/batch', '/v1/b'].map((path) => post(path)),
  ...['/v1/import', '/v1/m'].map((path) => post(path, undefined, true)),
  { ...post('/v1/sightings'), carries: 'sightings' },
];

/**
 * Statuses that a kind of client takes otherwise than they are meant. posthog-js tries again after 5xx only, and would lose its events after a
 * 429; Snowplow's trackers try everything again but 400, 401, 403, 410 and 422, and would send what is too large for ever.
 */
const statusesFor: Partial<Record<DialectRoute['dialect'], Readonly<Record<number, number>>>> = {
  posthog: { 429: 503 },
  snowplow: { 413: 422 },
};

/** The status for the client that calls this path. */
export function statusAt(path: string | undefined, status: number): number {
  const dialect = dialectRoutes.find((route) => route.path === path)?.dialect;
  return (dialect && statusesFor[dialect]?.[status]) ?? status;
}

function foreign({ dialect, method, path, purpose, answer }: DialectRoute): readonly DoorRoute[] {
  const common = { method, path, imported: false, answer };
  if (purpose === 'native-events') return [{ ...common, decode: native }];
  if (purpose !== 'events' || dialect === 'segment' || dialect === 'rudderstack') return [];
  return [{ ...common, decode: (request) => decodeDialect(dialect, request) }];
}

/** An event in the address, as a picture in a mail carries it: `?data=<base64>`, its type the last part of the path. */
function native({ bytes, query }: WireRequest, parameters: Readonly<Record<string, unknown>>): DecodedBody {
  const { data } = query;
  const content =
    bytes.length === 0 && typeof data === 'string' ? utf8.encode(`data=${encodeURIComponent(data)}`) : bytes;
  return decodeBody(
    content,
    eventTypes.find((type) => type === parameters['type']),
  );
}

const utf8 = new TextEncoder();

export const doorRoutes: readonly DoorRoute[] = [...nativeRoutes, ...dialectRoutes.flatMap(foreign)];

/** What clients ask for beside sending. */
export const askedRoutes: readonly DialectRoute[] = dialectRoutes.filter(
  ({ purpose }) => purpose !== 'events' && purpose !== 'native-events',
);

/** The paths of the doors, for whoever leads requests to them. */
export const doorPaths: readonly string[] = [
  ...new Set([...doorRoutes, ...askedRoutes].map(({ path }) => path)),
  scriptPath,
];
