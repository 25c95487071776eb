/** Parameters of the Snowplow tracker protocol that mean the same with every event. */
import { type JsonObject } from '@tributary/contracts';
import { member } from '@tributary/domain-collection';
import { addressOf } from '../wire/address.ts';
import { given, instantOf, numeric, type Place, type Placed, textAt } from '../wire/assemble.ts';

/** Parameter and place. What is not listed here nor read by an event is kept in `context.wire` under its own name. */
const fields: readonly (readonly [parameter: string, place: Place])[] = [
  ['eid', 'messageId'],
  ['uid', 'userId'],
  ['duid', 'anonymousId'], // the first-party cookie of the site: the visitor in this browser
  ['sid', 'context.sessionId'],
  ['url', 'context.page.url'],
  ['page', 'context.page.title'],
  ['refr', 'context.page.referrer'],
  ['lang', 'context.locale'],
  ['tz', 'context.timezone'],
  ['ua', 'context.userAgent'],
  ['ip', 'context.ip'],
];

/** Two numbers with an x between them: width and height. */
const sizes = [
  ['res', 'context.screen.width', 'context.screen.height'],
  ['vp', 'context.screen.innerWidth', 'context.screen.innerHeight'],
] as const;

/** The cookie of the collector follows a visitor through all sites of the collector; it names who has no other id. */
const networkIds = ['nuid', 'tnuid'] as const;

export interface Read {
  readonly placed: readonly Placed[];
  /** Parameters that found a place. */
  readonly taken: readonly string[];
}

export function readFields(event: JsonObject): Read {
  const { path, search, campaign, clickIds } = addressOf(member(event, 'url'));
  const reads: readonly Read[] = [
    { placed: placedBy(fields, event), taken: fields.map(([parameter]) => parameter) },
    networkIdOf(event),
    ...sizes.map((size) => sizeOf(event, size)),
    libraryOf(event),
    timesOf(event),
  ];
  const address: readonly Placed[] = [
    ['context.page.path', path],
    ['context.page.search', search],
    ['context.campaign', campaign],
    ['context.clickIds', clickIds],
  ];
  return {
    placed: [...reads.flatMap(({ placed }) => placed), ...address],
    taken: reads.flatMap(({ taken }) => taken),
  };
}

const nothing: Read = { placed: [], taken: [] };

function sizeOf(event: JsonObject, [parameter, width, height]: (typeof sizes)[number]): Read {
  const size = /^(\d{1,6})x(\d{1,6})$/.exec(textAt(member(event, parameter)) ?? '');
  if (!size) return nothing;
  return {
    placed: [
      [width, Number(size[1])],
      [height, Number(size[2])],
    ],
    taken: [parameter],
  };
}

function networkIdOf(event: JsonObject): Read {
  if (given(member(event, 'duid')) !== undefined) return nothing;
  const found = networkIds.find((name) => given(member(event, name)) !== undefined);
  return found === undefined ? nothing : { placed: [['anonymousId', member(event, found)]], taken: [found] };
}

/** `js-4.10.1` is the tracker and its version. */
function libraryOf(event: JsonObject): Read {
  const version = /^(.+?)-(\d.*)$/.exec(textAt(member(event, 'tv')) ?? '');
  if (!version) return nothing;
  return {
    placed: [
      ['context.library.name', `snowplow-${version[1] ?? ''}`],
      ['context.library.version', version[2]],
    ],
    taken: ['tv'],
  };
}

/**
 * `dtm` is a reading of the device's clock, repaired by what that clock said when it sent (`stm`). `ttm` is a time that the sender
 * vouches for: it stands, so the readings beside it are only kept.
 */
function timesOf(event: JsonObject): Read {
  const [device, sent, known] = ['dtm', 'stm', 'ttm'].map((name) => given(member(event, name)));
  if (known !== undefined) return { placed: [['timestamp', instantOf(known)]], taken: ['ttm'] };
  return {
    placed: [
      ['originalTimestamp', instantOf(device)],
      ['sentAt', instantOf(sent)],
    ],
    taken: ['dtm', 'stm'],
  };
}

/** Parameters to places, numbers as numbers. */
export const placedBy = (
  table: readonly (readonly [string, Place, 'number'?])[],
  event: JsonObject,
): readonly Placed[] =>
  table.map(([parameter, place, kind]) => {
    const value = member(event, parameter);
    return [place, kind === 'number' ? numeric(value) : given(value)];
  });
