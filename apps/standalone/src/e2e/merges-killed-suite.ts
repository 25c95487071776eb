/** `kill -9` of identity while people become one: nobody is lost, doubled or left behind, here and downstream. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { RebuildDriver, until } from './rebuild-driver.ts';
import { readState, type State } from './state-hash.ts';
import { day } from './visitors.ts';

type Answer = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of the system under test

/** A river whose identity can be killed and started again. */
export interface Killable {
  readonly river: ConstructorParameters<typeof RebuildDriver>[0];
  start(): Promise<void>;
  /** Resolves when identity is ready again. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const people = 400;
const rounds = 5;
/** Who buys is a stranger on two devices until the log-ins say who it was. */
const strangers = (n: number): readonly object[] => [
  { type: 'page', name: 'Home', messageId: `a-${n}`, anonymousId: `a${n}`, timestamp: day(0) },
  { type: 'page', name: 'Home', messageId: `b-${n}`, anonymousId: `b${n}`, timestamp: day(1) },
  {
    ...{ type: 'track', event: 'Order Completed', messageId: `o-${n}`, userId: `u${n}`, timestamp: day(2) },
    properties: { order_id: `o${n}`, currency: 'GBP', revenue: 10, products: [] },
  },
];
const logIns = (n: number): readonly object[] =>
  ['a', 'b'].map((device) => ({
    ...{ type: 'identify', messageId: `login-${device}-${n}`, userId: `u${n}`, timestamp: day(3), traits: {} },
    anonymousId: `${device}${n}`,
  }));

const numbers = (from: number, until: number): readonly number[] =>
  Array.from({ length: until - from }, (_, index) => from + index);

export function mergesKilledSuite(name: string, start: () => Killable): void {
  describe(`people who become one while identity is killed, ${name}`, () => {
    let world: Killable;
    let driver: RebuildDriver;
    beforeAll(async () => {
      world = start();
      driver = new RebuildDriver(world.river);
      await world.start();
      await driver.send(numbers(0, people).flatMap(strangers));
      expect((await driver.settled()).profiles).toHaveLength(3 * people);
    }, 400_000);
    afterAll(() => world.stop(), 120_000);

    it('are one each, to everybody', async () => {
      let interrupted = 0;
      for (let round = 0; round < rounds; round += 1) {
        const share = people / rounds;
        await driver.send(numbers(round * share, (round + 1) * share).flatMap(logIns));
        await sleep(20 + 60 * round);
        await world.kill();
        const { lagMs } = await driver.get('identity', '/v1/reviews?limit=1');
        if (lagMs > 0) interrupted += 1;
      }
      expect(interrupted).toBeGreaterThan(0);
      // What the dead have stored and not published is for the sweeper.
      await until('everybody is one, downstream too', async () => {
        const now = await readState(world.river());
        return same(peopleIn(now), wanted) && same(buyersIn(now), idsIn(now)) ? true : undefined;
      }).catch(() => undefined); // what is wrong is told below
      const state = await driver.settled();
      expect(peopleIn(state)).toEqual(wanted);
      expect(buyersIn(state)).toEqual(idsIn(state));
    }, 400_000);
  });
}

/** Identifiers and the number of records of each person. */
const wanted = numbers(0, people)
  .map((n) => `anonymous_id|a${n} anonymous_id|b${n} user_id|u${n} 3`)
  .sort();

const peopleIn = ({ profiles }: State): readonly string[] =>
  profiles
    .map(({ identifiers, records }: Answer) => {
      const known = identifiers.map(({ type, value }: Answer) => `${type}|${value}`);
      return [...known.sort(), records.length].join(' ');
    })
    .sort();

const idsIn = ({ profiles }: State): readonly string[] => profiles.map(({ profile }: Answer) => profile);

/** Analytics knows whose an order is from `profile.updated` alone. */
const buyersIn = ({ figures }: State): readonly string[] =>
  figures.map(({ profile }: Answer) => profile).filter((profile) => profile !== undefined);

const same = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);
