import { describe, expect, it } from '@jest/globals';
import { type Received } from '@tributary/bus';
import { topics, type ProfileUpdated } from '@tributary/contracts';
import { type Entry } from '@tributary/domain-decisioning';
import { Ledgers } from '../keep-caps/ledgers.ts';
import { type DecisionLog, type PersonStore, type PurchaseStore } from '../ports.ts';
import { UnsteadyLedgerStore } from '../testing/unsteady-ledger-store.ts';
import { keyOf } from './identifier-keys.ts';
import { KnowPeople } from './know-people.ts';
import { PeopleCache } from './people-cache.ts';

const example = topics.profileUpdated.message.example;
const ann = { type: 'user_id', value: 'ann' };
const began = { origin: keyOf(ann), at: 1, until: Number.MAX_SAFE_INTEGER, shown: null, released: false };
const entry: Entry = { id: 'd_1 gift', offer: 'gift', ...began };

const updated = (value: Partial<ProfileUpdated>): Received<ProfileUpdated> => {
  const whole = { ...example, ...value };
  return { ...topics.profileUpdated, key: whole.profile, value: whole } as unknown as Received<ProfileUpdated>;
};

/** What `to` counts at the moment in which the person can first be found. */
async function countedWhenFound(from: string, to: string, message: Received<ProfileUpdated>): Promise<number> {
  const store = new UnsteadyLedgerStore(() => 0.5, 0);
  const ledgers = new Ledgers(store);
  await ledgers.change(from, (ledger) => ({ ...ledger, entries: [entry] }));
  let counted = Number.NaN;
  const people = {
    byProfile: () => Promise.resolve([]),
    keep: async () => {
      counted = (await ledgers.of(to)).entries.length;
    },
  } as unknown as PersonStore;
  const unused = {} as unknown as PurchaseStore & DecisionLog;
  const parts = { people, purchases: unused, decisions: unused, ledgers, cache: new PeopleCache(10) };
  await new KnowPeople(parts).update([message]);
  expect((await ledgers.of(from)).subject).toBe(to);
  return counted;
}

describe('who becomes known', () => {
  it('is not found before what was given under the identifier counts', async () => {
    const message = updated({ state: 'active', version: 1, changed: ['identifiers'], identifiers: [ann] });
    expect(await countedWhenFound(keyOf(ann), example.profile, message)).toBe(1);
  });

  it('is not found as another before what was given to the one that was absorbed counts', async () => {
    const absorbed = updated({ state: 'merged', mergedInto: 'p_elder' as ProfileUpdated['profile'], changed: [] });
    expect(await countedWhenFound(example.profile, 'p_elder', absorbed)).toBe(1);
  });
});
