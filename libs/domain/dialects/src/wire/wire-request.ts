/** A request as its client made it, with nothing left of HTTP. */

export interface WireRequest {
  /** Parameters of the address, decoded. */
  readonly query: Readonly<Record<string, unknown>>;
  /** The body, inflated; empty where there is none. */
  readonly bytes: Uint8Array;
  /** Milliseconds; an event that tells no time happened then. */
  readonly receivedAt: number;
  /** A write key that came outside of the dialect, in a header or as `?writeKey=`: then no member of an event is read as one. */
  readonly writeKey?: string | undefined;
}
