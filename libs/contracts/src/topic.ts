/** What the registry says of a topic; everything else (creation, ACLs, AsyncAPI, the table in ARCHITECTURE.md) follows from it. */
import { type Message } from './message.ts';

export const services = ['ingestion', 'identity', 'segmentation', 'analytics', 'decisioning'] as const;
export type ServiceName = (typeof services)[number];
export type Party = ServiceName | 'doors' | 'channels' | 'operators' | 'downstream';

/** What the key of a record identifies; topics with the same rule and partition count are co-partitioned. */
export type KeyRule = 'record' | 'profile' | 'pair' | 'as the input';

/** How long a topic keeps its records; a compacted topic keeps the last value of each key. */
export type Retention = { readonly days: number } | 'compacted';

export interface Topic<T = unknown> {
  readonly name: string;
  readonly summary: string;
  readonly message: Message<T>;
  readonly key: KeyRule;
  readonly producers: readonly Party[];
  readonly consumers: readonly Party[];
  /** Who looks up what became of a message there, and of the groups that read it how far they are, without working on it. */
  readonly tracedBy?: readonly Party[];
  readonly retention: Retention;
  readonly partitions: number;
  /** The largest message; absent: 4 MiB. */
  readonly mostBytes?: number;
}
