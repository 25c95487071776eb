/** What RudderStack's browser SDK asks for before it sends anything: without an answer it never sends. */

export interface ConfiguredSource {
  readonly id: string;
  readonly name: string;
  readonly writeKey: string;
  /** RFC 3339. */
  readonly updatedAt: string;
}

/** `GET /sourceConfig/?writeKey=`. Members as `@rudderstack/analytics-js` reads them. */
export const rudderstackSourceConfig = ({ id, name, writeKey, updatedAt }: ConfiguredSource) => ({
  source: {
    id,
    name,
    writeKey,
    enabled: true,
    workspaceId: 'tributary',
    // The SDK's own errors and figures would go to endpoints of its maker's backend.
    config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
    destinations: [],
    connections: [],
    dataplanes: {},
    updatedAt,
  },
  updatedAt,
  isHosted: true,
});
