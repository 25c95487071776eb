import { describe, expect, it } from '@jest/globals';
import { headings } from './headings.ts';
import { wordsOf } from './names.ts';

const all = Object.values(headings).flatMap((roles) =>
  Object.entries(roles).flatMap(([role, names]) => names.split(', ').map((name) => [name, role] as const)),
);

describe('the headings of other languages', () => {
  it('mean one thing each, in whatever language', () => {
    const meanings = new Map<string, Set<string>>();
    for (const [name, role] of all) meanings.set(name, (meanings.get(name) ?? new Set()).add(role));
    expect([...meanings].filter(([, roles]) => roles.size > 1)).toEqual([]);
  });

  it('are written as the words of a column are', () => {
    expect(all.map(([name]) => name).filter((name) => wordsOf(name) !== name)).toEqual([]);
  });
});
