// cspell:ignore Саша Aleksandr
import { describe, expect, it } from '@jest/globals';
import { identifyEvent } from './identify-event.ts';
import { mixes } from './mix.ts';
import { csvHeader, csvLine } from './people-csv.ts';
import { peopleRecords, type PersonRecord } from './people-records.ts';

const now = Date.parse('2026-01-01');
const made = [...peopleRecords({ seed: 7, records: 20_000, now })];
const text = ({ record }: PersonRecord): string => JSON.stringify(record);
const share = (of: (record: PersonRecord) => boolean, among: readonly PersonRecord[] = made): number =>
  among.filter(of).length / among.length;

function clustersOf(records: readonly PersonRecord[]): ReadonlyMap<string, readonly PersonRecord[]> {
  const clusters = new Map<string, PersonRecord[]>();
  for (const record of records) clusters.set(record.person, [...(clusters.get(record.person) ?? []), record]);
  return clusters;
}

/* The shares asserted are far from what is drawn: they say what kind of data this is, not how much of each. */
describe('generated people', () => {
  it('are the same for the same seed, and others for another', () => {
    const again = [...peopleRecords({ seed: 7, records: 20_000, now })];
    const others = [...peopleRecords({ seed: 8, records: 100, now })];

    expect(again).toEqual(made);
    expect(others.map(text)).not.toEqual(made.slice(0, 100).map(text));
  });

  it.each([1, 2, 1_023, 1_025, 5_000])('are as many records as asked for: %i', (records) => {
    expect([...peopleRecords({ seed: 1, records, now })]).toHaveLength(records);
  });

  it('are known mostly once to three times, some up to ten times', () => {
    const sizes = [...clustersOf(made).values()].map(({ length }) => length);
    const few = sizes.filter((size) => size <= 3).length / sizes.length;

    expect(few).toBeGreaterThan(0.8);
    expect(Math.max(...sizes)).toBe(10);
  });

  it.each([
    ['Latin', /\p{Script=Latin}/u, 0.5, 0.95],
    ['Cyrillic', /\p{Script=Cyrillic}/u, 0.08, 0.2],
    ['Han', /\p{Script=Han}/u, 0.06, 0.2],
    ['Hangul', /\p{Script=Hangul}/u, 0.01, 0.06],
    ['Thai', /\p{Script=Thai}/u, 0.02, 0.1],
    ['Arabic', /\p{Script=Arabic}/u, 0.02, 0.1],
  ])('write %s in a plausible share of the names', (_, script, least, most) => {
    const named = share(({ record }) =>
      script.test(`${record.firstName ?? ''}${record.lastName ?? ''}${record.name ?? ''}`),
    );

    expect(named).toBeGreaterThan(least);
    expect(named).toBeLessThan(most);
  });

  it('of the Latin mix write nothing else', () => {
    const latin = [...peopleRecords({ seed: 7, records: 5_000, now, mix: mixes.latin })];

    expect(share((record) => /[^\p{Script=Latin}\p{Script=Common}]/u.test(text(record)), latin)).toBe(0);
    expect(share(({ record }) => record.name !== undefined, latin)).toBe(0);
  });

  it('own their mailboxes and cards, but for families', () => {
    const owners = new Map<string, Set<string>>();
    for (const { person, identifiers } of made) {
      for (const { type, value } of identifiers) {
        if (type !== 'email' && type !== 'loyalty_id') continue;
        owners.set(value, (owners.get(value) ?? new Set()).add(person));
      }
    }
    const shared = [...owners].filter(([value, people]) => people.size > 1 && !value.startsWith('family.'));

    expect(shared).toEqual([]);
  });

  it('meet at kiosks and on the telephones of shops', () => {
    const users = new Map<string, Set<string>>();
    for (const { person, identifiers } of made) {
      for (const { value } of identifiers) users.set(value, (users.get(value) ?? new Set()).add(person));
    }
    const crowds = [...users].filter(([, people]) => people.size > 10).map(([value]) => value);

    expect(crowds.some((value) => value.startsWith('kiosk-'))).toBe(true);
    expect(crowds.some((value) => /^\+?\d/.test(value))).toBe(true);
  });

  it.each([
    ['nicknames', 'Jim', 'James'],
    ['names in the other script', 'Саша', 'Aleksandr'],
  ])('go by %s: %s as well as %s', (_, one, other) => {
    const firstNames = new Set(made.map(({ record }) => record.firstName));

    expect([firstNames.has(one), firstNames.has(other)]).toEqual([true, true]);
  });

  it('move and marry: one person has two postcodes, or two family names', () => {
    const clusters = [...clustersOf(made).values()];
    const differing = (read: (record: PersonRecord) => string | undefined): number =>
      clusters.filter((records) => new Set(records.map(read).filter((value) => value !== undefined)).size > 1).length;

    expect(differing(({ record }) => record.address?.postalCode) / clusters.length).toBeGreaterThan(0.02);
    expect(differing(({ record }) => record.lastName?.toLowerCase().slice(0, 2)) / clusters.length).toBeGreaterThan(
      0.02,
    );
  });

  it('write one date in the way of each source: one birth, several texts', () => {
    const forms = new Set(made.map(({ record }) => record.birthday?.replaceAll(/\d/g, '9')));

    expect(forms).toEqual(new Set([undefined, '9999-99-99', '99/99/9999', '99.99.9999', '99-99-9999', '9999/99/99']));
  });

  it('have twins: two first names, one family name, birth and home', () => {
    const homes = new Map<string, Map<string, string>>();
    for (const { person, record } of made) {
      const { firstName, lastName, birthday, address } = record;
      if (firstName === undefined || lastName === undefined || birthday === undefined || address === undefined)
        continue;
      const key = `${lastName} ${birthday} ${address.street}`.toLowerCase();
      homes.set(key, (homes.get(key) ?? new Map()).set(person, firstName));
    }
    const twins = [...homes.values()].filter((people) => people.size > 1);

    expect(twins.length).toBeGreaterThan(0);
    expect(twins.every((people) => new Set(people.values()).size === people.size)).toBe(true);
  });

  it('are told apart by name and birth together', () => {
    const bearers = new Map<string, Set<string>>();
    for (const { person, record } of made) {
      const { firstName, lastName, birthday } = record;
      if (firstName === undefined || lastName === undefined || birthday === undefined) continue;
      const key = `${firstName} ${lastName} ${birthday}`;
      bearers.set(key, (bearers.get(key) ?? new Set()).add(person));
    }

    expect([...bearers].filter(([, people]) => people.size > 1)).toEqual([]);
  });

  it('become events of their own record, each its own for ever', () => {
    const events = made.slice(0, 1_000).map(identifyEvent);

    expect(new Set(events.map(({ record }) => record)).size).toBe(1_000);
    expect(new Set(events.map(({ event }) => event)).size).toBe(1_000);
  });

  it('become lines of CSV with as many fields as the header', () => {
    const commas = (line: string): number => line.replaceAll(/"(?:[^"]|"")*"/g, '').split(',').length;

    expect(new Set(made.map((record) => commas(csvLine(record))))).toEqual(new Set([commas(csvHeader)]));
  });
});
