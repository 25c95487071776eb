// cspell:ignore irina klara fedor greta leonid jakob
import { describe, expect, it } from '@jest/globals';
import { recordId } from '@tributary/contracts';
import { defaultPolicy } from '../../policy.ts';
import { factsOfRow } from '../../table.ts';
import { comparisons } from '../comparisons/fields.ts';
import { defaultMatching } from '../default-matching.ts';
import { type MatchForm } from '../form.ts';
import { matcherOf } from '../matcher-of.ts';
import { type MatchModel } from '../model.ts';
import { faultsOf } from '../weights.ts';
import { estimate } from './em.ts';
import { frequenciesOf } from './frequencies.ts';
import { countKinds } from './kinds.ts';
import { ordered } from './monotone.ts';
import { type Pattern } from './patterns.ts';
import { probabilitiesOf } from './probabilities.ts';
import { chooser } from './random.ts';
import { startingModel } from './start.ts';
import { train } from './train.ts';

const base = probabilitiesOf(startingModel);
const index = (field: string): number => comparisons.findIndex((one) => one.field === field);

describe('expectation-maximisation', () => {
  /** Patterns of phone, e-mail and birth as often as the shares say, where `persons` of all pairs are one person. */
  function patternsOf(persons: number, m: Readonly<Record<string, readonly number[]>>): readonly Pattern[] {
    const fields = Object.keys(m);
    const rarity = { person: 1, home: 1 };
    let patterns: Pattern[] = [{ levels: comparisons.map(() => -1), rarity, count: 1 }];
    const spread = (shares: (field: string) => readonly number[], total: number): readonly Pattern[] =>
      fields.reduce<readonly Pattern[]>(
        (all, field) =>
          all.flatMap(({ levels, count }) =>
            shares(field).map((share, level) => ({
              ...{ levels: levels.with(index(field), level), rarity },
              count: count * share,
            })),
          ),
        patterns.map(({ levels }) => ({ levels, rarity, count: total })),
      );
    patterns = [
      ...spread((field) => m[field] ?? [], persons),
      ...spread((field) => base.u[index(field)] ?? [], 10_000 - persons),
    ];
    return patterns;
  }

  it.each([
    ['all of which meet', 10_000],
    ['few of which meet', 1_000_000],
  ])('finds the shares by which the pairs were made, %s', (_, allPairs) => {
    const truth = {
      phone: [0.6, 0.1, 0.3],
      email: [0.5, 0.1, 0.1, 0.1, 0.2],
      birth: [0.7, 0.1, 0.05, 0.05, 0.04, 0.02, 0.02, 0.01, 0.01],
    };
    const found = estimate({ together: patternsOf(4_000, truth), allPairs, start: base, base });
    expect(found.persons).toBeGreaterThan(3_800);
    expect(found.persons).toBeLessThan(4_200);
    for (const [field, shares] of Object.entries(truth)) {
      for (const [level, share] of shares.entries()) expect(found.m[index(field)]?.[level]).toBeCloseTo(share, 1);
    }
  });
});

describe('how many are one person', () => {
  const agreed = { levels: comparisons.map(({ field }) => (field === 'name' ? 0 : -1)), count: 100 };

  it.each([
    ['a rare name', 2 ** 10, 95, 101],
    ['an average name', 1, 60, 90],
    ['a frequent name', 2 ** -2, 0, 40],
  ])('of a hundred pairs that agree on %s alone', (_, rare, least, most) => {
    const certain = { levels: comparisons.map(({ field }) => (['name', 'birth', 'phone'].includes(field) ? 0 : -1)) };
    const together = [
      { ...agreed, rarity: { person: rare, home: 1 } },
      { ...certain, count: 20, rarity: { person: 1, home: 1 } },
    ];
    const { persons } = countKinds(together, base, 1_000_000);
    expect(persons - 20).toBeGreaterThanOrEqual(least);
    expect(persons - 20).toBeLessThanOrEqual(most);
  });
});

describe('the share of a name', () => {
  it('is among the others: who is alone in bearing it shares it with nobody, however many records there are of them', () => {
    const matcher = matcherOf({ model: startingModel });
    const named = (lastName: string, times: number) =>
      Array.from({ length: times }, () => {
        const facts = factsOfRow({ id: recordId('r_1'), cells: { lastName } }, defaultPolicy);
        return matcher.formOf(facts)?.last;
      });
    const parts = [...named('Smith', 60), ...named('Kelley', 4), ...named('Featherstone', 2), ...named('Ivory', 1)];
    const { names, rest } = frequenciesOf(parts, { agreement: 0.001, own: 2 });
    expect(names).toEqual({ smith: 0.866, kelley: 0.0299, featherstone: Number(rest.toPrecision(3)) });
    expect(rest).toBeCloseTo(1 / 67, 6);
  });
});

describe('a ladder', () => {
  const ladder = [
    { name: 'exact', rank: 0 },
    { name: 'near', rank: 1 },
    { name: 'else', rank: 2 },
  ];
  const levels = (weights: readonly number[]) =>
    weights.map((m, i) => ({ level: ladder[i]?.name ?? '', m, u: 0.1, h: 0.1 }));

  it.each([
    ['in order stays', [0.6, 0.3, 0.1], [0.6, 0.3, 0.1], 0],
    ['gives way at the worse level', [0.3, 0.6, 0.1], [0.3, 0.3, 0.1], 1],
  ])('%s', (_, before, after, moved) => {
    const found = ordered(ladder, levels(before));
    expect(found.levels.map(({ m }) => Math.round(m * 1e6) / 1e6)).toEqual(after);
    expect(found.moved).toBeCloseTo(moved, 6);
  });
});

describe('a model', () => {
  const changed = (change: Partial<MatchModel>): MatchModel => ({ ...startingModel, ...change });
  const phone = startingModel.fields.phone;

  it.each([
    ['that training starts with', startingModel, []],
    ['that ships with the project', defaultMatching.model, []],
    ['whose prior is a certainty', changed({ prior: 0 }), [/prior/]],
    [
      'with a level too few',
      changed({ fields: { ...startingModel.fields, phone: phone.slice(1) } }),
      [/phone: its levels/],
    ],
    [
      'with an impossible level',
      changed({ fields: { ...startingModel.fields, phone: phone.map((level) => ({ ...level, m: 0 })) } }),
      [/phone: m, u and h of "exact"/, /"one edit"/, /"else"/],
    ],
    [
      'in which a worse level weighs more',
      changed({
        fields: { ...startingModel.fields, phone: phone.map((level, i) => (i === 2 ? { ...level, u: 1e-9 } : level)) },
      }),
      [/"exact" weighs .* less than "else"/, /"one edit" weighs/],
    ],
    [
      'without frequencies',
      changed({ frequencies: { ...startingModel.frequencies, first: { agreement: 0, rest: 1, names: {} } } }),
      [/frequencies/],
    ],
  ])('%s', (_, model, faults) => {
    const found = faultsOf(model);
    expect(found).toHaveLength(faults.length);
    for (const [i, fault] of faults.entries()) expect(found[i]).toMatch(fault);
  });
});

describe('training', () => {
  const first = [
    'anna',
    'boris',
    'clara',
    'david',
    'elena',
    'fedor',
    'greta',
    'henry',
    'irina',
    'jakob',
    'klara',
    'leonid',
  ];
  const last = ['abel', 'bishop', 'cook', 'dyer', 'ellis', 'fox', 'gray', 'hunt', 'ivory', 'judd', 'knight', 'lamb'];

  /** Every person twice, the second time with a slip here and there; seeded. */
  function people(count: number): readonly MatchForm[] {
    const choose = chooser(7);
    const matcher = matcherOf({ model: startingModel });
    return Array.from({ length: count }, (_, person) => {
      const cells = {
        firstName: first[choose(first.length)] ?? '',
        lastName: `${last[choose(last.length)] ?? ''}${last[choose(last.length)] ?? ''}`,
        birthday: `${1940 + choose(60)}-0${1 + choose(9)}-${10 + choose(18)}`,
        email: `user${person * 7919}@example.com`,
      };
      const again = {
        ...cells,
        ...(choose(5) === 0 ? { email: `other${person}@example.org` } : {}),
        ...(choose(10) === 0 ? { birthday: '1999-09-09' } : {}),
      };
      return [cells, again];
    })
      .flat()
      .flatMap((cells, i) => matcher.formOf(factsOfRow({ id: recordId(`r_${i}`), cells }, defaultPolicy)) ?? []);
  }

  const train7 = (forms: readonly MatchForm[], persons?: ReadonlyMap<MatchForm, string>) =>
    train({
      forms,
      ...(persons === undefined ? {} : { persons }),
      base: startingModel,
      version: 'v',
      provenance: { trainedOn: 'test', date: '2026-01-01' },
      seed: 7,
      randomPairs: 30_000,
    });

  it('learns how often things go wrong, and how many are one person, without being told', () => {
    const training = train7(people(300));
    if (!training.ok) throw new Error(training.reasons.join(' '));
    const { fields, prior, provenance } = training.model;
    expect(fields.email[0]?.m).toBeGreaterThan(0.7);
    expect(fields.email[0]?.m).toBeLessThan(0.9);
    expect(fields.birth[0]?.m).toBeCloseTo(0.9, 1);
    expect(prior).toBeCloseTo(Math.log2(300 / ((600 * 599) / 2)), 0);
    expect(provenance).toMatchObject({ trainedOn: 'test', records: 600, date: '2026-01-01' });
    expect(train7(people(300))).toEqual(training);
  });

  it('counts where it is told who is who', () => {
    const forms = people(300);
    const training = train7(forms, new Map(forms.map((form, i) => [form, `p${Math.floor(i / 2)}`])));
    if (!training.ok) throw new Error(training.reasons.join(' '));
    const { prior, provenance, fields } = training.model;
    expect(provenance.metrics['matches']).toBe(300);
    expect(prior).toBeCloseTo(Math.log2(300 / ((600 * 599) / 2)), 6);
    expect(fields.birth[0]?.m).toBeCloseTo(0.9, 1);
  });

  it('refuses labels of which nobody has two records, with the reason', () => {
    const forms = people(300);
    const training = train7(forms, new Map(forms.map((form, i) => [form, `p${i}`])));
    expect(training).toMatchObject({ ok: false, reasons: [expect.stringMatching(/0 pairs are one person; 20/)] });
  });

  /** Every person twice, the second time with exactly one mistake: in the family name or in the birth. */
  function peopleWrongOnce(count: number, single = 0): readonly MatchForm[] {
    const choose = chooser(11);
    const matcher = matcherOf({ model: startingModel });
    return Array.from({ length: count + single }, (_, person) => {
      const lastName = `${last[choose(last.length)] ?? ''}${last[choose(last.length)] ?? ''}`;
      const [year, day] = [1940 + choose(60), 10 + choose(9)];
      const cells = {
        firstName: first[choose(first.length)] ?? '',
        lastName,
        birthday: `${year}-0${1 + choose(9)}-${day}`,
      };
      const again =
        person % 2 === 0
          ? { ...cells, lastName: `${lastName.slice(0, 3)}x${lastName.slice(3)}` }
          : { ...cells, birthday: cells.birthday.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)) };
      return person < count ? [cells, again] : [cells];
    })
      .flat()
      .flatMap((cells, i) => matcher.formOf(factsOfRow({ id: recordId(`r_${i}`), cells }, defaultPolicy)) ?? []);
  }

  it('learns how often things go wrong also where nobody is ever wrong twice', () => {
    const training = train7(peopleWrongOnce(400));
    if (!training.ok) throw new Error(training.reasons.join(' '));
    const { fields, prior } = training.model;
    expect(fields.name[0]?.m).toBeCloseTo(0.5, 1);
    expect(fields.birth[0]?.m).toBeCloseTo(0.5, 1);
    expect(prior).toBeCloseTo(Math.log2(400 / ((800 * 799) / 2)), 0);
  });

  it('learns of few people how many they are, and keeps what is known of mistakes', () => {
    const training = train7(peopleWrongOnce(30, 400));
    if (!training.ok) throw new Error(training.reasons.join(' '));
    const { prior, provenance } = training.model;
    expect(provenance.metrics['matches']).toBeGreaterThan(24);
    expect(provenance.metrics['matches']).toBeLessThan(36);
    expect(prior).toBeCloseTo(Math.log2(30 / ((460 * 459) / 2)), 0);
  });

  /** Three of one family name at one address, each once. */
  function families(count: number): readonly MatchForm[] {
    const choose = chooser(13);
    const matcher = matcherOf({ model: startingModel });
    return Array.from({ length: count }, (_, home) => {
      const shared = {
        lastName: `${last[choose(last.length)] ?? ''}${last[choose(last.length)] ?? ''}`,
        street: `${1 + choose(90)} ${last[choose(last.length)] ?? ''}${first[choose(first.length)] ?? ''} Street`,
        postalCode: String(10_000 + home * 37),
      };
      const start = choose(first.length);
      return [0, 1, 2].map((member) => ({
        ...shared,
        firstName: first[(start + member) % first.length] ?? '',
        birthday: `${1940 + choose(60)}-0${1 + choose(9)}-${10 + choose(18)}`,
      }));
    })
      .flat()
      .flatMap((cells, i) => matcher.formOf(factsOfRow({ id: recordId(`r_${i}`), cells }, defaultPolicy)) ?? []);
  }

  it.each([
    ['few records', people(50), /fewer than 400/],
    ['nobody twice', people(800).filter((_, i) => i % 2 === 0), /Only \d pairs are one person; 20/],
    ['families, nobody twice', families(200), /Only \d pairs are one person; 20/],
  ])('refuses %s, with the reason', (_, forms, reason) => {
    const training = train7(forms);
    expect(training).toMatchObject({ ok: false, reasons: [expect.stringMatching(reason)] });
  });
});
