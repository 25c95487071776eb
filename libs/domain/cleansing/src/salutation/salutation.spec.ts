// cspell:disable
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { greetings, readName, readPronouns, readTitle, salutation } from '../index.ts';

const provenance = { source: 'crm', event: 'e1', time: 0 };
const named = (...fulls: readonly string[]) => fulls.flatMap((full) => readName({ full }) ?? []);
const greet = (full: string, language: string, { title = '', pronouns = '', known = true } = {}) =>
  salutation({
    ...{ names: named(full), language, known },
    ...{ title: readTitle(title, provenance), pronouns: readPronouns(pronouns, provenance) },
  });

describe('a greeting', () => {
  it.each([
    ['en', 'Masha Kelley', '', 'Dear Masha Kelley', 'Welcome, Masha Kelley'],
    ['en-GB', 'Masha Kelley', 'Mrs', 'Dear Ms Kelley', 'Welcome, Masha Kelley'],
    ['de', 'Masha Kelley', '', 'Guten Tag Masha Kelley', 'Willkommen, Masha Kelley'],
    ['de', 'Masha Kelley', 'Frau', 'Sehr geehrte Frau Kelley', 'Willkommen, Masha Kelley'],
    ['nl', 'Jan van Beek', 'dhr.', 'Geachte heer Van Beek', 'Welkom, Jan van Beek'],
    ['fr', 'Masha Kelley', '', 'Bonjour Masha Kelley', 'Bienvenue, Masha Kelley'],
    ['es', 'Ana Ruiz', '', 'Hola, Ana Ruiz', 'Le damos la bienvenida, Ana Ruiz'],
    ['it', 'Andrea Rossi', '', 'Gentile Andrea Rossi', 'Le diamo il benvenuto, Andrea Rossi'],
    ['pl', 'Anna Nowak', 'Pani', 'Szanowna Pani', 'Witamy, Anna Nowak'],
    ['ru', 'Мария Келли', '', 'Здравствуйте, Мария Келли', 'Добро пожаловать, Мария Келли'],
    ['be', 'Марыя Келі', '', 'Добры дзень, Марыя Келі', 'Сардэчна запрашаем, Марыя Келі'],
    ['uk', 'Марія Келлі', 'пані', 'Шановна пані Келлі', 'Ласкаво просимо, Марія Келлі'],
    ['zh-CN', '王小明', '', '王小明，您好', '王小明，欢迎您'],
    ['zh-TW', '王小明', '先生', '王先生，您好', '王小明，歡迎您'],
    ['ja', '佐藤健一', '', '佐藤健一様', '佐藤健一様、ようこそ'],
    ['ko', '김민수', '', '김민수님, 안녕하세요', '김민수님, 환영합니다'],
    ['th', 'สมชาย ใจดี', 'นาย', 'เรียน คุณสมชาย ใจดี', 'ยินดีต้อนรับ คุณสมชาย ใจดี'],
    ['pt-BR', 'Ana Souza', '', 'Olá, Ana Souza', 'Damos-lhe as boas-vindas, Ana Souza'],
    ['tr', 'Ayşe Kaya', 'Bayan', 'Sayın Ayşe Kaya', 'Hoş geldiniz, Ayşe Kaya'],
    ['sw', 'Masha Kelley', 'Mrs', 'Masha Kelley', 'Masha Kelley'],
  ])('in %s for %s (%s) is %s, for a new customer %s', (language, full, title, known, welcome) => {
    expect(greet(full, language, { title })).toBe(known);
    expect(greet(full, language, { title, known: false })).toBe(welcome);
  });

  it('without a name knows old and new customers apart all the same', () => {
    for (const language of Object.keys(greetings)) {
      const [known, fresh] = [true, false].map((known) => salutation({ names: [], language, known }));
      expect(known).not.toBe('');
      expect(fresh).not.toBe(known);
    }
    expect(salutation({ names: [], language: 'sw', known: true })).toBe('');
  });

  it('takes the name in the script of the language', () => {
    const names = named('Masha Kelley', 'Мария Келли');
    expect(salutation({ names, language: 'ru', known: true })).toBe('Здравствуйте, Мария Келли');
    expect(salutation({ names, language: 'en', known: true })).toBe('Dear Masha Kelley');
  });
});

describe('gender', () => {
  it.each(['Mx', 'Mr/Mrs', 'Captain', ''])('is not in the title %j: the full name stands', (title) => {
    expect(greet('Masha Kelley', 'de', { title })).toBe('Guten Tag Masha Kelley');
  });

  it('declared in a title is taken back by pronouns that contradict it, and never said by pronouns alone', () => {
    expect(greet('Kim Lee', 'en', { title: 'Mr', pronouns: 'she/her' })).toBe('Dear Kim Lee');
    expect(greet('Kim Lee', 'en', { pronouns: 'she/her' })).toBe('Dear Kim Lee');
    expect(greet('Kim Lee', 'en', { title: 'Dr', pronouns: 'they' })).toBe('Dear Dr Lee');
  });

  it('is not concluded from a name: whoever declares nothing is greeted in the same words', () => {
    for (const language of Object.keys(greetings)) {
      const [first = '', ...others] = ['Maria Lee', 'John Lee', 'Kim Lee'].map((full) =>
        greet(full, language).replace(full, '*'),
      );
      expect(others).toEqual([first, first]);
    }
  });

  it('is guessed by no package that the lockfile holds', () => {
    const lockfile = readFileSync(new URL('../../../../../package-lock.json', import.meta.url), 'utf8');
    const names = [...lockfile.matchAll(/"(?:[^"]*\/)?node_modules\/([^"]+)": \{/g)].map(([, name = '']) => name);
    const guessers = /gender|namsor|sexmachine|behind-the-name/i;
    expect(names.length).toBeGreaterThan(100);
    expect(
      ['gender-detection', 'genderize', '@x/gender-guesser', 'namsor-client'].every((name) => guessers.test(name)),
    ).toBe(true);
    expect(names.filter((name) => guessers.test(name))).toEqual([]);
  });
});
