/** Partition i of every topic goes to one member, so that what shares a key is processed in one place. */
import kafkajs, { type GroupMember, type PartitionAssigner } from 'kafkajs';

export interface Subscriber {
  readonly memberId: string;
  readonly topics: readonly string[];
}

/** Member → topic → partitions. Members may know different topics while a new release is rolled out. */
export function shareOut(
  subscribers: readonly Subscriber[],
  partitionsOf: (topic: string) => readonly number[],
): ReadonlyMap<string, Readonly<Record<string, number[]>>> {
  const byName = subscribers.toSorted((a, b) => (a.memberId < b.memberId ? -1 : 1));
  const shares = new Map<string, Record<string, number[]>>(byName.map(({ memberId }) => [memberId, {}]));
  for (const topic of new Set(byName.flatMap(({ topics }) => topics))) {
    const takers = byName.filter(({ topics }) => topics.includes(topic));
    for (const partition of partitionsOf(topic)) {
      const share = shares.get(takers[partition % takers.length]?.memberId ?? '');
      if (share !== undefined) (share[topic] ??= []).push(partition);
    }
  }
  return shares;
}

const version = 1;

export const coPartitioned: PartitionAssigner = ({ cluster }) => ({
  name: 'CoPartitionedAssigner',
  version,
  async assign({ members, topics }) {
    const subscribers = members.map((member) => subscriberOf(member, topics));
    // The leader may be the one that does not know a topic yet.
    await cluster.addMultipleTargetTopics([...new Set(subscribers.flatMap((each) => each.topics))]);
    const shares = shareOut(subscribers, (topic) =>
      cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId),
    );
    return [...shares].map(([memberId, assignment]) => ({
      memberId,
      memberAssignment: kafkajs.AssignerProtocol.MemberAssignment.encode({
        version,
        assignment,
        userData: Buffer.alloc(0),
      }),
    }));
  },
  protocol: ({ topics }) => ({
    name: 'CoPartitionedAssigner',
    metadata: kafkajs.AssignerProtocol.MemberMetadata.encode({ version, topics, userData: Buffer.alloc(0) }),
  }),
});

function subscriberOf({ memberId, memberMetadata }: GroupMember, fallback: readonly string[]): Subscriber {
  const decoded = kafkajs.AssignerProtocol.MemberMetadata.decode(memberMetadata);
  return { memberId, topics: decoded?.topics ?? fallback };
}
