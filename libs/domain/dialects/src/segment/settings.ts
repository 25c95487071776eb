/** What Segment's browser SDK asks for before it sends anything: without an answer it never sends. */

export interface Door {
  readonly writeKey: string;
  /** Host and port under which clients reach the door. */
  readonly host: string;
  readonly protocol: 'http' | 'https';
}

/** `GET /v1/projects/:writeKey/settings`. Members as `@segment/analytics-next` reads them. */
export const segmentSettings = ({ writeKey, host, protocol }: Door) => ({
  integrations: {
    'Segment.io': {
      apiKey: writeKey,
      apiHost: `${host}/v1`,
      protocol,
      retryQueue: true,
      addBundledMetadata: true,
      unbundledIntegrations: [],
      maybeBundledConfigIds: {},
      versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
    },
  },
  plan: {
    track: { __default: { enabled: true, integrations: {} } },
    identify: { __default: { enabled: true } },
    group: { __default: { enabled: true } },
  },
  edgeFunction: {},
  middlewareSettings: { routingRules: [] },
  enabledMiddleware: {},
  remotePlugins: [],
  metrics: { sampleRate: 0 }, // its own figures would go to the SDK's maker
  legacyVideoPluginsEnabled: false,
  analyticsNextEnabled: true,
});
