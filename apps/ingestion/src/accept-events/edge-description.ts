/** The edge in OpenAPI: its routes stand on Fastify, so nothing but this tells what they take and answer. */
import { type EventType } from '@tributary/contracts';
import { eventTypes, reasonCodes } from '@tributary/domain-collection';
import { dialectRoutes, type DialectRoute } from '@tributary/domain-dialects';
import { type OpenApiPart } from '@tributary/http';
import { sightingRoute, sightingSchemas } from '../sight-beacons/sightings-description.ts';

const text = (description: string) => ({ type: 'string', description });
const object = (description: string) => ({ type: 'object', additionalProperties: true, description });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const id = (description: string) => ({
  oneOf: [{ type: 'string', maxLength: 512 }, { type: 'number' }],
  nullable: true,
  description,
});
const instant = (description: string) => ({ type: 'string', format: 'date-time', description });

const properties = object('What is to be said about it.');
const traits = object('What is known about the person, or with `group` about the group.');

/** What every call may carry, whatever it says. */
const common = {
  userId: id('Who it is, where that is known: at least one of `userId` and `anonymousId` names a person.'),
  anonymousId: id('Who it is on this device or in this session.'),
  messageId: text(
    'Names the event for ever: the same one again is a duplicate. Derived from the content where it is absent.',
  ),
  timestamp: instant('When it happened, by the clock of the client.'),
  sentAt: instant('When it was sent, by the same clock: tells how wrong that clock is.'),
  context: object(
    [
      'Where it happened: `ip`, `userAgent`, `locale`, `traits` of the person,',
      '`device` (`id`, and `class`: `personal`, `shared`, `kiosk`, `pos`, `signage`), `sessionId` (tells visits to a shared device apart),',
      '`externalIds` (of the type `record_id`: the key of the record in the source),',
      '`consent.categoryPreferences` (`identity_linking`: whether records may be joined),',
      '`verified` (names of identifiers and traits that a server has proven).',
    ].join(' '),
  ),
  integrations: object('Kept, not interpreted.'),
  writeKey: text('The write key, where no header carries it.'),
};

const calls: Readonly<Record<EventType, { summary: string; members: object; required: readonly string[] }>> = {
  identify: { summary: 'Say who somebody is', members: { traits }, required: [] },
  track: {
    summary: 'Say what somebody did',
    members: { event: { ...text('What happened, e.g. `Order Completed`.'), maxLength: 512 }, properties },
    required: ['event'],
  },
  page: {
    summary: 'Say which page somebody saw',
    members: { name: text('Name of the page.'), category: text('Kind of page.'), properties },
    required: [],
  },
  screen: {
    summary: 'Say which screen of an app somebody saw',
    members: { name: text('Name of the screen.'), category: text('Kind of screen.'), properties },
    required: [],
  },
  group: {
    summary: 'Say to which group somebody belongs',
    members: { groupId: id('The group, e.g. a company.'), traits },
    required: ['groupId'],
  },
  alias: {
    summary: 'Say that somebody had another id before',
    members: { previousId: id('The id that the person had before.') },
    required: ['previousId'],
  },
};

const nameOf = (type: EventType): string => `${type.charAt(0).toUpperCase()}${type.slice(1)}Call`;

const schemas = {
  ...Object.fromEntries(
    eventTypes.map((type) => {
      const { members, required } = calls[type];
      const schema = { type: 'object', properties: { ...common, ...members }, required: [...required] };
      return [nameOf(type), required.length > 0 ? schema : { type: 'object', properties: schema.properties }];
    }),
  ),
  BatchedEvent: {
    description: 'Any call, with its `type`; each event is judged alone.',
    allOf: [
      { type: 'object', required: ['type'], properties: { type: { type: 'string', enum: [...eventTypes] } } },
      { anyOf: eventTypes.map((type) => ref(nameOf(type))) },
    ],
  },
  EventBatch: {
    type: 'object',
    required: ['batch'],
    properties: {
      batch: { type: 'array', maxItems: 2_500, items: ref('BatchedEvent') },
      sentAt: common.sentAt,
      context: object('What is true of all events of the batch; an event that says otherwise is believed.'),
      integrations: common.integrations,
      writeKey: common.writeKey,
    },
  },
  RefusedEvent: {
    type: 'object',
    required: ['index', 'code', 'detail', 'fix'],
    properties: {
      index: { type: 'integer', description: 'Position in the body, from 0.' },
      code: { type: 'string', enum: [...reasonCodes] },
      detail: text('What was wrong.'),
      at: text('JSON pointer to the culprit.'),
      fix: text('What to do about it.'),
    },
  },
  ...sightingSchemas,
  DeliveryAnswer: {
    type: 'object',
    required: ['success', 'accepted'],
    properties: {
      success: { type: 'boolean', enum: [true] },
      accepted: { type: 'integer', description: 'Events that are durable and well formed.' },
      rejected: {
        type: 'array',
        description: 'Events that are kept as rejections, see `/v1/rejections`; absent where there are none.',
        items: ref('RefusedEvent'),
      },
    },
  },
};

const failed = (description: string, retry = false) => ({
  description,
  ...(retry ? { headers: { 'retry-after': { description: 'Seconds.', schema: { type: 'integer' } } } } : {}),
  content: { 'application/problem+json': { schema: ref('Problem') } },
});

const responses = {
  Delivered: {
    description: 'Every event is durable: accepted, or kept as a rejection with its reason.',
    content: { 'application/json': { schema: ref('DeliveryAnswer') } },
  },
  UnreadableBody: failed('The body is not JSON at all, or cannot be inflated.'),
  WriteKeyRefused: failed('No write key, an unknown one, or that of a disabled source.'),
  OriginRefused: failed('A browser sends from an origin that the source does not name.'),
  DeliveryTooLarge: failed('Over 5 MB inflated, over 2,500 events, or too much said about all of them at once.'),
  Overloaded: failed(
    'More is in flight than this process takes at once, or the source has used up its quota: send the same again later.',
    true,
  ),
  NotDurable: failed('The events could not be made durable in time: sending the same again is safe.', true),
};

const statuses = {
  200: 'Delivered',
  400: 'UnreadableBody',
  401: 'WriteKeyRefused',
  403: 'OriginRefused',
  413: 'DeliveryTooLarge',
  429: 'Overloaded',
  503: 'NotDurable',
};

const route = (summary: string, description: string, schema: object) => ({
  post: {
    tags: ['Events'],
    summary,
    description,
    security: [{ writeKeyBasic: [] }, { writeKeyBearer: [] }, { writeKeyQuery: [] }],
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: Object.fromEntries(
      Object.entries(statuses).map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]),
    ),
  },
});

/** What unmodified clients of other kinds call, each answered as its client expects. */
const foreign = ({ dialect, method, path, answer }: DialectRoute) => ({
  [method.toLowerCase()]: {
    tags: ['Events from other clients'],
    summary: `As ${dialect} clients call it`,
    description: 'In the wire format of that client; its write key stands where the client puts its own key.',
    security: [{ writeKeyBasic: [] }, { writeKeyBearer: [] }, { writeKeyQuery: [] }],
    parameters: [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      ...{ name, in: 'path', required: true, schema: { type: 'string' } },
    })),
    responses: {
      [answer.status]: { description: 'What the client expects.' },
      401: { $ref: '#/components/responses/WriteKeyRefused' },
    },
  },
});

const foreignPaths: Readonly<Record<string, object>> = {};
for (const route of dialectRoutes.filter(({ path }) => !path.endsWith('/'))) {
  const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
  Object.assign(foreignPaths, { [path]: { ...foreignPaths[path], ...foreign(route) } });
}

/** One path for each call; the one-letter forms of the SDKs are named in words, not listed twice. */
export const edgeDescription: OpenApiPart = {
  paths: {
    ...foreignPaths,
    ...Object.fromEntries(
      eventTypes.map((type) => {
        const short = `In the Segment wire format; also at \`/v1/${type.charAt(0)}\`. Any content type, plain or gzip.`;
        return [`/v1/${type}`, route(calls[type].summary, short, ref(nameOf(type)))];
      }),
    ),
    '/v1/batch': route(
      'Send many events at once',
      'A batch, a bare array, or one event per line; also at `/v1/b`. One bad event costs only itself.',
      ref('EventBatch'),
    ),
    '/v1/import': route(
      'Send events of the past',
      'As `/v1/batch`; also at `/v1/m`. Times stand as they are, and an event may have 256 KB instead of 32 KB.',
      ref('EventBatch'),
    ),
    '/v1/sightings': route(sightingRoute.summary, sightingRoute.description, sightingRoute.schema),
  },
  components: {
    schemas,
    responses,
    securitySchemes: {
      writeKeyBasic: {
        type: 'http',
        scheme: 'basic',
        description: 'The write key of a source as the user, no password.',
      },
      writeKeyBearer: { type: 'http', scheme: 'bearer', description: 'The write key of a source.' },
      writeKeyQuery: {
        type: 'apiKey',
        in: 'query',
        name: 'writeKey',
        description: 'For clients that can set no header.',
      },
    },
  },
};
