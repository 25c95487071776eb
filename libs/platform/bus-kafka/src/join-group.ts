/** Makes a kafkajs consumer into a member of our kind: settings, hooks and events, nothing that decides. */
import { type JoinOptions } from '@tributary/bus';
import { type Logger } from '@tributary/telemetry';
import { type Cluster, type Consumer, type Kafka } from 'kafkajs';
import { coPartitioned } from './co-partitioned-assigner.ts';
import { isTooLarge } from './fetch-answer.ts';
import { paced } from './fetch-pace.ts';
import { GroupMember } from './group-member.ts';
import { type GroupOffsets } from './group-offsets.ts';
import { changeFetches, whyNoCoordinator } from './kafkajs-internals.ts';
import { SafeListener } from './safe-listener.ts';

interface GroupSettings {
  readonly sessionTimeoutMs: number;
  readonly maxWaitMs: number;
  /** Absent: everything is fetched from leaders. */
  readonly rack?: string;
}

export interface GroupContext {
  readonly kafka: Kafka;
  readonly offsets: GroupOffsets;
  readonly settings: GroupSettings;
  readonly log: Logger;
  /** Says what to do about an error that is about access. */
  readonly explain: (error: unknown) => unknown;
  readonly onLeft: (member: GroupMember) => void;
}

export async function joinGroup(context: GroupContext, options: JoinOptions): Promise<GroupMember> {
  const joins: JoinHook = { before: () => Promise.resolve() };
  const consumer = context.kafka.consumer({
    groupId: options.group,
    ...fetchSettings(context.settings),
    partitionAssigners: [
      (config) => {
        hookJoins(config.cluster, joins);
        changeFetches(config.cluster, paced);
        return coPartitioned(config);
      },
    ],
    // What was written before there were batches is unpacked by kafkajs alone: trying again for ever would hide that it is too large.
    retry: { retries: 8, restartOnFailure: (error) => Promise.resolve(!isTooLarge(error)) },
  });
  const member = new GroupMember({
    group: options.group,
    consumer,
    listener: new SafeListener(options.listener, context.log),
    offsets: context.offsets,
    startAt: options.startAt,
    log: context.log,
    explain: context.explain,
    onLeft: context.onLeft,
    drainMs: Math.floor(context.settings.sessionTimeoutMs / 2),
  });
  joins.before = () => member.beforeJoin();
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    member.joined(payload.memberAssignment);
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    member.crashed(payload.error, payload.restart);
  });
  try {
    await run(consumer, member, options.topics);
    return member;
  } catch (error) {
    await consumer.disconnect().catch(() => undefined);
    throw context.explain(error);
  }
}

export const fetchSettings = ({ sessionTimeoutMs, maxWaitMs, rack }: GroupSettings) => ({
  allowAutoTopicCreation: false,
  sessionTimeout: sessionTimeoutMs,
  // A rebalance waits for the next heartbeat of every member, so a second of it is a second without work.
  heartbeatInterval: 1_000,
  // A fetch that answers with the first record makes batches of one, and each batch costs requests to brokers and store.
  minBytes: 64 * 1024,
  maxWaitTimeInMs: maxWaitMs,
  // One answer is decoded in one go: small enough that the main thread stays responsive.
  maxBytes: 4 * 1024 * 1024,
  ...(rack === undefined ? {} : { rackId: rack }),
});

async function run(consumer: Consumer, member: GroupMember, topics: readonly string[]): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: (payload) => {
      member.deliver(payload);
      return Promise.resolve();
    },
  });
}

interface JoinHook {
  before: () => Promise<void>;
}

/** kafkajs tells of a rebalance only when it is over; but every join begins with the search for the coordinator. */
function hookJoins(cluster: Cluster, hook: JoinHook): void {
  const find = cluster.findGroupCoordinator.bind(cluster);
  cluster.findGroupCoordinator = async (group) => {
    await hook.before();
    try {
      return await find(group);
    } catch (error) {
      throw await whyNoCoordinator(error, cluster, group.groupId);
    }
  };
}
