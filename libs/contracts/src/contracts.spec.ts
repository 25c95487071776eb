import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allTopics, decode, encode, topics } from './index.ts';

const attributes = { id: 'x:1', source: 'test', time: Date.UTC(2026, 0, 1), traceparent: undefined };
const utf8 = new TextEncoder();

describe('every message', () => {
  it.each(allTopics.map((topic) => [topic.name, topic] as const))('of %s has a valid example', (_name, topic) => {
    expect(topic.message.errors(topic.message.example)).toEqual([]);
  });

  it.each(allTopics.map((topic) => [topic.name, topic] as const))('of %s survives the wire', (_name, topic) => {
    const decoded = decode(topic, encode(topic, attributes, topic.message.example), { ...attributes, id: 'other' });
    expect(decoded).toEqual({ ok: true, attributes, value: topic.message.example });
  });

  it('may carry fields that this version does not know', () => {
    const value = { ...topics.profileUpdated.message.example, tomorrow: true };
    expect(topics.profileUpdated.message.check(value)).toBe(true);
  });

  it('names the place of every violation', () => {
    const value = { ...topics.segmentMembershipChanged.message.example, change: 'maybe', sequence: 0 };
    expect(topics.segmentMembershipChanged.message.errors(value).map(({ at }) => at)).toEqual(
      expect.arrayContaining(['/change', '/sequence']),
    );
  });
});

describe('the wire', () => {
  it('carries a tombstone', () => {
    const decoded = decode(topics.profileUpdated, encode(topics.profileUpdated, attributes, null), attributes);
    expect(decoded).toMatchObject({ ok: true, value: null });
  });

  it.each([
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff]), 'NOT_UTF8'],
    ['text that is not JSON', utf8.encode('{"a":'), 'NOT_JSON'],
    ['nothing', new Uint8Array(), 'NOT_JSON'],
    ['another shape', utf8.encode('{"a":1}'), 'SCHEMA_MISMATCH'],
    ['JSON null', utf8.encode('null'), 'SCHEMA_MISMATCH'],
  ])('answers %s with a reason', (_name, value, reason) => {
    expect(decode(topics.eventCollected, { headers: {}, value }, attributes)).toMatchObject({ ok: false, reason });
  });

  it('takes the place on the log where a producer sends no attributes', () => {
    const { value } = encode(topics.eventReceived, attributes, topics.eventReceived.message.example);
    const decoded = decode(
      topics.eventReceived,
      { headers: { ce_time: 'noon' }, value },
      { ...attributes, id: 't/0/7' },
    );
    expect(decoded).toMatchObject({ ok: true, attributes: { id: 't/0/7', time: attributes.time } });
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (value) => {
        expect(decode(topics.eventReceived, { headers: {}, value }, attributes).ok).toBe(false);
      }),
    );
  });
});

describe('the registry', () => {
  it('names every topic <noun>.<past participle>.v<n>, once', () => {
    const names = allTopics.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z]+(\.[a-z]+(-[a-z]+)*ed|\.split|\.made)\.v\d+$/.test(name))).toEqual([]);
  });

  it('keeps co-keyed topics co-partitioned', () => {
    expect(new Set(allTopics.map(({ partitions }) => partitions)).size).toBe(1);
  });
});
