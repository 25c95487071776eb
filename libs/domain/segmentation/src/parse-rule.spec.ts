import { describe, expect, it } from '@jest/globals';
import { compile } from './compile.ts';
import { parseRule } from './parse-rule.ts';

const nested = (depth: number): unknown => (depth === 0 ? { did: 'a' } : { not: nested(depth - 1) });

describe('a rule that is refused says where and why', () => {
  it.each<[string, unknown, string]>([
    ['RULE_NOT_AN_OBJECT', null, ''],
    ['RULE_NOT_AN_OBJECT', 'did it', ''],
    ['RULE_NOT_AN_OBJECT', [], ''],
    ['RULE_KIND_MISSING', {}, ''],
    ['RULE_FIELD_UNKNOWN', { dit: 'a' }, '/dit'],
    ['RULE_KIND_AMBIGUOUS', { did: 'a', trait: 'b' }, ''],
    ['RULE_GROUP_EMPTY', { all: [] }, '/all'],
    ['RULE_GROUP_EMPTY', { any: {} }, '/any'],
    ['RULE_NOT_AN_OBJECT', { not: null }, '/not'],
    ['RULE_NOT_AN_OBJECT', { all: [{ did: 'a' }, 7] }, '/all/1'],
    ['RULE_FIELD_UNKNOWN', { all: [{ did: 'a' }], within: '3d' }, '/within'],
    ['RULE_NAME_INVALID', { did: '' }, '/did'],
    ['RULE_NAME_INVALID', { did: 5 }, '/did'],
    ['RULE_NAME_INVALID', { trait: 'x'.repeat(201), exists: true }, '/trait'],
    ['RULE_OPERATOR_MISSING', { trait: 'city' }, ''],
    ['RULE_FIELD_UNKNOWN', { trait: 'city', equal: 'Leeds' }, '/equal'],
    ['RULE_OPERAND_INVALID', { trait: 'city', equals: null }, '/equals'],
    ['RULE_OPERAND_INVALID', { trait: 'city', equals: { a: 1 } }, '/equals'],
    ['RULE_OPERAND_INVALID', { trait: 'city', in: [] }, '/in'],
    ['RULE_OPERAND_INVALID', { trait: 'city', in: ['a', null] }, '/in/1'],
    ['RULE_OPERAND_INVALID', { trait: 'city', startsWith: '' }, '/startsWith'],
    ['RULE_OPERAND_INVALID', { trait: 'city', exists: 'yes' }, '/exists'],
    ['RULE_OPERATOR_CONFLICT', { trait: 'city', exists: false, equals: 'a' }, ''],
    ['RULE_MOMENT_INVALID', { trait: 'born', gt: '1980' }, '/gt'],
    ['RULE_MOMENT_INVALID', { trait: 'born', gt: '2026-02-30' }, '/gt'],
    ['RULE_OPERAND_INVALID', { trait: 'age', gt: true }, '/gt'],
    ['RULE_DURATION_INVALID', { trait: 'born', withinLast: '30 days' }, '/withinLast'],
    ['RULE_ZONE_INVALID', { trait: 'born', withinLast: '1mo', zone: 'Mars/Olympus' }, '/zone'],
    ['RULE_ZONE_INVALID', { did: 'a', within: '1mo', zone: '+01:00' }, '/zone'],
    ['RULE_FIELD_UNKNOWN', { did: 'a', withinn: '3d' }, '/withinn'],
    ['RULE_DURATION_INVALID', { did: 'a', within: 30 }, '/within'],
    ['RULE_DURATION_INVALID', { did: 'a', within: '0d' }, '/within'],
    ['RULE_DURATION_INVALID', { did: 'a', within: '-3d' }, '/within'],
    ['RULE_DURATION_INVALID', { did: 'a', within: '1.5d' }, '/within'],
    ['RULE_DURATION_INVALID', { did: 'a', within: '200y' }, '/within'],
    ['RULE_WINDOW_CONFLICT', { did: 'a', within: '3d', ever: true }, ''],
    ['RULE_OPERAND_INVALID', { did: 'a', ever: false }, '/ever'],
    ['RULE_OPERAND_INVALID', { did: 'a', between: ['2026-01-01'] }, '/between'],
    ['RULE_MOMENT_INVALID', { did: 'a', between: ['2026-01-01', 'soon'] }, '/between/1'],
    ['RULE_INTERVAL_EMPTY', { did: 'a', between: ['2026-02-01', '2026-01-01'] }, '/between'],
    ['RULE_MEASURE_CONFLICT', { did: 'a', count: { atLeast: 1 }, sum: { of: 'x', atLeast: 1 } }, ''],
    ['RULE_NOT_AN_OBJECT', { did: 'a', count: 3 }, '/count'],
    ['RULE_OPERATOR_MISSING', { did: 'a', count: {} }, '/count'],
    ['RULE_OPERAND_INVALID', { did: 'a', count: { atLeast: 1.5 } }, '/count/atLeast'],
    ['RULE_OPERAND_INVALID', { did: 'a', count: { atLeast: -1 } }, '/count/atLeast'],
    ['RULE_OPERAND_INVALID', { did: 'a', count: { atLeast: '3' } }, '/count/atLeast'],
    ['RULE_FIELD_UNKNOWN', { did: 'a', count: { AtLeast: 3 } }, '/count/AtLeast'],
    ['RULE_PROPERTY_MISSING', { did: 'a', sum: { atLeast: 3 } }, '/sum'],
    ['RULE_OPERAND_INVALID', { did: 'a', sum: { of: 'x', atLeast: 1e13 } }, '/sum/atLeast'],
    ['RULE_NOT_AN_OBJECT', { did: 'a', first: 'b' }, '/first'],
    ['RULE_PROPERTY_MISSING', { did: 'a', first: { equals: 'b' } }, '/first/equals'],
    ['RULE_PROPERTY_MISSING', { did: 'a', last: { gt: 5 } }, '/last/gt'],
    ['RULE_OPERATOR_MISSING', { did: 'a', last: { of: 'x' } }, '/last'],
    ['RULE_NOT_AN_OBJECT', { did: 'a', where: [] }, '/where'],
    ['RULE_KIND_MISSING', { did: 'a', where: { equals: 3 } }, '/where'],
    ['RULE_KIND_AMBIGUOUS', { did: 'a', where: { all: [], any: [] } }, '/where'],
    ['RULE_OPERATOR_MISSING', { did: 'a', where: { property: 'x' } }, '/where'],
    ['RULE_FIELD_UNKNOWN', { did: 'a', where: { property: 'x', withinLast: '3d' } }, '/where/withinLast'],
    ['RULE_GROUP_EMPTY', { did: 'a', where: { any: [{ all: [] }] } }, '/where/any/0/all'],
    ['RULE_FIELD_UNKNOWN', { did: 'a', 'x/y~z': 1 }, '/x~1y~0z'],
    ['RULE_TOO_DEEP', nested(25), '/not'.repeat(20)],
    ['RULE_TOO_LARGE', { all: Array.from({ length: 300 }, () => ({ did: 'a' })) }, '/all/199'],
  ])('%s %j', (code, json, at) => {
    const parsed = parseRule(json);
    const issues = parsed.ok ? [] : parsed.issues;
    expect(issues).toContainEqual(expect.objectContaining({ code, at }));
    for (const issue of issues) expect(issue.fix.length).toBeGreaterThan(5);
  });

  it('offers the spelling that was meant', () => {
    const parsed = parseRule({ did: 'a', count: { at_least: 3 } });
    expect(parsed).toMatchObject({ ok: false, issues: [{ at: '/count/at_least', fix: 'Write atLeast.' }, {}] });
  });

  it('does not answer a hostile rule with a long list', () => {
    const parsed = parseRule({ any: Array.from({ length: 5000 }, () => 1) });
    expect(parsed.ok ? 0 : parsed.issues.length).toBe(50);
  });
});

describe('rules that are compiled', () => {
  const featuresOf = (json: unknown): readonly string[] => {
    const parsed = parseRule(json);
    return parsed.ok ? compile(parsed.rule).features.map((feature) => feature.key) : [];
  };

  it('share the activity of equal features, whatever is asked of it', () => {
    const [often] = featuresOf({ did: 'a', count: { atLeast: 3 }, within: '30d' });
    const [never] = featuresOf({ not: { did: 'a', ever: true } });
    const [dear] = featuresOf({ did: 'a', where: { property: 'total', gt: 5 } });
    expect(often).toBe(never);
    expect(dear).not.toBe(often);
    expect(
      featuresOf({
        any: [
          { did: 'a', within: '1d' },
          { did: 'a', within: '2d' },
        ],
      }),
    ).toHaveLength(1);
  });

  it('know the same conditions in another order of fields', () => {
    expect(featuresOf({ did: 'a', where: { property: 'x', gt: 1, lt: 2 } })).toEqual(
      featuresOf({ where: { lt: 2, gt: 1, property: 'x' }, did: 'a' }),
    );
  });
});
