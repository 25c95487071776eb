/** Unmodified clients on Node: each is pointed at a door by its address alone, and sends one of everything it can. */
import { setTimeout as pause } from 'node:timers/promises';
import { Analytics } from '@segment/analytics-node';
import SegmentSix from 'analytics-node';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { buildPageView, buildSelfDescribingEvent, buildStructEvent, newTracker } from '@snowplow/node-tracker';
import { PostHog } from 'posthog-node';

interface Door {
  readonly url: string;
  readonly key: string;
}

export interface NodeClient {
  readonly name: string;
  /** Resolves when the client has done what it can be told to do; what was refused may still be on its way. */
  readonly send: (door: Door) => Promise<void>;
  /** Lines as `told` writes them, in any order. */
  readonly arrives: readonly string[];
}

const order = { order_id: 'o-1', revenue: 12.5, currency: 'EUR' };
const mail = 'ann@shop.example';

const segmentLines = [
  `identify - user_id:ann email:${mail} email="${mail}"`,
  'track Order Completed user_id:ann order_id="o-1"',
  'page Home anonymous_id:anon-1',
  'group - user_id:ann group:acme',
  'alias - user_id:ann previous_id:ann-before',
];

export const nodeClients: readonly NodeClient[] = [
  {
    name: '@segment/analytics-node 3.1.0',
    send: async ({ url, key }) => {
      const client = new Analytics({ writeKey: key, host: url, flushAt: 20 });
      client.identify({ userId: 'ann', traits: { email: mail } });
      client.track({ userId: 'ann', event: 'Order Completed', properties: order });
      client.page({ anonymousId: 'anon-1', name: 'Home' });
      client.group({ userId: 'ann', groupId: 'acme', traits: { name: 'Acme' } });
      client.alias({ userId: 'ann', previousId: 'ann-before' });
      await client.closeAndFlush({ timeout: 30_000 });
    },
    arrives: segmentLines,
  },
  {
    name: 'analytics-node 6.2.0',
    send: async ({ url, key }) => {
      const client = new SegmentSix(key, { host: url, flushAt: 20 });
      client.identify({ userId: 'ann', traits: { email: mail } });
      client.track({ userId: 'ann', event: 'Order Completed', properties: order });
      client.page({ anonymousId: 'anon-1', name: 'Home' });
      client.group({ userId: 'ann', groupId: 'acme', traits: { name: 'Acme' } });
      client.alias({ userId: 'ann', previousId: 'ann-before' });
      await client.flush();
    },
    arrives: segmentLines,
  },
  {
    name: '@rudderstack/rudder-sdk-node 3.0.13',
    send: async ({ url, key }) => {
      const client = new RudderAnalytics(key, { dataPlaneUrl: url, flushAt: 20 });
      client.identify({ userId: 'ann', traits: { email: mail } });
      client.track({ userId: 'ann', event: 'Order Completed', properties: order });
      client.page({ anonymousId: 'anon-1', name: 'Home' });
      client.group({ userId: 'ann', groupId: 'acme', traits: { name: 'Acme' } });
      client.alias({ userId: 'ann', previousId: 'ann-before' });
      await new Promise<void>(
        (resolve) =>
          void client.flush(() => {
            resolve();
          }),
      );
    },
    arrives: segmentLines,
  },
  {
    name: 'posthog-node 5.70.0',
    send: async ({ url, key }) => {
      const client = new PostHog(key, { host: url, flushAt: 20 });
      client.identify({ distinctId: 'ann', properties: { email: mail } });
      client.capture({ distinctId: 'ann', event: 'Order Completed', properties: order });
      client.capture({ distinctId: 'ann', event: '$pageview', properties: { $current_url: 'https://shop.example/' } });
      client.alias({ distinctId: 'ann', alias: 'ann-before' });
      await client.shutdown(30_000);
    },
    arrives: [
      `identify - user_id:ann email:${mail} email="${mail}"`,
      'track Order Completed user_id:ann order_id="o-1"',
      'page - user_id:ann',
      'alias - user_id:ann previous_id:ann-before',
    ],
  },
  {
    name: '@snowplow/node-tracker 4.8.0',
    send: async ({ url, key }) => {
      const tracker = newTracker(
        { namespace: 'sp', appId: key },
        { endpoint: url, eventMethod: 'post', bufferSize: 3 },
      );
      tracker.setUserId('ann');
      tracker.setDomainUserId('anon-1');
      tracker.track(buildPageView({ pageUrl: 'https://shop.example/', pageTitle: 'Shop' }));
      tracker.track(buildStructEvent({ category: 'video', action: 'play', label: 'intro' }));
      tracker.track(
        buildSelfDescribingEvent({
          event: { schema: 'iglu:com.acme/viewed_offer/jsonschema/1-0-0', data: { offer: 'o-7' } },
        }),
      );
      // What was refused stays with the tracker until it sends the next time.
      for (let time = 0; time < 3; time += 1) {
        await tracker.flush();
        await pause(1_000);
      }
    },
    arrives: [
      'page - user_id:ann anonymous_id:anon-1',
      'track play user_id:ann anonymous_id:anon-1',
      'track viewed_offer user_id:ann anonymous_id:anon-1 offer="o-7"',
    ],
  },
];
