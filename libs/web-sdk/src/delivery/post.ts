/** Puts a request on the wire. As text it needs no preflight; with `keepalive` it outlives the page. */
import { meaningOf, patienceAsked } from './backoff.ts';

export interface Endpoint {
  readonly url: string;
  readonly writeKey: string;
  /** The write key is in the body anyway; some back ends want it as basic authorization, too. */
  readonly isBasic: boolean;
}

export interface Reply {
  /** 0: no answer. */
  readonly status: number;
  readonly patience: number | undefined;
}

/** Less than a lease lasts; a tab that hangs longer must not keep the others from sending. */
const longestRequestTime = 15_000;

export async function post({ url, writeKey, isBasic }: Endpoint, body: string): Promise<Reply> {
  try {
    const { status, headers } = await fetch(url, {
      method: 'POST',
      body,
      keepalive: true,
      credentials: 'omit',
      referrerPolicy: 'origin', // the address of the page is not redacted
      signal: AbortSignal.timeout(longestRequestTime),
      headers: isBasic
        ? { 'content-type': 'application/json', authorization: `Basic ${btoa(`${writeKey}:`)}` }
        : { 'content-type': 'text/plain' },
    });
    return { status, patience: patienceAsked(headers.get('retry-after'), Date.now()) };
  } catch {
    return { status: 0, patience: undefined };
  }
}

/** For a page that ends: answers whether the browser took it over, and in time whether the endpoint did. */
export async function postLast(endpoint: Endpoint, body: string): Promise<boolean> {
  if ('keepalive' in Request.prototype) return meaningOf((await post(endpoint, body)).status) === 'taken';
  return navigator.sendBeacon(endpoint.url, body);
}
