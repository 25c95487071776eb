/** A member that commits what it was given, not what it has done, when it gives up its partitions. */
import { type Membership, type TopicPartition } from '@tributary/bus';
import { type BusSteps, type MemberContext } from '../system/decorated-bus.ts';

/** So much waits in a lane when its partition goes. */
const queuedMs = 2_000;

interface Delivered {
  readonly partition: TopicPartition;
  readonly next: number;
}

const delivered = new WeakMap<MemberContext, Map<string, Delivered>>();

export const droppedOnLeave: BusSteps = {
  listener: (inner, context) => {
    const own = new Map<string, Delivered>();
    delivered.set(context, own);
    return {
      onRecords: (partition, records) => {
        const next = (records.at(-1)?.offset ?? -1) + 1;
        own.set(`${partition.topic}/${partition.partition}`, { partition, next });
        setTimeout(() => {
          inner.onRecords(partition, records);
        }, queuedMs);
      },
      onRevoked: async (partitions) => {
        await inner.onRevoked(partitions);
        for (const { topic, partition } of partitions) own.delete(`${topic}/${partition}`);
      },
    };
  },
  leave: async (go: Membership['leave'], context) => {
    for (const { partition, next } of delivered.get(context)?.values() ?? []) {
      await context.commit(partition, next).catch(() => undefined);
    }
    await go();
  },
};
