/** What is wrong with the outcome of a simulation: nothing, when it is what one process would have made of all facts at once. */
import {
  profileId,
  ProfileMerged,
  ProfileUpdated,
  topics,
  type RecordId,
  type SegmentMembershipChanged,
} from '@tributary/contracts';
import {
  type BlockCode,
  blockKey,
  emptyComponent,
  factsOf,
  factsOnly,
  mergeComponents,
  peopleOf,
  profileOf,
  type ComponentFacts,
  type Policy,
} from '@tributary/domain-identity';
import { type Memory } from './memory-stores.ts';
import { type Ran } from './simulate.ts';
import { tinyComparisons } from './tiny-matcher.ts';

const mostInBlock = tinyComparisons.rules.recordsPerBlock;

export function faults(ran: Ran): readonly string[] {
  const { memory, log, events, words, changes, policy } = ran;
  const known = events.reduce(
    (facts, event) => mergeComponents(facts, factsOnly([factsOf(event, policy)]), policy.limits),
    mergeComponents(emptyComponent, { ...emptyComponent, assertions: words }, policy.limits),
  );
  const saturated = [...memory.blocks].filter(([, { told }]) => told).map(([code]) => blockKey(code));
  const all = { ...known, saturated };
  return [
    ...peopleFaults(memory, all, policy),
    ...blockFaults(ran, all),
    ...linkFaults(memory, all),
    ...reviewFaults(memory, policy),
    ...leftovers(memory),
    ...segmentFaults(memory, changes),
    ...logFaults(memory, log),
  ];
}

function peopleFaults(memory: Memory, all: ComponentFacts, policy: Policy): readonly string[] {
  const found: string[] = [];
  const { people } = peopleOf(all, policy, tinyComparisons);
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
  return found;
}

/** Who carries a key, by what is known in the end. */
function carriers({ records }: ComponentFacts): ReadonlyMap<BlockCode, readonly RecordId[]> {
  const byCode = new Map<BlockCode, RecordId[]>();
  for (const record of records.values()) {
    for (const code of tinyComparisons.codesOf(record)) {
      byCode.set(code, [...(byCode.get(code) ?? []), record.id]);
    }
  }
  return byCode;
}

/** A crowd has a full block; a full block has a crowd, now or, where records say other things with time, at some time. */
function blockFaults({ memory, steady }: Ran, all: ComponentFacts): readonly string[] {
  const found: string[] = [];
  const met = carriers(all);
  for (const [key, records] of met) {
    const told = memory.blocks.get(key)?.told === true;
    if (records.length > mostInBlock && !told) found.push(`${key} is a crowd that was not noticed`);
    if (records.length <= mostInBlock && told && steady) found.push(`${key} is no crowd`);
    for (const record of told ? records : []) {
      if (!rootOf(memory, record)?.facts.saturated.includes(blockKey(key))) found.push(`${record} believes in ${key}`);
    }
  }
  return found;
}

/** Whoever may be one person is in one component, so that the partition can decide. */
function linkFaults(memory: Memory, all: ComponentFacts): readonly string[] {
  const found: string[] = [];
  for (const [key, records] of carriers(all)) {
    if (memory.blocks.get(key)?.told === true) continue;
    for (const [index, id] of records.entries()) {
      for (const other of records.slice(index + 1)) {
        const [a, b] = [all.records.get(id), all.records.get(other)];
        const bits = a && b && tinyComparisons.bitsOf(a, b);
        if (bits === undefined || bits < 0 || rootOf(memory, id) === rootOf(memory, other)) continue;
        found.push(`${id} and ${other} meet at ${key} and are apart`);
      }
    }
  }
  return found;
}

function rootOf(memory: Memory, record: RecordId): ReturnType<Memory['components']['get']> {
  const component = memory.components.get(record);
  return component?.into === undefined ? component : rootOf(memory, component.into);
}

/** What is asked is what the partition of each component asks, and nothing else. */
function reviewFaults({ components, reviews }: Memory, policy: Policy): readonly string[] {
  const found: string[] = [];
  const asked = new Set<string>();
  for (const { facts, into } of components.values()) {
    if (into !== undefined) continue;
    for (const { id, bits, joined } of peopleOf(facts, policy, tinyComparisons).reviews) {
      asked.add(id);
      const review = reviews.get(id);
      if (review?.bits !== bits || review.joined !== joined) found.push(`${id} is not asked as it should be`);
    }
  }
  for (const { id, marked } of reviews.values()) {
    if (!asked.has(id)) found.push(`${id} is asked in vain`);
    if (marked) found.push(`${id} is marked still`);
  }
  return found;
}

function leftovers({ components, announced }: Memory): readonly string[] {
  const found = [...announced].map((key) => `${key} was never told`);
  for (const { id, into, unsettled, unmatched, absorbing } of components.values()) {
    if (into === undefined && (unsettled || unmatched.length + absorbing.length > 0))
      found.push(`${id} is not settled`);
  }
  return found;
}

function segmentFaults(memory: Memory, changes: readonly SegmentMembershipChanged[]): readonly string[] {
  const latest = new Map(changes.map((told) => [told.profile, told]));
  return [...latest.values()].flatMap(({ profile, sequence, change }) => {
    const [own] = memory.profiles.get(profile)?.segments ?? [];
    const right = own?.sequence === sequence && own.member === (change === 'entered');
    return right ? [] : [`${profile} has a membership of ${own?.sequence}, not of ${sequence}`];
  });
}

function logFaults(memory: Memory, log: Ran['log']): readonly string[] {
  const found: string[] = [];
  const versions = new Map<string, number>();
  const merged = new Set<string>();
  const said = new Map<string, string>();
  for (const { topic, key, id, value } of log) {
    const words = JSON.stringify(value);
    if ((said.get(`${topic.name} ${id}`) ?? words) !== words) found.push(`${id} says two things`);
    said.set(`${topic.name} ${id}`, words);
    if (ProfileMerged.check(value) && topic === topics.profileMerged) for (const id of value.absorbed) merged.add(id);
    if (ProfileUpdated.check(value) && topic === topics.profileUpdated) versions.set(key, value.version);
    if (!topic.message.check(value)) found.push(`${topic.name}: not a valid message`);
  }
  for (const profile of memory.profiles.values()) {
    const last = versions.get(profile.id);
    if (profile.born && last !== profile.version) found.push(`${profile.id}: the last message is not the newest`);
    if (!profile.born && last !== undefined) found.push(`${profile.id} was never born and is on the log`);
    if (profile.born && profile.mergedInto !== undefined && !merged.has(profile.id))
      found.push(`${profile.id} went silently`);
  }
  for (const id of versions.keys()) if (!memory.profiles.has(profileId(id))) found.push(`${id} is on the log only`);
  return found;
}
