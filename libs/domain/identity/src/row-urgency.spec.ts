// cspell:ignore pvvvv ivvvv ivvvp vvvi
import { describe, expect, it } from '@jest/globals';
import { recordId } from '@tributary/contracts';
import { type FieldQuality } from '@tributary/domain-cleansing';
import fc from 'fast-check';
import { defaultPolicy, type Limits } from './policy.ts';
import { capsHit, hitCaps, urgencyOf, type Habit, type HitCap } from './row-urgency.ts';
import { component } from './scenario.ts';

/** Always a name, an e-mail in half of the rows, never anything else. */
const habit: Habit = { name: 1, address: 0, city: 0, phone: 0, email: 0.5 };
const letters: Readonly<Record<string, FieldQuality>> = { v: 'valid', i: 'invalid', p: 'placeholder', '-': 'missing' };

/** `vi--p`: in the order name, address, city, phone, e-mail. */
const row = (text: string, records = 1, caps: readonly HitCap[] = []) => ({
  qualities: Array.from(text, (letter) => letters[letter] ?? 'missing'),
  ...{ records, caps },
});

describe('the urgency of a row', () => {
  it.each<[string, ReturnType<typeof row>, number]>([
    ['a row without fault', row('vvvvv'), 0],
    ['nothing but what the source never says', row('v---v'), 0],
    ['a placeholder', row('pvvvv'), 3],
    ['an invalid value', row('ivvvv'), 4],
    ['both', row('ivvvp'), 7],
    ['a missing value that the source always says', row('-vvvi'), 6],
    ['a missing value that the source says half of the time', row('i----'), 5],
    ['a record that is joined with another', row('ivvvv', 2), 8],
    ['a record among eight', row('ivvvv', 8), 16],
    ['a record at a cap', row('ivvvv', 1, ['generic']), 8],
    ['a record of a full component, at its own caps', row('pvvvv', 4, ['component', 'traits']), 33],
    ['three records, in hundredths', row('pvvvv', 3), 7.75],
  ])('%s', (_, state, expected) => {
    expect(urgencyOf(state, habit)).toBe(expected);
  });

  const quality = fc.constantFrom<FieldQuality[]>('valid', 'invalid', 'placeholder', 'missing');
  const state = fc.record({
    qualities: fc.array(quality, { minLength: 5, maxLength: 5 }),
    records: fc.integer({ min: 1, max: 2_000 }),
    caps: fc.subarray([...hitCaps]),
  });

  it('does not fall when a value goes bad, a record joins or a cap is hit', () => {
    fc.assert(
      fc.property(state, fc.nat(4), (before, field) => {
        const bad = before.qualities.map((own, index): FieldQuality => (index === field ? 'invalid' : own));
        const worse = [{ qualities: bad }, { records: before.records + 1 }, { caps: hitCaps }];
        for (const change of worse) {
          expect(urgencyOf({ ...before, ...change }, habit)).toBeGreaterThanOrEqual(urgencyOf(before, habit));
        }
      }),
    );
  });
});

describe('the caps that a record has hit', () => {
  const [ann, desk] = ['user_id:ann email:a@kelley.uk', 'email|desk@kelley.uk'];

  it.each<[string, string, Partial<Limits>, readonly HitCap[]]>([
    ['none', ann, {}, []],
    ['a component without room', ann, { recordsPerComponent: 2 }, ['component']],
    ['an identifier of a crowd', 'user_id:ann email:desk@kelley.uk', {}, ['generic']],
    ['as many identifiers as are kept', ann, { identifiersPerRecord: 2 }, ['identifiers']],
    ['as many traits as are kept', ann, { traitsPerRecord: 1 }, ['traits']],
  ])('%s', (_, identifiers, limits, expected) => {
    const facts = component([[identifiers, { city: 'Leeds' }], ['user_id:tom']]);
    const record = facts.records.get(recordId('r_user_id:ann'));
    const policy = { ...defaultPolicy, limits: { ...defaultPolicy.limits, ...limits } };
    expect(record && capsHit(record, facts, new Set([desk]), policy)).toEqual(expected);
  });
});
