import { describe, expect, it } from '@jest/globals';
import { readOffer, readPlacement, readRequest, readResponse, type Read } from './index.ts';

const faultsOf = (result: Read<unknown>) => (result.ok ? [] : result.faults);

const nested = (depth: number): object => (depth === 0 ? { inSegment: 'a' } : { not: nested(depth - 1) });
const condition = (eligibility: unknown) => ({ placements: ['hero'], eligibility });
const cap = (parts: object) => ({ placements: ['hero'], caps: [{ limit: 1, within: '7d', ...parts }] });
const schedule = (parts: object) => ({ placements: ['hero'], schedule: parts });

describe('bad offers', () => {
  it.each([
    ['nothing', null, 'WRONG_TYPE', ''],
    ['a list', [], 'WRONG_TYPE', ''],
    ['no placement', {}, 'MISSING_FIELD', '/placements'],
    ['an empty list of placements', { placements: [] }, 'EMPTY', '/placements'],
    ['a placement twice', { placements: ['a', 'a'] }, 'DUPLICATE', '/placements/1'],
    ['a bad name of a placement', { placements: ['a b'] }, 'BAD_NAME', '/placements/0'],
    ['another id', { id: 'other', placements: ['a'] }, 'ID_MISMATCH', '/id'],
    ['a misspelled field', { placements: ['a'], priorities: 1 }, 'UNKNOWN_FIELD', '/priorities'],
    ['a field with a slash', { placements: ['a'], 'a/b~': 1 }, 'UNKNOWN_FIELD', '/a~1b~0'],
    ['a priority as text', { placements: ['a'], priority: '9' }, 'WRONG_TYPE', '/priority'],
    ['a priority too high', { placements: ['a'], priority: 1_001 }, 'OUT_OF_RANGE', '/priority'],
    ['a blank name', { placements: ['a'], name: ' ' }, 'EMPTY', '/name'],
    ['no such condition', condition({ segment: 'a' }), 'UNKNOWN_CONDITION', '/eligibility'],
    ['two conditions in one', condition({ inSegment: 'a', owns: 'b' }), 'AMBIGUOUS', '/eligibility'],
    ['a trait without operator', condition({ trait: 'city' }), 'MISSING_FIELD', '/eligibility'],
    ['a missing trait that equals', condition({ trait: 'a', exists: false, equals: 1 }), 'AMBIGUOUS', '/eligibility'],
    ['no operator of ours', condition({ trait: 'a', is: 'b' }), 'UNKNOWN_FIELD', '/eligibility/is'],
    ['a list where a number is due', condition({ trait: 'age', gte: [1] }), 'WRONG_TYPE', '/eligibility/gte'],
    ['no date', condition({ trait: 'born', lt: 'May' }), 'BAD_INSTANT', '/eligibility/lt'],
    [
      'no zone of dates',
      condition({ trait: 'born', lt: '1990-01-01', zone: '+01:00' }),
      'BAD_ZONE',
      '/eligibility/zone',
    ],
    ['an empty all', condition({ all: [] }), 'EMPTY', '/eligibility/all'],
    [
      'a fault deep inside',
      condition({ all: [{ any: [{ inSegment: 7 }] }] }),
      'WRONG_TYPE',
      '/eligibility/all/0/any/0/inSegment',
    ],
    ['a tree too deep', condition(nested(13)), 'TOO_DEEP', `/eligibility${'/not'.repeat(13)}`],
    ['an object in a list', condition({ trait: 'a', in: [1, {}] }), 'WRONG_TYPE', '/eligibility/in/1'],
    ['a cap without limit', cap({ limit: undefined }), 'MISSING_FIELD', '/caps/0/limit'],
    ['a cap of a fraction', cap({ limit: 1.5 }), 'OUT_OF_RANGE', '/caps/0/limit'],
    ['a cap above what a person should see', cap({ limit: 51 }), 'OUT_OF_RANGE', '/caps/0/limit'],
    ['a window in words', cap({ within: 'a week' }), 'BAD_DURATION', '/caps/0/within'],
    ['a window too long', cap({ within: '401d' }), 'OUT_OF_RANGE', '/caps/0/within'],
    ['a total window too long', cap({ per: 'total', within: '32d' }), 'OUT_OF_RANGE', '/caps/0/within'],
    ['a cap per nobody', cap({ per: 'household' }), 'NOT_A_CHOICE', '/caps/0/per'],
    ['a date without zone', schedule({ from: '2026-03-01T00:00:00' }), 'BAD_INSTANT', '/schedule/from'],
    ['a date that does not exist', schedule({ to: '2026-02-30T00:00:00Z' }), 'BAD_INSTANT', '/schedule/to'],
    [
      'an end before the beginning',
      schedule({ from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' }),
      'NEVER_OPEN',
      '/schedule/to',
    ],
    ['no such zone', schedule({ zone: 'Europe/Atlantis' }), 'BAD_ZONE', '/schedule/zone'],
    ['no time of day', schedule({ daily: [{ from: '25:00', to: '9' }] }), 'BAD_TIME_OF_DAY', '/schedule/daily/0/from'],
    ['an empty window', schedule({ daily: [{ from: '09:00', to: '09:00' }] }), 'NEVER_OPEN', '/schedule/daily/0/to'],
    [
      'no such day',
      schedule({ daily: [{ from: '09:00', to: '10:00', days: ['monday'] }] }),
      'NOT_A_CHOICE',
      '/schedule/daily/0/days/0',
    ],
    ['too much content', { placements: ['a'], content: { text: 'x'.repeat(64_001) } }, 'TOO_LARGE', '/content'],
    [
      'content that reaches into prototypes',
      { placements: ['a'], content: JSON.parse('{"__proto__":{}}') as object },
      'BAD_NAME',
      '/content',
    ],
  ])('%s', (_, definition, code, at) => {
    const [fault] = faultsOf(readOffer('gift', definition));
    expect(fault).toMatchObject({ code, at });
    expect(fault?.detail).not.toBe('');
    expect(fault?.fix).not.toBe('');
  });

  it('all at once, each with its place', () => {
    const faults = faultsOf(readOffer('no name', { placements: [1, 'b c'], priority: -1, caps: [{}] }));
    expect(faults.map(({ code, at }) => `${code} ${at}`)).toEqual([
      'BAD_NAME /id',
      'WRONG_TYPE /placements/0',
      'BAD_NAME /placements/1',
      'OUT_OF_RANGE /priority',
      'MISSING_FIELD /caps/0/limit',
      'MISSING_FIELD /caps/0/within',
    ]);
  });
});

describe('bad placements', () => {
  it.each([
    ['a size of zero', { size: 0 }, 'OUT_OF_RANGE', '/size'],
    ['two fallbacks', { fallback: { offer: 'a', content: {} } }, 'AMBIGUOUS', '/fallback'],
    ['an empty fallback', { fallback: {} }, 'MISSING_FIELD', '/fallback/offer'],
    ['a hold in words', { hold: 'long' }, 'BAD_DURATION', '/hold'],
    ['a hold too long', { hold: '32d' }, 'OUT_OF_RANGE', '/hold'],
  ])('%s', (_, definition, code, at) => {
    expect(faultsOf(readPlacement('hero', definition))[0]).toMatchObject({ code, at });
  });
});

describe('bad requests', () => {
  const asking = (parts: object) => ({ person: { user_id: 'u' }, placement: 'hero', ...parts });
  it.each([
    ['no body', undefined, 'MISSING_FIELD', ''],
    ['nobody', asking({ person: undefined }), 'MISSING_FIELD', '/person'],
    ['an empty person', asking({ person: {} }), 'EMPTY', '/person'],
    ['a person as text', asking({ person: 'ann' }), 'WRONG_TYPE', '/person'],
    ['a blank identifier', asking({ person: { email: ' ' } }), 'EMPTY', '/person/email'],
    ['an identifier as list', asking({ person: { email: ['a'] } }), 'WRONG_TYPE', '/person/email'],
    ['a bad type of identifier', asking({ person: { 'e mail': 'a' } }), 'BAD_NAME', '/person/e mail'],
    ['an identifier too long', asking({ person: { email: 'a'.repeat(513) } }), 'TOO_LARGE', '/person/email'],
    ['six identifiers', asking({ person: { a: '1', b: '1', c: '1', d: '1', e: '1', f: '1' } }), 'TOO_MANY', '/person'],
    ['no placement', asking({ placement: undefined }), 'MISSING_FIELD', '/placement'],
    ['a limit of zero', asking({ limit: 0 }), 'OUT_OF_RANGE', '/limit'],
    ['a negative lag', asking({ maxLagMs: -1 }), 'OUT_OF_RANGE', '/maxLagMs'],
    ['a bad id', asking({ decisionId: 'a/b' }), 'BAD_NAME', '/decisionId'],
    ['a context as list', asking({ context: [] }), 'WRONG_TYPE', '/context'],
    ['a large context', asking({ context: { a: 'x'.repeat(8_000) } }), 'TOO_LARGE', '/context'],
    ['an unknown field', asking({ chanel: 'web' }), 'UNKNOWN_FIELD', '/chanel'],
  ])('%s', (_, body, code, at) => {
    expect(faultsOf(readRequest(body))[0]).toMatchObject({ code, at });
  });

  it.each([
    [{}, 'MISSING_FIELD', '/offer'],
    [{ offer: 'gift', response: 'seen' }, 'NOT_A_CHOICE', '/response'],
  ])('a response %j', (body, code, at) => {
    expect(faultsOf(readResponse(body))[0]).toMatchObject({ code, at });
  });
});

describe('good definitions', () => {
  it('keep their defaults', () => {
    expect(readOffer('gift', { placements: ['hero'] })).toEqual({
      ok: true,
      value: {
        id: 'gift',
        name: 'gift',
        enabled: true,
        placements: ['hero'],
        schedule: { daily: [], zone: 'UTC' },
        priority: 0,
        applicability: { unlessOwns: [], onlyIfOwns: [] },
        caps: [],
        content: {},
      },
    });
  });

  it('take a number as the id of a customer', () => {
    expect(readRequest({ person: { user_id: 17850 }, placement: 'hero' })).toMatchObject({
      value: { person: [{ type: 'user_id', value: '17850' }] },
    });
  });
});
