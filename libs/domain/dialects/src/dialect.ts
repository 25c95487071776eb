/** What a foreign client put on the wire, in the form in which every door takes events. */
import { type DecodedBody } from '@tributary/domain-collection';
import { decodeGa4 } from './ga4/decode-ga4.ts';
import { decodePosthog } from './posthog/decode-posthog.ts';
import { decodeSnowplow } from './snowplow/decode-snowplow.ts';
import { type WireRequest } from './wire/wire-request.ts';

/** Dialects that differ from the Segment wire format; Segment and RudderStack speak it. */
export type Dialect = 'snowplow' | 'posthog' | 'ga4';

const decoders: Readonly<Record<Dialect, (request: WireRequest) => DecodedBody>> = {
  snowplow: decodeSnowplow,
  posthog: decodePosthog,
  ga4: decodeGa4,
};

/** As many items as the request has events; one that cannot be told is refused alone, with its bytes as they came. */
export const decodeDialect = (dialect: Dialect, request: WireRequest): DecodedBody => decoders[dialect](request);
