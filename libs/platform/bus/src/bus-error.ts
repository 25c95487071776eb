/** What can go wrong on the bus: closed codes, each saying whether trying again can help. */

const catalogue = {
  /** The bounded queue of the publisher is full; the caller should slow down. */
  BUS_OVERLOADED: { retry: true },
  /** Not durable within the deadline: it may or may not be on the log. */
  BUS_DEADLINE: { retry: true },
  /** The engine could not make the records durable. */
  BUS_APPEND_FAILED: { retry: true },
  /** The partition belongs to another member by now. */
  BUS_FENCED: { retry: false },
  BUS_UNKNOWN_TOPIC: { retry: false },
  /** A record that the topic cannot take, e.g. without a key on a compacted topic. */
  BUS_RECORD_REFUSED: { retry: false },
  /** The log does not hold what was written to it. */
  BUS_CORRUPTED: { retry: false },
  /** The engine does not let us in, or not do this; the message says what to grant or to set. */
  BUS_ACCESS_DENIED: { retry: false },
  BUS_CLOSED: { retry: false },
} as const;

export type BusErrorCode = keyof typeof catalogue;

export class BusError extends Error {
  override readonly name = 'BusError';
  readonly code: BusErrorCode;

  constructor(code: BusErrorCode, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.code = code;
  }

  get retry(): boolean {
    return catalogue[this.code].retry;
  }
}
