/** What unmodified clients ask for beside sending: without these answers they wait, or never send. */
import { type JsonObject } from '@tributary/contracts';
import { admit, type Reason } from '@tributary/domain-collection';
import {
  decodeDialect,
  type DialectRoute,
  ga4Validation,
  posthogConfig,
  posthogConfigScript,
  posthogFlags,
  rudderstackSourceConfig,
  segmentSettings,
  type WireRequest,
} from '@tributary/domain-dialects';
import { type FastifyRequest } from 'fastify';
import { type Source } from '../ports.ts';

export interface Asked {
  readonly route: DialectRoute;
  readonly request: FastifyRequest;
  readonly wire: WireRequest;
  /** Of the key that the client has shown. */
  readonly source: Source;
}

/** Text as it is, anything else as JSON. */
export function answerTo({ route, request, wire, source }: Asked): unknown {
  const { writeKey } = source;
  switch (route.purpose) {
    case 'settings':
      return segmentSettings({ writeKey, host: request.host, protocol: protocolOf(request) });
    case 'source-config':
      return rudderstackSourceConfig({ id: source.id, name: source.name, writeKey, updatedAt: source.createdAt });
    case 'config':
      return posthogConfig(writeKey);
    case 'config-script':
      return posthogConfigScript(writeKey);
    case 'flags':
      return posthogFlags(writeKey);
    case 'validation':
      return ga4Validation(decodeDialect('ga4', wire), (payload) => whyNot(payload, source, wire.receivedAt));
    case 'events':
    case 'native-events':
      throw new Error(`${route.path} takes events.`);
  }
}

/** Where TLS ends before us, the client speaks it all the same: a page of https may not send to http. It only tells the client about itself. */
function protocolOf({ headers, protocol }: FastifyRequest): 'http' | 'https' {
  const [first] = [headers['x-forwarded-proto']].flat();
  return (first ?? protocol).split(',', 1)[0]?.trim() === 'https' ? 'https' : 'http';
}

function whyNot(payload: JsonObject, { id, kind }: Source, receivedAt: number): Reason | undefined {
  const admission = admit({ source: id, receivedAt, imported: false, sender: kind, payload });
  return admission.ok ? undefined : admission.reason;
}
