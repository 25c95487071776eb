/** Four processes over one store: each takes batches of what arrives, dies at any step, is started anew and gets its batch again. */
import { type Output, type Received } from '@tributary/bus';
import { topics, type EventCollected, type RecordId, type SegmentMembershipChanged } from '@tributary/contracts';
import { profileOf, type Assertion } from '@tributary/domain-identity';
import { assertedOf } from '../assert-links/assertion-message.ts';
import { composeIdentity } from '../compose.ts';
import { Memory, memoryStores, type StoreFault } from './memory-stores.ts';
import { received, scenarioOf, wordsOn } from './scenario.ts';
import { Crash, SeededSchedule, seededRandom } from './seeded-schedule.ts';
import { tinyComparisons, tinyPolicy } from './tiny-matcher.ts';

/** Faults that the simulation must notice. */
export interface Fault {
  readonly store?: StoreFault;
  /** What arrives later counts as later. */
  readonly arrivalOrder?: boolean;
  /** Nobody finishes what others left behind. */
  readonly unswept?: boolean;
}

export interface Ran {
  readonly memory: Memory;
  readonly changes: readonly SegmentMembershipChanged[];
  readonly log: readonly Output[];
  readonly events: readonly EventCollected[];
  readonly words: readonly Assertion[];
  /** What records say of their people only ever becomes more. */
  readonly steady: boolean;
}

const composed = (memory: Memory, step: () => Promise<void>, log: Output[], fault: Fault) =>
  composeIdentity({
    stores: memoryStores({ memory, step, fault: fault.store }),
    publisher: {
      async publish(outputs: readonly Output[]) {
        for (const output of outputs) {
          await step();
          log.push(output);
        }
        await step();
      },
    },
    policies: { current: () => tinyPolicy },
    compares: () => tinyComparisons,
    clock: { now: () => 0 },
    refused: { onFrozen: () => undefined, onFull: () => undefined, onSkipped: () => undefined },
  });

export async function simulate(seed: number, fault: Fault = {}): Promise<Ran> {
  const random = seededRandom(seed);
  const steady = seed % 4 < 2;
  const { events, arriving } = scenarioOf(random, steady);
  // Drawn apart, so that the events of a seed stay what they are.
  const spoken = seededRandom(-seed);
  const { words, saying } = wordsOn(events, spoken);
  const todo = [...arriving];
  const toSay = [...saying];
  const memory = new Memory();
  const log: Output[] = [];
  const changes: SegmentMembershipChanged[] = [];
  const schedule = new SeededSchedule(random, seed % 2 === 0 ? 0.02 : 0);
  const compose = () => composed(memory, () => schedule.step(), log, fault);
  const change = (record: RecordId): SegmentMembershipChanged => ({
    ...topics.segmentMembershipChanged.message.example,
    profile: profileOf(record),
    change: random() < 0.5 ? 'entered' : 'left',
    sequence: changes.length + 1,
  });
  let clock = 0;
  const stamped = (one: Received<EventCollected>): Received<EventCollected> => {
    clock += 1;
    const time = new Date(clock).toISOString();
    return fault.arrivalOrder && one.value !== null ? { ...one, value: { ...one.value, time } } : one;
  };
  const work = async (): Promise<void> => {
    let identity = compose();
    while (todo.length + toSay.length > 0) {
      const batch = todo.splice(0, 4).map(stamped);
      const speaking = toSay
        .splice(0, spoken() < 0.5 ? 1 : 3)
        .map(assertedOf)
        .map(received);
      const [first] = batch;
      const told = first?.value && random() < 0.4 ? [change(first.value.record)] : [];
      changes.push(...told);
      for (let done = false; !done;) {
        try {
          await identity.resolve.all(batch);
          await identity.assert.all(speaking);
          await identity.fold.all(told.map(received));
          done = true;
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
          identity = compose();
        }
      }
    }
  };
  const workers = Promise.allSettled(Array.from({ length: 4 }, () => schedule.start(work)));
  await schedule.run();
  for (const result of await workers) if (result.status === 'rejected') throw result.reason;
  if (!fault.unswept) await sweep(memory, log, random, fault);
  return { memory, log, events, words, changes, steady };
}

async function sweep(memory: Memory, log: Output[], random: () => number, fault: Fault): Promise<void> {
  const calm = new SeededSchedule(random, 0);
  const last = composed(memory, () => calm.step(), log, fault);
  const sweeping = calm.start(async () => {
    for (let rounds = 0; (await last.sweep.olderThan(0)) > 0; rounds += 1) {
      if (rounds > 20) throw new Error('The sweeper does not come to an end.');
    }
  });
  await calm.run();
  await sweeping;
}
