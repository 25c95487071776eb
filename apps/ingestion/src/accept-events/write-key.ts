/** Where a request may carry its write key, in the order in which the places count. */
import { presentedKey } from '@tributary/http';

export interface KeyPlaces {
  /** The user of Basic (some SDKs forget the colon after it), or Bearer. */
  readonly authorization: string | undefined;
  /** From the body of a batch, or its first event. */
  readonly body: string | undefined;
  readonly query: unknown;
}

/** Outside of what the client has written into its events. */
export const shownBeside = (authorization: string | undefined, query: unknown): string | undefined =>
  presentedKey(authorization) ?? queryKey(query);

export const writeKeyOf = ({ authorization, body, query }: KeyPlaces): string | undefined =>
  presentedKey(authorization) ?? body ?? queryKey(query);

function queryKey(query: unknown): string | undefined {
  if (typeof query !== 'object' || query === null || !('writeKey' in query)) return undefined;
  return typeof query.writeKey === 'string' && query.writeKey !== '' ? query.writeKey : undefined;
}
