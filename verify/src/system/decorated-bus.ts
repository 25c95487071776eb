/** An engine of the bus with some of its steps replaced: how bugs are seeded and processes killed between two steps. */
import {
  type BusEngine,
  type JoinOptions,
  type MemberListener,
  type Membership,
  type OutgoingRecord,
} from '@tributary/bus';

export interface BusSteps {
  readonly append?: (records: readonly OutgoingRecord[], go: BusEngine['append']) => Promise<void>;
  /** The member as the engine sees it, and the engine as the member sees it. */
  readonly listener?: (inner: MemberListener, context: MemberContext) => Partial<MemberListener>;
  readonly commit?: (
    place: Parameters<Membership['commit']>,
    go: Membership['commit'],
    context: MemberContext,
  ) => Promise<void>;
  /** While the partitions are still held. */
  readonly leave?: (go: Membership['leave'], context: MemberContext) => Promise<void>;
}

export interface MemberContext {
  readonly engine: BusEngine;
  readonly options: JoinOptions;
  /** The real commit, once the group has been joined. */
  readonly commit: (...place: Parameters<Membership['commit']>) => Promise<void>;
}

export function decorated(engine: BusEngine, steps: BusSteps): BusEngine {
  return {
    name: engine.name,
    ensureTopics: (topics) => engine.ensureTopics(topics),
    partitionsOf: (topic) => engine.partitionsOf(topic),
    read: (partition, offset, limit) => engine.read(partition, offset, limit),
    offsets: (topic) => engine.offsets(topic),
    ends: (topics) => engine.ends(topics),
    committed: (group, topics) => engine.committed(group, topics),
    close: () => engine.close(),
    append: (records) => (steps.append ?? straight)(records, (all) => engine.append(all)),
    join: (options) => join(engine, options, steps),
  };
}

const straight = (records: readonly OutgoingRecord[], go: BusEngine['append']): Promise<void> => go(records);

async function join(engine: BusEngine, options: JoinOptions, steps: BusSteps): Promise<Membership> {
  const joined: { membership?: Membership } = {};
  const context: MemberContext = {
    engine,
    options,
    commit: async (...place) => joined.membership?.commit(...place),
  };
  const { listener: inner } = options;
  const listener: MemberListener = {
    onAssigned: (assignments) => inner.onAssigned(assignments),
    onRevoked: (partitions) => inner.onRevoked(partitions),
    onRecords: (partition, records) => {
      inner.onRecords(partition, records);
    },
    onFailed: (error) => {
      inner.onFailed(error);
    },
    ...steps.listener?.(inner, context),
  };
  const membership = await engine.join({ ...options, listener });
  joined.membership = membership;
  return {
    pause: (partition) => {
      membership.pause(partition);
    },
    resume: (partition) => {
      membership.resume(partition);
    },
    leave: () => {
      const go: Membership['leave'] = () => membership.leave();
      return steps.leave ? steps.leave(go, context) : go();
    },
    commit: (...place) => {
      const go: Membership['commit'] = (...same) => membership.commit(...same);
      return steps.commit ? steps.commit(place, go, context) : go(...place);
    },
  };
}
