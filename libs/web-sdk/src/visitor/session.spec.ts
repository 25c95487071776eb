import { describe, expect, it } from '@jest/globals';
import { readSession, sessionAt, writeSession } from './session.ts';

const minute = 60_000;
const direct = { campaign: undefined, clickIds: undefined };
const newsletter = { campaign: { source: 'newsletter' }, clickIds: undefined };
const ids = (): (() => string) => {
  let drawn = 0;
  return () => `s${(drawn += 1)}`;
};

describe('a session', () => {
  it('goes on while pauses are shorter than half an hour, however long it gets', () => {
    const newId = ids();
    let session = sessionAt(0, undefined, direct, newId);
    for (let at = 29 * minute; at < 600 * minute; at += 29 * minute) session = sessionAt(at, session, direct, newId);
    expect(session.id).toBe('s1');
  });

  it.each([
    ['half an hour', 30 * minute, 's1'],
    ['a moment more', 30 * minute + 1, 's2'],
    ['a clock that was set back by an hour', -60 * minute, 's2'],
  ])('after %s', (_, pause, expected) => {
    const newId = ids();
    const first = sessionAt(0, undefined, direct, newId);
    expect(sessionAt(pause, first, direct, newId).id).toBe(expected);
  });

  it('keeps the campaign that it began with until another one arrives', () => {
    const newId = ids();
    const landed = sessionAt(0, undefined, newsletter, newId);
    const later = sessionAt(minute, landed, direct, newId);
    const search = { campaign: { source: 'search' }, clickIds: { gclid: 'x' } };
    expect([later.origin, sessionAt(2 * minute, later, search, newId).origin]).toEqual([newsletter, search]);
  });

  it('is what was stored', () => {
    const session = sessionAt(5, undefined, newsletter, ids());
    expect(readSession(writeSession(session))).toEqual(session);
  });

  it.each([undefined, '', 'null', '[]', '{"id":7,"lastSeenAt":1}', '{"id":"a"}', '{'])('%j is none', (stored) => {
    expect(readSession(stored)).toBeUndefined();
  });
});
