import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultMatching } from '../matching/default-matching.ts';
import { defaultPolicy } from '../policy.ts';
import { checkPolicy, storedPolicy } from './check-policy.ts';
import { newMeetings, patched, readingDifferences } from './compare-policies.ts';

const issuesOf = (patch: unknown): readonly string[] => {
  const checked = checkPolicy(patched(defaultPolicy, patch), 2);
  return checked.ok ? [] : checked.issues.map(({ code, at }) => `${code} ${at}`);
};

describe('a policy from outside', () => {
  it('is let through when it is the one of the product, under the version that it gets', () => {
    expect(checkPolicy(defaultPolicy, 7)).toEqual({ ok: true, policy: { ...defaultPolicy, version: 7 } });
  });

  it.each([
    [{ joinTrust: -1 }, ['POLICY_NUMBER_INVALID /joinTrust']],
    [{ limits: { traitLength: 1.5 } }, ['POLICY_NUMBER_INVALID /limits/traitLength']],
    [{ limits: null }, ['POLICY_FIELD_MISSING /limits']],
    [{ identifiers: { email: { kind: 'human' } } }, ['POLICY_TEXT_INVALID /identifiers/email/kind']],
    [{ identifiers: { 'E mail': {} } }, ['POLICY_NAME_INVALID /identifiers/E mail']],
    [{ identifiers: { email: { perPerson: 999 } } }, ['POLICY_NUMBERS_DISAGREE /identifiers/email/perPerson']],
    [{ valueTrait: 7 }, ['POLICY_TEXT_INVALID /valueTrait']],
    [{ valueTrait: '' }, ['POLICY_TEXT_INVALID /valueTrait']],
    [{ valueTrait: 'lifetime_value' }, []],
    [{ trust: { sources: { 'a/b': 'much' } } }, ['POLICY_NUMBER_INVALID /trust/sources/a~1b']],
    [{ matching: { ...defaultMatching, recordsPerBlockOf: { names: 20 } } }, []],
    [
      { matching: { ...defaultMatching, recordsPerBlockOf: { names: 1 } } },
      ['POLICY_NUMBER_INVALID /matching/recordsPerBlockOf/names'],
    ],
    [
      { matching: { ...defaultMatching, recordsPerBlockOf: { 'first3 last4': 10 } } },
      ['POLICY_NAME_INVALID /matching/recordsPerBlockOf/first3 last4'],
    ],
    [
      { matching: {} },
      [...'model joinFrom reviewBelow reviewRefusedFrom guard recordsPerBlock'.split(' ')].map(
        (name) => `POLICY_FIELD_MISSING /matching/${name}`,
      ),
    ],
  ])('is refused for what is wrong with it: %j', (patch, expected) => {
    expect(issuesOf(patch)).toEqual(expected);
  });

  it.each([
    [{}, []],
    [{ prior: 'x' }, ['POLICY_NUMBER_INVALID /matching/model/prior']],
    [{ prior: 0 }, ['POLICY_MODEL_UNUSABLE /matching/model']],
    [{ version: 5 }, ['POLICY_TEXT_INVALID /matching/model/version']],
    [{ provenance: null }, ['POLICY_FIELD_MISSING /matching/model/provenance']],
    [{ fields: null }, ['POLICY_FIELD_MISSING /matching/model/fields']],
    [{ fields: { name: 'x' } }, ['POLICY_LIST_INVALID /matching/model/fields/name']],
    [{ fields: { name: [] } }, ['POLICY_MODEL_UNUSABLE /matching/model']],
    [{ fields: { birth: [{ level: 'exact', m: 0.5, u: 0.5, h: 0.5 }] } }, ['POLICY_MODEL_UNUSABLE /matching/model']],
    [
      { fields: { birth: [{ level: 'exact', m: 5, u: -1 }] } },
      ['m', 'u', 'h'].map(
        (p) => `POLICY_${p === 'h' ? 'FIELD_MISSING' : 'NUMBER_INVALID'} /matching/model/fields/birth/0/${p}`,
      ),
    ],
  ])('is refused with a model that could not compare anybody: %j', (patch, expected) => {
    const policy = patched(defaultPolicy, { matching: defaultMatching });
    const checked = checkPolicy(patched(policy, { matching: { model: patch } }), 2);
    expect(checked.ok ? [] : checked.issues.map(({ code, at }) => `${code} ${at}`)).toEqual(expected);
  });

  it('is refused for lists that are too long', () => {
    expect(issuesOf({ illegalValues: Array.from({ length: 10_001 }, () => 'x') })).toEqual([
      'POLICY_TOO_MANY /illegalValues',
    ]);
  });

  it('says what to do about everything, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const checked = checkPolicy(value, 1);
        expect(checked.ok || checked.issues.every(({ fix, detail }) => fix !== '' && detail !== '')).toBe(true);
      }),
    );
  });

  it('compares illegal values in small letters, and takes a type that is listed as weak for one that is not listed', () => {
    const weak = { kind: 'weak', people: 1, mailboxes: 1, records: 1, perPerson: 1 };
    const checked = checkPolicy(patched(defaultPolicy, { illegalValues: [' TEST '], identifiers: { ip: weak } }), 1);
    expect(checked).toMatchObject({ ok: true, policy: { illegalValues: ['test'] } });
    expect(checked.ok && checked.policy.identifiers['ip']).toBe(undefined);
  });

  it('of an earlier release has what that could not say from the product', () => {
    expect(storedPolicy(patched(defaultPolicy, { joinTrust: null }), 3)).toEqual({
      ok: true,
      policy: { ...defaultPolicy, version: 3 },
    });
  });
});

describe('a change of policy', () => {
  const changed = (patch: unknown) => {
    const checked = checkPolicy(patched(defaultPolicy, patch), 2);
    if (!checked.ok) throw new Error('The patch is not valid.');
    return checked.policy;
  };

  it('reads differently where country, illegal values or limits differ', () => {
    const to = changed({ country: 'NL', limits: { traitLength: 100 }, joinTrust: 9 });
    expect(readingDifferences(defaultPolicy, to)).toEqual(['country', 'limits.traitLength']);
    expect(readingDifferences(to, to)).toEqual([]);
  });

  it('lets records meet anew where a type joins that did not', () => {
    const without = changed({ identifiers: { phone: null } });
    expect(newMeetings(without, defaultPolicy)).toEqual(['phone']);
    expect(newMeetings(defaultPolicy, without)).toEqual([]);
  });
});
