/** How the verifier looks at a log: from the first record to the last, and at what groups have committed. */
import { type LogRecord } from './wire.ts';

export interface LogReader {
  /** Every record from the earliest up to the end at the time of the call, in order within each partition. */
  readAll(topic: string, each: (record: LogRecord) => void): Promise<void>;
  /** Records of one partition from an offset on, at most so many. */
  range(topic: string, partition: number, from: number, limit: number): Promise<readonly LogRecord[]>;
  /** Next offset by partition. */
  ends(topic: string): Promise<readonly number[]>;
  /** Committed offset by partition; 0 where there is none. */
  committed(group: string, topic: string): Promise<readonly number[]>;
  /** A channel that writes onto the log itself; resolves when the record is durable. */
  append(topic: string, record: { readonly key: string; readonly value: string | null }): Promise<void>;
  close(): Promise<void>;
}
