/** What a page can ask of the SDK and what it can set: this file is the public contract. */

export type ConsentStatus = 'granted' | 'pending' | 'denied';

/** Category → agreed or not. The SDK acts on `analytics` and `advertising`; all are sent as `context.consent.categoryPreferences`. */
export type Preferences = Readonly<Record<string, boolean>>;

export interface ConsentState {
  readonly status: ConsentStatus;
  readonly preferences: Preferences;
  /** The browser asks not to sell or share (GPC): `advertising` is then never true. */
  readonly globalPrivacyControl: boolean;
}

export type Properties = Readonly<Record<string, unknown>>;

export type CaptureName =
  'pages' | 'clicks' | 'swipes' | 'forms' | 'searches' | 'engagement' | 'frustration' | 'vitals' | 'ads';

export interface TributaryOptions {
  /** Names the source; a public identifier. */
  readonly writeKey: string;
  /** Where events go, without the path: `https://events.example.com`. `/v1/batch` is added. */
  readonly endpoint: string;
  /** Until the visitor decides: collect (`granted`, the default), wait in memory (`pending`), or do nothing (`denied`). */
  readonly consent?: ConsentStatus;
  /** False: only what the page tells itself. Or single captures, all others staying on. */
  readonly autoCapture?: boolean | Readonly<Partial<Record<CaptureName, boolean>>>;
  /** Who uses the device: `personal`, `shared`, `kiosk`, `pos` or `signage`; all but the first keep visits apart. */
  readonly deviceClass?: string;
  /** Whether to continue the anonymous id of Segment, RudderStack, Snowplow or PostHog; true unless said otherwise. */
  readonly adoptIds?: boolean;
  /** The id to begin with, where the page knows one from elsewhere and the browser has none of this SDK yet. */
  readonly anonymousId?: string | undefined;
  /** How the write key travels: in the `body` (the default, no preflight request), or also as `basic` authorization. */
  readonly authorization?: 'body' | 'basic';
  /** Milliseconds that events may wait for company; 3,000 unless said otherwise. */
  readonly flushInterval?: number;
  /** Events kept while the endpoint does not answer; 1,000 unless said otherwise. The oldest go first. */
  readonly maxQueued?: number;
  /** Takes what went wrong; `console.warn` unless said otherwise. */
  readonly warn?: (message: string) => void;
}

export interface ConsentControl {
  /** Says what the visitor agreed to. `analytics` true starts collecting, false ends it and deletes what was stored. */
  readonly set: (preferences: Preferences) => void;
  /** Agrees to `analytics` and `advertising`. */
  readonly grant: () => void;
  /** Refuses both. */
  readonly deny: () => void;
  readonly state: () => ConsentState;
}

export interface Tributary {
  track(event: string, properties?: Properties): void;
  page(name?: string, properties?: Properties): void;
  /** Says who the visitor is, what is known about them, or both. */
  identify(userId: string, traits?: Properties): void;
  identify(traits: Properties): void;
  group(groupId: string, traits?: Properties): void;
  /** Says that the visitor had another id before: `previousId`, or else the anonymous one. */
  alias(userId: string, previousId?: string): void;
  /** At logout: forgets the user and continues as somebody new, with a new anonymous id and session. */
  reset(): void;
  /** Sends what waits; resolves when it is sent, or when the endpoint asks for patience. */
  flush(): Promise<void>;
  /** The anonymous id, for a server that tells of the same visitor; undefined without consent. */
  anonymousId(): string | undefined;
  /** Ends observing on this page; what waits is still sent. */
  stop(): void;
  readonly consent: ConsentControl;
}
