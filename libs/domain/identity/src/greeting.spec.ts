// cspell:ignore Мария Келли Guten Здравствуйте
import { describe, expect, it } from '@jest/globals';
import { recordId } from '@tributary/contracts';
import { type RecordFacts } from './facts.ts';
import { greetingOf } from './greeting.ts';
import { defaultPolicy } from './policy.ts';
import { type Trait } from './survivorship.ts';

const traitsOf = (values: Readonly<Record<string, unknown>>): readonly Trait[] =>
  Object.entries(values).map(([name, value]) => ({ name, value, source: 'crm', event: 'e_1', time: 0 }));

function record(type: string, values: Readonly<Record<string, unknown>>): RecordFacts {
  const identifiers = [{ type, value: '1', firstAt: 0, sources: ['crm'] }];
  return { id: recordId(`r_${type}`), firstAt: 0, identifiers, traits: traitsOf(values) };
}

const greet = (type: string, values: Readonly<Record<string, unknown>>, language?: string) =>
  greetingOf({ records: [record(type, values)], traits: traitsOf(values), policy: defaultPolicy, language });

const masha = { firstName: 'Masha', lastName: 'Kelley' };

describe('a greeting', () => {
  it('tells who has an account from who is new', () => {
    const [known, fresh] = [greet('user_id', masha, 'en'), greet('anonymous_id', masha, 'en')];
    expect([known.known, fresh.known]).toEqual([true, false]);
    expect(greet('record_id', masha, 'en').known).toBe(true);
    expect(known.text).not.toBe(fresh.text);
    for (const { text } of [known, fresh]) expect(text).toContain('Masha Kelley');
  });

  it('names no gender unless a title was declared, whatever the first name', () => {
    expect(greet('user_id', masha, 'de').text).toContain('Masha Kelley');
    expect(greet('user_id', masha, 'de').text).not.toMatch(/Frau|Herr/);
    expect(greet('user_id', { ...masha, title: 'Frau' }, 'de').text).toContain('Frau');
  });

  it('takes the language that was declared, unless another is asked for', () => {
    expect(greet('user_id', { ...masha, language: 'de' }).language).toBe('de');
    expect(greet('user_id', { ...masha, locale: 'nl-BE' }).language).toBe('nl-BE');
    expect(greet('user_id', { ...masha, language: 'de' }, 'fr').language).toBe('fr');
  });

  it('finds the name in the script of the language among the records', () => {
    const records = [record('user_id', masha), record('loyalty_id', { firstName: 'Мария', lastName: 'Келли' })];
    const question = { records, traits: traitsOf(masha), policy: defaultPolicy };
    expect(greetingOf({ ...question, language: 'ru' }).text).toContain('Мария');
    expect(greetingOf({ ...question, language: 'en' }).text).toContain('Masha');
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['both halves', { ...masha, name: 'M. Kelley' }, 'Masha Kelley'],
    ['the family name and the whole', { lastName: 'Kelley', name: 'Masha Kelley' }, 'Masha Kelley'],
    ['the given name and the whole', { firstName: 'Masha', name: 'Masha Kelley' }, 'Masha Kelley'],
    ['the family name alone', { lastName: 'Kelley' }, 'Kelley'],
  ])('takes the fullest name: %s', (_, said, name) => {
    expect(greet('user_id', said).text).toBe(name);
  });

  it('says nothing where it knows nothing', () => {
    expect(greet('user_id', {})).toEqual({ text: '', language: undefined, known: true });
  });
});
