/** Unmodified clients in a browser: the file that each package ships, and what a page does to be pointed at a door. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface BrowserClient {
  readonly name: string;
  /** The script of the package, as it is shipped. */
  readonly script: string;
  /** Run in the page with `door` and `key`; its promise resolves when the client has been told everything. */
  readonly use: string;
  /** Lines as `told` writes them, without what differs from visit to visit; in any order. */
  readonly arrives: readonly string[];
  /** Statuses that it cannot take; a door that knows it by its address does not answer them where that can be helped. */
  readonly spared?: readonly number[];
}

const require = createRequire(import.meta.url);

/** The file stands in a package whose main file can be found. */
function shipped(name: string, file: string): string {
  let folder = dirname(require.resolve(name));
  while (!folder.endsWith(name)) folder = dirname(folder);
  return readFileSync(join(folder, file), 'utf8');
}

const mail = 'ann@shop.example';
const identify = `identify - user_id:ann email:${mail} email="${mail}"`;
const ordered = 'track Order Completed user_id:ann order_id="o-1"';

const segment = (batching: boolean): BrowserClient => ({
  name: `@segment/analytics-next 1.84.3${batching ? ', batching' : ''}`,
  script: shipped('@segment/analytics-next', 'dist/umd/index.js'),
  use: `
    const [client] = await AnalyticsNext.AnalyticsBrowser.load({ writeKey: key, cdnURL: door }, {
      integrations: { 'Segment.io': { deliveryStrategy: { strategy: '${batching ? 'batching' : 'standard'}', config: { timeout: 300 } } } },
    });
    await client.identify('ann', { email: '${mail}' });
    await client.page('Home');
    await client.track('Order Completed', { order_id: 'o-1' });
    await client.group('acme', { name: 'Acme' });
    await client.alias('ann', 'ann-before');`,
  arrives: [
    'page Home user_id:ann',
    identify,
    ordered,
    'group - user_id:ann group:acme',
    'alias - user_id:ann previous_id:ann-before',
  ],
});

const rudder = (beacon: boolean): BrowserClient => ({
  name: `@rudderstack/analytics-js 3.34.1${beacon ? ', useBeacon' : ''}`,
  script: shipped('@rudderstack/analytics-js', 'dist/npm/modern/bundled/umd/index.js'),
  use: `
    const client = new window['rudder' + 'analytics'].RudderAnalytics();
    client.load(key, door, { configUrl: door, plugins: [], useBeacon: ${beacon}, beaconQueueOptions: { flushQueueInterval: 300 } });
    await new Promise((resolve) => client.ready(resolve));
    client.identify('ann', { email: '${mail}' });
    client.page('Home');
    client.track('Order Completed', { order_id: 'o-1' });
    client.group('acme', { name: 'Acme' });
    client.alias('ann', 'ann-before');`,
  // It carries what it knows of the person with every event.
  arrives: [
    identify,
    `page Home user_id:ann email:${mail} email="${mail}"`,
    `track Order Completed user_id:ann email:${mail} order_id="o-1" email="${mail}"`,
    `group - user_id:ann email:${mail} group:acme`,
    `alias - user_id:ann email:${mail} previous_id:ann-before email="${mail}"`,
  ],
  // Nobody tells a page what became of a beacon: what is refused then is gone.
  ...(beacon ? { spared: [503, 429] } : {}),
});

export const browserClients: readonly BrowserClient[] = [
  segment(false),
  segment(true),
  rudder(false),
  rudder(true),
  {
    name: '@snowplow/browser-tracker 4.10.1',
    script: shipped('@snowplow/browser-tracker', 'dist/index.umd.js'),
    use: `
      snowplowBrowserTracking.newTracker('sp', door, { appId: key, bufferSize: 1 });
      snowplowBrowserTracking.setUserId('ann');
      snowplowBrowserTracking.trackPageView();
      snowplowBrowserTracking.trackStructEvent({ category: 'video', action: 'play', label: 'intro' });
      snowplowBrowserTracking.trackSelfDescribingEvent({ event: { schema: 'iglu:com.acme/viewed_offer/jsonschema/1-0-0', data: { offer: 'o-7' } } });
      // What was refused stays with the tracker until it sends the next time.
      for (let time = 0; time < 4; time += 1) {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        snowplowBrowserTracking.flushBuffer();
      }`,
    arrives: ['page - user_id:ann', 'track play user_id:ann', 'track viewed_offer user_id:ann offer="o-7"'],
  },
  {
    name: 'posthog-js 1.449.2',
    script: shipped('posthog-js', 'dist/array.full.no-external.js'),
    use: `
      posthog.init(key, { opt_out_useragent_filter: true, api_host: door, autocapture: false, capture_pageview: false, capture_pageleave: false, request_batching: true });
      posthog.capture('$pageview');
      posthog.identify('ann', { email: '${mail}' });
      posthog.capture('Order Completed', { order_id: 'o-1' });`,
    arrives: ['page -', identify, ordered],
    spared: [429], // the door answers 503 instead, see `statusesFor`
  },
];
