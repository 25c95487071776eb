import { describe, expect, it } from '@jest/globals';
import { illegalValues, oneAddress, oneKiosk, onePhone, selfAlias } from './scenarios.ts';

const at = Date.parse('2026-01-01');

describe('scenarios', () => {
  it.each(
    [oneKiosk, onePhone, oneAddress, selfAlias, illegalValues].map((make) => [make({ at }).title, make] as const),
  )('%s: every event is one that a door lets through, once, in order of time', (_, make) => {
    const { events, people } = make({ at });
    const times = events.map(({ time }) => time);

    expect(new Set(events.map(({ event }) => event)).size).toBe(events.length);
    expect(times).toEqual([...times].sort());
    expect(new Set(events.map(({ record }) => record)).size).toBeGreaterThanOrEqual(people);
  });

  it('of a name of their own do not meet', () => {
    const records = ['one', 'two'].map((name) => oneKiosk({ at, name }, 3).events.map(({ record }) => record));

    expect(new Set(records.flat()).size).toBe(6);
  });

  it('put 200 users on the kiosk, all on one device', () => {
    const { events, people } = oneKiosk({ at });
    const devices = events.flatMap(({ identifiers }) => identifiers.filter(({ type }) => type === 'anonymous_id'));

    expect(people).toBe(200);
    expect(new Set(devices.map(({ value }) => value)).size).toBe(1);
  });
});
