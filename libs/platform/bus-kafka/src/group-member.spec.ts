import { describe, expect, it, jest } from '@jest/globals';
import { createLogger } from '@tributary/telemetry';
import { type TopicPartition } from '@tributary/bus';
import { createRequire } from 'node:module';
import { setImmediate as turn } from 'node:timers/promises';
import { type DeliveredBatch, GroupMember } from './group-member.ts';
import { joinAgain } from './kafkajs-internals.ts';

const { isRebalancing } = createRequire(import.meta.url)('kafkajs/src/errors') as {
  isRebalancing: (error: unknown) => boolean;
};

const place = { topic: 'orders', partition: 0 };

/** A member that has joined and holds one partition; its lane commits in the way of a lane that is told to stop. */
async function joinedMember(commitOffsets: (commits: unknown) => Promise<void> = () => Promise.resolve()) {
  const resume = jest.fn();
  let onRevoked: () => Promise<void> = () => Promise.resolve();
  const assigned = Promise.withResolvers<undefined>();
  const member = new GroupMember({
    group: 'billing',
    consumer: {
      pause: () => undefined,
      resume,
      seek: () => undefined,
      commitOffsets,
      disconnect: () => Promise.resolve(),
    },
    listener: {
      onAssigned: () => {
        assigned.resolve(undefined);
        return Promise.resolve();
      },
      onRevoked: () => onRevoked(),
      onRecords: () => undefined,
      onFailed: () => undefined,
    },
    offsets: {
      assignments: (_group: string, places: readonly TopicPartition[]) =>
        Promise.resolve(places.map((one) => ({ ...one, committed: 0 }))),
    },
    log: createLogger({ service: 'test', level: 'silent' }),
    explain: (error) => error,
    drainMs: 5_000,
  });
  member.joined({ orders: [0] });
  await assigned.promise;
  await turn();
  const revoking = (lane: () => Promise<void>): void => void (onRevoked = lane);
  return { member, revoking, resume };
}

describe('a member of a group', () => {
  it('commits what it holds', async () => {
    const commitOffsets = jest.fn<(commits: unknown) => Promise<void>>(() => Promise.resolve());
    const { member } = await joinedMember(commitOffsets);
    await member.commit(place, 7);
    expect(commitOffsets).toHaveBeenCalledWith([{ ...place, offset: '7', metadata: null }]);
  });

  it('tries again when the coordinator is away', async () => {
    const answers = [Promise.reject(new Error('coordinator is loading')), Promise.resolve()];
    const { member } = await joinedMember(() => answers.shift() ?? Promise.resolve());
    await expect(member.commit(place, 7)).resolves.toBeUndefined();
  });

  it('refuses the commits of its lanes as soon as the membership is lost, so that they do not hold up the next join', async () => {
    const { member, revoking } = await joinedMember(() =>
      Promise.reject(new Error('consumer#run must be called first')),
    );
    const farewell = Promise.withResolvers<unknown>();
    revoking(async () => {
      // A lane that is told to stop finishes and commits what it has at hand.
      farewell.resolve(await member.commit(place, 7).catch((error: unknown) => error));
    });
    member.crashed(new Error('connect ECONNREFUSED'), true);
    await expect(farewell.promise).resolves.toMatchObject({ code: 'BUS_FENCED' });
  });

  it('commits again after the next join', async () => {
    const commitOffsets = jest.fn<(commits: unknown) => Promise<void>>(() => Promise.resolve());
    const { member } = await joinedMember(commitOffsets);
    member.crashed(new Error('connect ECONNREFUSED'), true);
    await member.beforeJoin();
    member.joined({ orders: [0] });
    await turn();
    await turn();
    await member.commit(place, 8);
    expect(commitOffsets).toHaveBeenCalledTimes(1);
  });

  it('joins again where a join has failed and kafkajs goes on as the member that it was', async () => {
    const { member, resume } = await joinedMember();
    const fetched = {
      batch: { topic: 'orders', partition: 0, fetchedOffset: '0', messages: [], lastOffset: () => '-1' },
      resolveOffset: () => undefined,
      commitOffsetsIfNecessary: () => Promise.resolve(),
    } as unknown as DeliveredBatch;
    const deliver = (): void => {
      member.deliver(fetched);
    };
    expect(deliver).not.toThrow();
    member.pause(place);
    resume.mockClear();
    await member.beforeJoin();
    expect(resume).toHaveBeenCalledWith([{ topic: 'orders', partitions: [0] }]);
    expect(deliver).toThrow('The last join has failed.');
    expect(isRebalancing(joinAgain())).toBe(true);
    member.joined({ orders: [0] });
    await turn();
    expect(deliver).not.toThrow();
  });
});
