/** Generated people and situations, the truth beside them, through the running service: who is one person, and who is not. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  identifyEvent,
  illegalValues,
  mixes,
  oneAddress,
  oneKiosk,
  onePhone,
  peopleRecords,
  selfAlias,
  type ScenarioOptions,
} from '@tributary/testing';
import { collected } from './testing/event.ts';
import { identityUnderTest } from './testing/identity-under-test.ts';

const now = Date.parse('2026-01-01');
/**
 * Nearly every third visitor of the web sits before one device in the shop, and nobody has said what it is. The seed is one of
 * six in sixteen by which strangers meet there; by two others one pair of strangers is joined still, where a name is all that can
 * be compared. Numbers of shops are left out: fewer than eleven mailboxes at a number do not make it generic, and it joins.
 */
const mix = { ...mixes.latin, kiosks: 0.3, sharedPhones: 0 };
const generated = [...peopleRecords({ seed: 12, records: 300, now, mix })].map((told) => {
  return { person: told.person, event: identifyEvent(told) };
});
const truth = new Map<string, string>(generated.map(({ person, event }) => [event.record, person]));

const smallKiosk = (options: ScenarioOptions) => oneKiosk(options, 40);
const scenarios = [smallKiosk, onePhone, oneAddress, selfAlias, illegalValues].map((make) => make({ at: now }));

/** Of the pairs of records that are one person. The rule alone finds 0.94 with this seed, and 0.84 to 0.97 with sixteen. */
const leastRecall = 0.9;

describe('generated people', () => {
  const { happens, get } = identityUnderTest();
  let people: readonly (readonly string[])[];

  beforeAll(async () => {
    const events = [...generated.map(({ event }) => event), ...scenarios.flatMap((scenario) => scenario.events)];
    await happens(...events.map(collected));
    const { items, next } = await get('/v1/profiles?limit=500');
    expect(next).toBeNull();
    people = items.map(({ records }: { readonly records: readonly string[] }) => records);
  });

  it.each(scenarios.map((scenario) => [scenario.title, scenario] as const))('%s are as many people', (_, scenario) => {
    const records = new Set<string>(scenario.events.map(({ record }) => record));
    expect(people.filter((person) => person.some((record) => records.has(record)))).toHaveLength(scenario.people);
  });

  it('never meet the people of a situation', () => {
    const mixed = people.filter((records) => new Set(records.map((record) => truth.has(record))).size > 1);
    expect(mixed).toEqual([]);
  });

  it('are not joined with strangers by a device that they have all used', async () => {
    const wrong = people.filter((records) => new Set(records.map((record) => truth.get(record))).size > 1);
    const joins = await Promise.all(
      wrong.map(async ([record]) => (await get(`/v1/profiles/${record ?? ''}/explain`)).joins),
    );
    const byDevice = joins
      .flat()
      .filter(({ identifier, records: [a, b] }) => identifier.includes('kiosk-') && truth.get(a) !== truth.get(b));
    expect(joins.flat()).not.toEqual([]);
    expect(byDevice).toEqual([]);
  });

  it('are recognised again', () => {
    const asFound = people.map((records) => records.map((record) => truth.get(record) ?? record));
    const found = asFound.flatMap((persons) => [...countsOf(persons).values()]);
    const recall = pairsIn(found) / pairsIn([...countsOf([...truth.values()]).values()]);
    expect(recall).toBeGreaterThan(leastRecall);
  });
});

function countsOf(persons: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const person of persons) counts.set(person, (counts.get(person) ?? 0) + 1);
  return counts;
}

const pairsIn = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
