/** The running service, from the first test of a suite to the last, and what most of them ask it. */
import { afterAll, beforeAll } from '@jest/globals';
import { type Output } from '@tributary/bus';
import { topics, type EventCollected } from '@tributary/contracts';
import { startService, type TestService } from '@tributary/testing';
import { identityService } from '../index.ts';

type Answer = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of the system under test

export function identityUnderTest(env: Readonly<Record<string, string>> = {}) {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(identityService, { env });
  });
  afterAll(() => service.stop());

  const get = async (path: string): Promise<Answer> => (await service.call('GET', path)).body;
  return {
    service: () => service,
    /** Resolves when every profile says what the events have changed. */
    happens: async (...events: readonly Output<EventCollected>[]): Promise<void> => {
      await service.publish(events);
      await service.settle();
    },
    get,
    person: (anyId: string): Promise<Answer> => get(`/v1/profiles/${encodeURIComponent(anyId)}`),
    updatesOf: async (profile: string) =>
      (await service.collect(topics.profileUpdated)).filter(({ key }) => key === profile).map(({ value }) => value),
  };
}

const looks = 800;
const lookEveryMs = 25;

/** What is shown of work in the background once it is done. */
export async function untilDone(service: Pick<TestService, 'call'>, path: string): Promise<Answer> {
  for (let look = 0; look < looks; look += 1) {
    const { body } = await service.call('GET', path);
    if (body.state === 'done') return body;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  throw new Error(`${path} was not done within ${(looks * lookEveryMs) / 1_000} s.`);
}
