import { describe, expect, it } from '@jest/globals';
import { type Output, type Received } from '@tributary/bus';
import {
  EventCollected,
  eventId,
  recordId,
  topics,
  type Identifier,
  type ProfileId,
  type RecordId,
  type SegmentMembershipChanged,
} from '@tributary/contracts';
import {
  defaultPolicy,
  emptyComponent,
  factsOf,
  factsOnly,
  mergeComponents,
  peopleOf,
  profileOf,
  type Policy,
} from '@tributary/domain-identity';
import { composeIdentity } from '../compose.ts';
import { Memory, memoryStores } from './memory-stores.ts';
import { Crash, SeededSchedule, seededRandom } from './seeded-schedule.ts';

/** A device or an address on more than three records is saturated, so that this happens as well. */
const policy: Policy = {
  ...defaultPolicy,
  identifiers: Object.fromEntries(
    Object.entries(defaultPolicy.identifiers).map(([type, rule]) => [
      type,
      { ...rule, records: rule.kind === 'exclusive' ? rule.records : 3 },
    ]),
  ),
};

const policies = { current: () => policy };

const pick = <T>(items: readonly T[], random: () => number): T | undefined =>
  items[Math.floor(random() * items.length)];

function someEvent(random: () => number, serial: number): EventCollected {
  const values = ['1', '2', '3', '4'];
  const types = ['user_id', 'email', 'anonymous_id', 'previous_id'];
  const identifiers = types.flatMap((type): Identifier[] => {
    const value = pick(values, random) ?? '';
    return random() < 0.4 ? [{ type, value: type === 'email' ? `${value}@example.com` : value }] : [];
  });
  if (identifiers.length === 0) identifiers.push({ type: 'anonymous_id', value: pick(values, random) ?? '' });
  const [first] = identifiers;
  return {
    ...EventCollected.example,
    type: 'identify',
    event: eventId(`e_${serial}`),
    record: recordId(`r_${first?.type ?? ''}:${first?.value ?? ''}`),
    identifiers,
    traits: random() < 0.3 ? { city: pick(['Leeds', 'York'], random) } : {},
    time: `2026-03-01T10:0${Math.floor(random() * 10)}:00.000Z`,
  };
}

const received = <T>(value: T, offset: number): Received<T> => ({
  id: String(offset),
  topic: 'any',
  partition: 0,
  offset,
  key: 'any',
  value,
  time: 0,
  appendedAt: 0,
  traceparent: undefined,
});

interface Fault {
  readonly blind?: boolean;
}

interface Ran {
  readonly memory: Memory;
  readonly changes: readonly SegmentMembershipChanged[];
  readonly log: readonly Output[];
  readonly events: readonly EventCollected[];
}

async function run(seed: number, fault: Fault = {}): Promise<Ran> {
  const random = seededRandom(seed);
  const events = Array.from({ length: 3 + Math.floor(random() * 12) }, (_, serial) => someEvent(random, serial));
  const copies = events.filter(() => random() < 0.3);
  const todo = [...events, ...copies].map((value, offset) => received(value, offset)).sort(() => random() - 0.5);
  const memory = new Memory();
  const log: Output[] = [];
  const schedule = new SeededSchedule(random, seed % 2 === 0 ? 0.02 : 0);
  const step = () => schedule.step();
  const publisher = {
    async publish(outputs: readonly Output[]) {
      for (const output of outputs) {
        await step();
        log.push(output);
      }
      await step();
    },
  };
  const compose = () => {
    const stores = memoryStores({ memory, step, ...fault });
    return composeIdentity({ stores, publisher, policies, clock: { now: () => 0 }, onFrozen: () => undefined });
  };
  const changes: SegmentMembershipChanged[] = [];
  const change = (record: RecordId): SegmentMembershipChanged => ({
    ...topics.segmentMembershipChanged.message.example,
    profile: profileOf(record),
    change: random() < 0.5 ? 'entered' : 'left',
    sequence: changes.length + 1,
  });
  /** A process that is started anew after each crash and gets the same batch again. */
  const work = async (): Promise<void> => {
    let identity = compose();
    for (let batch = todo.splice(0, 4); batch.length > 0; batch = todo.splice(0, 4)) {
      const [first] = batch;
      const told = first?.value && random() < 0.4 ? [change(first.value.record)] : [];
      changes.push(...told);
      for (let done = false; !done;) {
        try {
          await identity.resolve.all(batch);
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

  const calm = new SeededSchedule(random, 0);
  const stores = memoryStores({ memory, step: () => calm.step(), ...fault });
  const last = composeIdentity({
    stores,
    publisher: { publish: (o) => Promise.resolve(void log.push(...o)) },
    policies,
    clock: { now: () => 0 },
    onFrozen: () => undefined,
  });
  const sweeping = calm.start(async () => {
    for (let rounds = 0; (await last.sweep.olderThan(0)) > 0; rounds += 1) {
      if (rounds > 20) throw new Error('The sweeper does not come to an end.');
    }
  });
  await calm.run();
  await sweeping;
  return { memory, log, events, changes };
}

/** What is wrong with the outcome; empty when it is what one process would have made of all facts at once. */
function faults({ memory, log, events, changes }: Ran): readonly string[] {
  const all = events.reduce(
    (facts, event) => mergeComponents(facts, factsOnly([factsOf(event, policy)]), policy.limits),
    emptyComponent,
  );
  const found: string[] = [];
  const { people } = peopleOf(all, policy);
  const homes = new Map(people.flatMap((person) => person.records.map((id) => [id, person] as const)));
  for (const [record, person] of homes) {
    const profile = memory.profiles.get(profileOf(record));
    if (!profile) {
      found.push(`${record} has no profile`);
      continue;
    }
    const founds = person.profile === profile.id;
    if (profile.mergedInto !== (founds ? undefined : person.profile)) found.push(`${profile.id} is misplaced`);
    const { records, identifiers, traits, firstSeenAt } = person;
    if (founds && JSON.stringify(profile.content) !== JSON.stringify({ records, identifiers, traits, firstSeenAt })) {
      found.push(`${profile.id} shows something else`);
    }
  }
  if (memory.profiles.size !== homes.size) found.push('there are profiles of nobody');
  return [...found, ...segmentFaults(memory, changes), ...logFaults(memory, log)];
}

function segmentFaults(memory: Memory, changes: readonly SegmentMembershipChanged[]): readonly string[] {
  const latest = new Map(changes.map((told) => [told.profile, told]));
  return [...latest.values()].flatMap(({ profile, sequence, change }) => {
    const [own] = memory.profiles.get(profile)?.segments ?? [];
    const right = own?.sequence === sequence && own.member === (change === 'entered');
    return right ? [] : [`${profile} has a membership of ${own?.sequence}, not of ${sequence}`];
  });
}

function logFaults(memory: Memory, log: readonly Output[]): readonly string[] {
  const found: string[] = [];
  const versions = new Map<string, number>();
  const merged = new Set<string>();
  for (const { topic, key, value } of log) {
    if (topic === topics.profileMerged) for (const id of Object(value).absorbed) merged.add(id);
    if (topic === topics.profileUpdated) versions.set(key, Object(value).version);
    if (!topic.message.check(value)) found.push(`${topic.name}: not a valid message`);
  }
  for (const profile of memory.profiles.values()) {
    const last = versions.get(profile.id);
    if (profile.born && last !== profile.version) found.push(`${profile.id}: the last message is not the newest`);
    if (!profile.born && last !== undefined) found.push(`${profile.id} was never born and is on the log`);
    if (profile.born && profile.mergedInto !== undefined && !merged.has(profile.id))
      found.push(`${profile.id} went silently`);
  }
  for (const id of versions.keys()) if (!memory.profiles.has(id as ProfileId)) found.push(`${id} is on the log only`);
  return found;
}

const seeds = Number(process.env['SIMULATION_SEEDS'] ?? 300);
const firstSeed = Number(process.env['SIMULATION_FIRST'] ?? 1);

describe('four processes over one store, with copies, disorder and crashes at any step', () => {
  it(`end with the people that one process would have found (${seeds} seeds)`, async () => {
    const wrong: string[] = [];
    for (let seed = firstSeed; seed < firstSeed + seeds && wrong.length < 5; seed += 1) {
      const found = await run(seed).then(faults, (error: unknown) => [String(error)]);
      if (found.length > 0) wrong.push(`seed ${seed}: ${found.join('; ')}`);
    }
    expect(wrong).toEqual([]);
  }, 600_000);

  it('and would not, if writes did not compare what they overwrite', async () => {
    let noticed = 0;
    for (let seed = 1; seed <= 20 && noticed === 0; seed += 1) {
      noticed += await run(seed, { blind: true }).then(
        (ran) => faults(ran).length,
        () => 1,
      );
    }
    expect(noticed).toBeGreaterThan(0);
  });
});
