import { describe, expect, it } from '@jest/globals';
import { EventCollected, eventId, recordId, type Identifier, type RecordId } from '@tributary/contracts';
import fc from 'fast-check';
import {
  defaultPolicy,
  factsOf,
  factsOnly,
  mergeComponents,
  pairKey,
  peopleOf,
  separate,
  type Assertion,
  type ComponentFacts,
  type SeparatingWord,
} from './index.ts';

const policy = defaultPolicy;

/** `says('user_id:1 anonymous_id:a', 3)`: an event of the record named after the first identifier, at that minute. */
function says(text: string, minute: number): EventCollected {
  const identifiers = text.split(' ').map((part): Identifier => {
    const [type = '', value = ''] = part.split(/:(.*)/s);
    return { type, value };
  });
  const time = `2026-03-01T10:${String(minute).padStart(2, '0')}:00.000Z`;
  return { ...EventCollected.example, event: eventId(text), identifiers, record: named(text), time, traits: {} };
}

const named = (text: string): RecordId => recordId(`r_${text.split(' ', 1)[0] ?? ''}`);

const gather = (events: readonly EventCollected[]): ComponentFacts =>
  events.reduce(
    (all, event) => mergeComponents(all, factsOnly([factsOf(event, policy)]), policy.limits),
    factsOnly([]),
  );

const said = (words: readonly SeparatingWord[], kind?: 'retracted', at = 1): readonly Assertion[] =>
  words.map((word) => ({ ...word, ...(kind === undefined ? {} : { kind }), by: 'maria', at, why: '' }));

const after = (component: ComponentFacts, assertions: readonly Assertion[]): ComponentFacts =>
  mergeComponents(component, { ...factsOnly([]), assertions }, policy.limits);

const groups = (component: ComponentFacts): string[] =>
  peopleOf(component, policy)
    .people.map(({ records }) => records.map((id) => id.replace('r_', '')).join(' + '))
    .sort();

const wordsFor = (component: ComponentFacts, parts: readonly (readonly string[])[]): readonly SeparatingWord[] => {
  const found = separate(
    component,
    parts.map((records) => records.map((id) => recordId(`r_${id}`))),
    policy,
  );
  if (found.kind !== 'words') throw new Error('These parts cannot be had.');
  return found.words;
};

const shown = (words: readonly SeparatingWord[]): string[] =>
  words.map(({ kind, records }) => `${kind} ${pairKey(records)}`);

describe('taking a person apart', () => {
  it.each<[string, string[], string[][], string[]]>([
    [
      'one shared device: one word between the records that the people are named after',
      ['user_id:1 anonymous_id:a', 'anonymous_id:a', 'email:x@example.com anonymous_id:a'],
      [['user_id:1', 'anonymous_id:a'], ['email:x@example.com']],
      ['cannot-link r_email:x@example.com~r_user_id:1'],
    ],
    [
      'a part that only the other part held together: a word holds it',
      ['anonymous_id:a', 'user_id:1 anonymous_id:a anonymous_id:b', 'anonymous_id:b'],
      [['anonymous_id:a', 'anonymous_id:b'], ['user_id:1']],
      ['cannot-link r_anonymous_id:a~r_user_id:1', 'must-link r_anonymous_id:a~r_anonymous_id:b'],
    ],
    ['a person that is one part already: nothing', ['user_id:1 anonymous_id:a', 'anonymous_id:a'], [], []],
  ])('%s', (_, texts, parts, wanted) => {
    const component = gather(texts.map((text, minute) => says(text, minute)));
    const words = wordsFor(component, parts);
    expect(shown(words).sort()).toEqual(wanted);
    const apart = groups(after(component, said(words)));
    for (const part of parts) expect(apart).toContain([...part].sort().join(' + '));
  });

  it('also where a person had joined them', () => {
    const component = gather(['user_id:1', 'user_id:2', 'user_id:2 email:b@example.com'].map(says));
    const joined = after(component, said([{ kind: 'must-link', records: [named('user_id:1'), named('user_id:2')] }]));
    expect(groups(joined)).toEqual(['user_id:1 + user_id:2']);
    const words = wordsFor(joined, [['user_id:1'], ['user_id:2']]);
    expect(groups(after(joined, said(words, undefined, 2)))).toEqual(['user_id:1', 'user_id:2']);
  });

  it('is refused where it takes more words than anybody would follow', () => {
    const chain = Array.from(
      { length: 150 },
      (_, index) => `anonymous_id:v${index} device_id:d${index} device_id:d${index + 1}`,
    );
    const component = gather(chain.map((text, index) => says(text, index % 60)));
    const [even, odd] = [0, 1].map((rest) => chain.filter((_, index) => index % 2 === rest).map(named));
    expect(separate(component, [even ?? [], odd ?? []], policy)).toEqual({ kind: 'impossible' });
  });
});

const identifier = fc.record({
  type: fc.constantFrom('user_id', 'email', 'anonymous_id', 'previous_id'),
  value: fc.constantFrom('1', '2', '3', 'ann@example.com'),
});
const events = fc.array(
  fc
    .record({
      identifiers: fc.uniqueArray(identifier, { minLength: 1, maxLength: 3, selector: (i) => `${i.type}|${i.value}` }),
      minute: fc.nat(9),
    })
    .map(({ identifiers, minute }) => says(identifiers.map(({ type, value }) => `${type}:${value}`).join(' '), minute)),
  { minLength: 2, maxLength: 25 },
);

describe('whatever the facts and the parts', () => {
  it('the parts are apart and whole, no word is needless, and taking the words back gives the person back', () => {
    fc.assert(
      fc.property(events, fc.array(fc.nat(2), { minLength: 25, maxLength: 25 }), (items, choices) => {
        const component = gather(items);
        const person = peopleOf(component, policy).people.find(({ records }) => records.length > 1);
        if (person === undefined) return;
        const parts = [0, 1, 2]
          .map((part) => person.records.filter((_, index) => choices[index] === part))
          .filter((records) => records.length > 0);
        const found = separate(component, parts, policy);
        if (found.kind !== 'words') throw new Error('impossible');
        const isApart = (words: readonly SeparatingWord[]): boolean => {
          const { people } = peopleOf(after(component, said(words)), policy);
          const homes = parts.map((part) => new Set(part.map((id) => people.find((one) => one.records.includes(id)))));
          return (
            homes.every(({ size }) => size === 1) && new Set(homes.flatMap((home) => [...home])).size === parts.length
          );
        };
        expect(isApart(found.words)).toBe(true);
        for (const word of found.words) expect(isApart(found.words.filter((other) => other !== word))).toBe(false);
        const back = after(component, [...said(found.words), ...said(found.words, 'retracted', 2)]);
        expect(peopleOf(back, policy).people).toEqual(peopleOf(component, policy).people);
      }),
      { numRuns: 200 },
    );
  });
});
