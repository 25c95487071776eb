/** Four processes over one store: each takes batches of what arrives, dies at any step, is started anew and gets its batch again. */
import { type Output, type Received } from '@tributary/bus';
import { topics, type EventCollected, type RecordId, type SegmentMembershipChanged } from '@tributary/contracts';
import { profileOf, type Assertion, type Policy } from '@tributary/domain-identity';
import { assertedOf } from '../assert-links/assertion-message.ts';
import { composeIdentity, type Identity } from '../compose.ts';
import { ChangingPolicies } from './changing-policies.ts';
import { Memory, memoryStores, type StoreFault } from './memory-stores.ts';
import { received, scenarioOf, wordsOn } from './scenario.ts';
import { Crash, SeededSchedule, seededRandom } from './seeded-schedule.ts';
import { tinyComparisons, tinyPolicies, tinyPolicy } from './tiny-matcher.ts';

/** Faults that the simulation must notice. */
export interface Fault {
  readonly store?: StoreFault;
  /** What arrives later counts as later. */
  readonly arrivalOrder?: boolean;
  /** Nobody finishes what others left behind. */
  readonly unswept?: boolean;
  /** Policies change while everything happens. */
  readonly changing?: boolean;
  /** Who has heard of an activation last brings nothing under it. */
  readonly unraised?: boolean;
}

export interface Ran {
  readonly memory: Memory;
  readonly changes: readonly SegmentMembershipChanged[];
  readonly log: readonly Output[];
  readonly events: readonly EventCollected[];
  readonly words: readonly Assertion[];
  /** What records say of their people only ever becomes more. */
  readonly steady: boolean;
  /** In force at the end. */
  readonly policy: Policy;
}

interface World {
  readonly memory: Memory;
  readonly log: Output[];
  readonly policies: ChangingPolicies;
  readonly random: () => number;
}

interface Process {
  readonly step: () => Promise<void>;
  /** Whether it looks for activations now. */
  readonly looks: () => boolean;
}

const composed = ({ memory, log, policies }: World, { step, looks }: Process, fault: Fault) =>
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
    policies: policies.view({ looks, step }),
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
  const world = { memory, log, random, policies: new ChangingPolicies(tinyPolicy) };
  const step = () => schedule.step();
  const compose = () => composed(world, { step, looks: () => random() < 0.1 }, fault);
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
  const changers = fault.changing ? [schedule.start(() => tryPolicies(world, compose, step))] : [];
  const workers = Promise.allSettled([...Array.from({ length: 4 }, () => schedule.start(work)), ...changers]);
  await schedule.run();
  for (const result of await workers) if (result.status === 'rejected') throw result.reason;
  if (!fault.unswept) await sweep(world, fault);
  return { memory, log, events, words, changes, steady, policy: world.policies.newest().policy };
}

/** Somebody tries policies, and a process that may die brings the components under them. */
async function tryPolicies(
  { random, policies }: World,
  compose: () => Identity,
  step: () => Promise<void>,
): Promise<void> {
  for (let turns = 1 + Math.floor(random() * 3); turns > 0; turns -= 1) {
    for (let pause = Math.floor(random() * 60); pause > 0; pause -= 1) await survives(step);
    policies.activate(tinyPolicies[Math.floor(random() * tinyPolicies.length)] ?? tinyPolicy);
    let identity = compose();
    for (let pages = 0; pages < 3; pages += 1) {
      if (!(await survives(() => identity.repartition.page(2)))) identity = compose();
    }
  }
}

/** False: it crashed. */
async function survives(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Crash) return false;
    throw error;
  }
}

async function sweep(world: World, fault: Fault): Promise<void> {
  const calm = new SeededSchedule(world.random, 0);
  const last = composed(world, { step: () => calm.step(), looks: () => true }, fault);
  const clean = async (): Promise<void> => {
    for (let rounds = 0; (await last.sweep.olderThan(0)) > 0; rounds += 1) {
      if (rounds > 20) throw new Error('The sweeper does not come to an end.');
    }
  };
  const sweeping = calm.start(async () => {
    await clean();
    for (let pages = 0; !fault.unraised && (await last.repartition.page(3)) > 0; pages += 1) {
      if (pages > 100) throw new Error('The components do not come under the policy in force.');
    }
    await clean();
  });
  await calm.run();
  await sweeping;
}
