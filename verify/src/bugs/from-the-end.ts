/** A member that reads a partition without a committed offset from its end: what waits there is never seen. */
import { type StoredRecord, type TopicPartition } from '@tributary/bus';
import { type BusSteps } from '../system/decorated-bus.ts';

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

export const fromTheEnd: BusSteps = {
  listener: (inner, { engine }) => {
    const skipped = new Map<string, number>();
    const early: [TopicPartition, readonly StoredRecord[]][] = [];
    const deliver = (partition: TopicPartition, records: readonly StoredRecord[]): void => {
      const from = skipped.get(nameOf(partition)) ?? 0;
      const rest = records.filter(({ offset }) => offset >= from);
      if (rest.length > 0) inner.onRecords(partition, rest);
    };
    let ready = false;
    return {
      onAssigned: async (assignments) => {
        const moved = await Promise.all(
          assignments.map(async (assignment) => {
            const ranges = await engine.offsets(assignment.topic);
            const { earliest = 0, latest = 0 } = ranges[assignment.partition] ?? {};
            if (assignment.committed > earliest) return assignment;
            skipped.set(nameOf(assignment), latest);
            return { ...assignment, committed: latest };
          }),
        );
        await inner.onAssigned(moved);
        ready = true;
        for (const [partition, records] of early.splice(0)) deliver(partition, records);
      },
      onRecords: (partition, records) => {
        if (ready) deliver(partition, records);
        else early.push([partition, records]);
      },
    };
  },
};
