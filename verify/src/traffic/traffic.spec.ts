import { describe, expect, it } from '@jest/globals';
import { refusedKinds } from './poison.ts';
import { markersIn, type Outgoing } from './request.ts';
import { traffic, type TrafficOptions } from './traffic.ts';

const options: TrafficOptions = {
  ...{ seed: 7, namespace: 'a', sources: ['web', 'shop'], people: 40, batch: 5, start: Date.parse('2026-03-01') },
  ...{ step: 100, poison: 0.01, wishes: { poison: [], hot: 0 } },
};

function drawn(count: number, more: Partial<TrafficOptions> = {}): Outgoing[] {
  const requests = traffic({ ...options, wishes: { poison: ['throws'], hot: 0 }, ...more });
  return Array.from({ length: count }, () => requests.next().value);
}

describe('traffic', () => {
  const requests = drawn(4_000);
  const items = requests.flatMap((request) => request.items);
  const distinct = new Map(items.map((item) => [item.id, item]));

  it('is the same for the same seed, and another for another', () => {
    expect(drawn(300)).toEqual(requests.slice(0, 300));
    expect(drawn(300, { seed: 8 })).not.toEqual(requests.slice(0, 300));
  });

  it('sends copies of what it has sent, word for word', () => {
    expect(items.length).toBeGreaterThan(distinct.size * 1.03);
    const bodies = new Map<string, Set<string>>();
    for (const { items: own, body } of requests) {
      const key = own.map(({ id }) => id).join();
      bodies.set(key, (bodies.get(key) ?? new Set()).add(String(body)));
    }
    expect([...bodies.values()].every((set) => set.size === 1)).toBe(true);
  });

  it('sends what provokes a handler once', () => {
    const wishes = { poison: Array.from({ length: 200 }, () => 'kills' as const), hot: 0 };
    const killing = drawn(1_000, { wishes }).filter(({ items: own }) => own.some(({ poison }) => poison === 'kills'));
    expect(killing).toHaveLength(200);
  });

  it('holds every kind of poison, about one in a hundred', () => {
    const poison = [...distinct.values()].flatMap((item) => (item.poison === undefined ? [] : [item.poison]));
    expect(new Set(poison)).toEqual(new Set([...refusedKinds, 'throws']));
    expect(poison.length / distinct.size).toBeGreaterThan(0.005);
    expect(poison.length / distinct.size).toBeLessThan(0.02);
  });

  it('comes late and out of order', () => {
    const times = [...distinct.values()].flatMap(({ claims }) => (claims ? [claims.time] : []));
    const late = times.filter(
      (time, index) => time < options.start + (index / times.length) * 400_000 - 24 * 3_600_000,
    );
    expect(late.length / times.length).toBeGreaterThan(0.01);
    expect(times.some((time, index) => time < (times[index - 1] ?? 0))).toBe(true);
  });

  it('carries its id wherever a reader can look', () => {
    for (const { items: own, body, door } of requests) {
      if (body === null) expect(door).toBe('topic');
      else for (const { id } of own) expect(markersIn(body)).toContain(id);
    }
  });

  it('numbers the events of each key, and sends those of a chain one at a time', () => {
    const chained = requests.filter(({ chain }) => chain !== undefined);
    expect(chained.length).toBeGreaterThan(100);
    expect(chained.every(({ items: own, persistent }) => own.length === 1 && persistent)).toBe(true);
    const own = chained.filter(({ chain }) => chain === 'chain-1').map((request) => request.items[0]?.sequence);
    expect(own).toEqual(own.map((_, index) => index));
  });
});
