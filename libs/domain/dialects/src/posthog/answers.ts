/**
 * What PostHog's SDKs ask before and beside sending: that nothing of what is not offered here is switched on, and that there are no
 * flags. Without these answers they wait, retry, or load scripts that are not there.
 */

/** `GET /array/:token/config`. Members as `posthog-js` reads them. */
export const posthogConfig = (token: string) => ({
  token,
  supportedCompression: ['gzip', 'gzip-js'],
  hasFeatureFlags: false, // saves a request for flags at every start
  analytics: { endpoint: '/i/v0/e/' },
  elementsChainAsString: true,
  defaultIdentifiedOnly: true,
  autocapture_opt_out: false,
  autocaptureExceptions: false,
  captureDeadClicks: false,
  capturePerformance: false,
  sessionRecording: false,
  heatmaps: false,
  surveys: false,
  productTours: false,
  conversations: false,
  logs: { captureConsoleLogs: false },
  siteApps: [],
  toolbarParams: {},
  isAuthenticated: false,
});

/** `GET /array/:token/config.js`: the same as a script, which the SDK's loader asks for first. */
export function posthogConfigScript(token: string): string {
  const quoted = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
  const place = `_POSTHOG_REMOTE_CONFIG[${quoted(token)}]`;
  const content = `{config:${quoted(posthogConfig(token))},siteApps:[]}`;
  return `(function(w){w._POSTHOG_REMOTE_CONFIG=w._POSTHOG_REMOTE_CONFIG||{};w.${place}=${content}})(window);\n`;
}

/** `POST /flags/`, and `POST /decide/` of older SDKs, which expect the configuration beside the flags. */
export const posthogFlags = (token: string) => ({
  ...posthogConfig(token),
  config: { enable_collect_everything: true },
  flags: {},
  featureFlags: {},
  featureFlagPayloads: {},
  errorsWhileComputingFlags: false,
});
