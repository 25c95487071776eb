import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Gate } from './gate.ts';

describe('the gate', () => {
  it('lets work run side by side, and nothing beside what is alone', async () => {
    const gate = new Gate();
    const inside = new Set<string>();
    let most = 0;
    const work = (name: string) => async () => {
      inside.add(name);
      most = Math.max(most, inside.size);
      if (name.startsWith('alone')) expect([...inside]).toEqual([name]);
      await sleep(Math.random() * 3);
      if (name.startsWith('alone')) expect([...inside]).toEqual([name]);
      inside.delete(name);
      return name;
    };
    const names = Array.from({ length: 60 }, (_, i) => (i % 7 === 3 ? `alone ${i}` : `beside ${i}`));
    const answers = names.map(async (name) => {
      await sleep(Math.random() * 20);
      return name.startsWith('alone') ? gate.alone(work(name)) : gate.beside(work(name));
    });
    expect(await Promise.all(answers)).toEqual(names);
    expect(most).toBeGreaterThan(1);
  });

  it('opens again after a failure', async () => {
    const gate = new Gate();
    await expect(gate.alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(gate.beside(() => Promise.reject(new Error('nor this')))).rejects.toThrow('nor this');
    expect(await gate.alone(() => Promise.resolve('yes'))).toBe('yes');
    expect(await gate.beside(() => Promise.resolve('yes'))).toBe('yes');
  });
});
