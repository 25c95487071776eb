/** Faults of the embedded pair. */
export interface EmbeddedRowResult {
  readonly row: string;
  readonly fault: string;
  readonly bar: string;
  readonly events: number;
  readonly met: boolean;
  readonly note: string;
}

export interface EmbeddedResult {
  readonly rows: readonly EmbeddedRowResult[];
  readonly kept: string | undefined;
}
