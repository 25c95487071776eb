/** Addresses that unmodified clients call, and what each expects when all went well. */
import { bytesOfCharacters } from '@tributary/domain-collection';
import { type Dialect } from './dialect.ts';

export type Purpose =
  | 'events' // translated by `decodeDialect`
  | 'native-events' // the Segment wire format at another address, or in it: `?data=<base64>`
  | 'validation' // judged and answered, not taken in
  | 'flags'
  | 'config'
  | 'config-script'
  | 'settings'
  | 'source-config';

export interface Answer {
  readonly status: number;
  readonly contentType?: string;
  /** Absent where it depends on the request: then a function of this library gives it. */
  readonly body?: string | Uint8Array;
}

export interface DialectRoute {
  readonly dialect: Dialect | 'segment' | 'rudderstack';
  readonly method: 'GET' | 'POST';
  /** A part that begins with a colon is a parameter. */
  readonly path: string;
  readonly purpose: Purpose;
  readonly answer: Answer;
}

const json = 'application/json; charset=utf-8';
const script = 'application/javascript; charset=utf-8';
const asked: Answer = { status: 200, contentType: json };
const captured: Answer = { ...asked, body: '{"status":"Ok"}' };

/** One transparent pixel: where there are no scripts the answer is shown as a picture. */
const pixel: Answer = {
  status: 200,
  contentType: 'image/gif',
  body: bytesOfCharacters(atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7')), // cspell:disable-line
};

/** With and without the slash at the end: clients of one kind differ. */
const both = (route: DialectRoute): readonly DialectRoute[] => [route, { ...route, path: `${route.path}/` }];

export const dialectRoutes: readonly DialectRoute[] = [
  {
    dialect: 'snowplow',
    method: 'POST',
    path: '/com.snowplowanalytics.snowplow/tp2',
    purpose: 'events',
    answer: { status: 200, contentType: 'text/plain; charset=utf-8', body: 'ok' },
  },
  { dialect: 'snowplow', method: 'GET', path: '/i', purpose: 'events', answer: pixel },
  ...['/e', '/i/v0/e', '/batch', '/capture', '/track'].flatMap((path) =>
    both({ dialect: 'posthog', method: 'POST', path, purpose: 'events', answer: captured }),
  ),
  ...both({ dialect: 'posthog', method: 'GET', path: '/e', purpose: 'events', answer: captured }),
  ...['/flags', '/decide'].flatMap((path) =>
    both({ dialect: 'posthog', method: 'POST', path, purpose: 'flags', answer: asked }),
  ),
  { dialect: 'posthog', method: 'GET', path: '/array/:key/config', purpose: 'config', answer: asked },
  {
    dialect: 'posthog',
    method: 'GET',
    path: '/array/:key/config.js',
    purpose: 'config-script',
    answer: { status: 200, contentType: script },
  },
  { dialect: 'ga4', method: 'POST', path: '/mp/collect', purpose: 'events', answer: { status: 204 } },
  { dialect: 'ga4', method: 'POST', path: '/debug/mp/collect', purpose: 'validation', answer: asked },
  { dialect: 'segment', method: 'GET', path: '/v1/projects/:key/settings', purpose: 'settings', answer: asked },
  { dialect: 'segment', method: 'GET', path: '/v1/pixel/:type', purpose: 'native-events', answer: pixel },
  ...both({ dialect: 'rudderstack', method: 'GET', path: '/sourceConfig', purpose: 'source-config', answer: asked }),
  {
    dialect: 'rudderstack',
    method: 'POST',
    path: '/beacon/v1/batch',
    purpose: 'native-events',
    answer: { ...asked, body: '{"success":true}' },
  },
];
