// cspell:disable
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { givenNameKeys, isInitial, metaphone, readName } from '../index.ts';

const parts = (full: string) => {
  const name = readName({ full });
  return name && [name.given.join(' '), name.family.join(' '), name.title ?? ''];
};

describe('a whole name', () => {
  it.each([
    ['Masha Kelley', 'masha', 'kelley', ''],
    ['Kelley, Masha', 'masha', 'kelley', ''],
    ['KELLEY Masha', 'masha', 'kelley', ''],
    ['Masha KELLEY', 'masha', 'kelley', ''],
    ['MASHA KELLEY', 'masha', 'kelley', ''],
    ['M. Kelley', 'm', 'kelley', ''],
    ['M.Kelley', 'm', 'kelley', ''],
    ['Masha', 'masha', '', ''],
    ['Mr Kelley', '', 'kelley', 'Mr'],
    ['Dr. Masha van der Berg Jr.', 'masha', 'van der berg', 'Dr.'],
    ['Kelley, Jr., John', 'john', 'kelley', ''],
    ['John Kelley, PhD', 'john', 'kelley', 'PhD'],
    ['Ludwig van Beethoven', 'ludwig', 'van beethoven', ''],
    ['Van Morrison', 'van', 'morrison', ''],
    ['Ahmad bin Abdullah', 'ahmad', 'bin abdullah', ''],
    ['José Álvarez-Núñez', 'jose', 'alvarez nunez', ''],
    ['Na Li', 'na', 'li', ''],
    ['Sir', 'sir', '', ''],
    ['Мария Келли', 'мария', 'келли', ''],
    ['Иванова Мария Петровна', 'мария петровна', 'иванова', ''],
    ['Мария Петровна Иванова', 'мария петровна', 'иванова', ''],
    ['Иванова Маша', 'маша', 'иванова', ''],
    ['г-жа Келли', '', 'келли', 'г-жа'],
    ['王小明', '小明', '王', ''],
    ['王 小明', '小明', '王', ''],
    ['欧阳娜娜', '娜娜', '欧阳', ''],
    ['王小明先生', '小明', '王', '先生'],
    ['乔治·布什', '乔治', '布什', ''],
    ['佐藤健一', '健一', '佐藤', ''],
    ['田中 ハルカ', 'ハルカ', '田中', ''],
    ['マーシャ・ケリー', 'マーシャ', 'ケリー', ''],
    ['김민수', '민수', '김', ''],
    ['남궁민수님', '민수', '남궁', '님'],
    ['นายสมชาย ใจดี', 'สมชาย', 'ใจดี', 'นาย'],
    ['Γιώργος Παπαδόπουλος', 'γιωργος', 'παπαδοπουλος', ''],
    ['محمد بن سلمان', 'محمد', 'بن سلمان', ''],
  ])('%s is given %j, family %j, title %j', (full, given, family, title) => {
    expect(parts(full)).toEqual([given, family, title]);
  });

  it.each(['', ' ', '-', 'test', 'n/a', 'NA', 'Unknown', 'no name', 'ann@example.com', '12345', 'неизвестно', '未知'])(
    '%j names nobody',
    (full) => {
      expect(readName({ full })).toBeUndefined();
    },
  );
});

describe('the fields of a name', () => {
  it('say what is given and what is family; a placeholder in one leaves the other', () => {
    expect(readName({ given: 'Dr Masha', middle: 'I.', family: 'Kelley III' })).toMatchObject({
      ...{ given: ['masha', 'i'], family: ['kelley'], title: 'Dr', generation: 'III' },
    });
    expect(readName({ given: 'unknown', family: 'Kelley' })).toMatchObject({ given: [], family: ['kelley'] });
    expect(readName({ given: 'unknown', family: 'n/a' })).toBeUndefined();
  });

  it('are written as their script orders them', () => {
    expect(readName({ given: '小明', family: '王' })?.written.full).toBe('王小明');
    expect(readName({ given: 'Masha', family: 'van Kelley' })?.written.full).toBe('Masha van Kelley');
    expect(readName({ full: 'Kelley, Masha' })?.written.full).toBe('Masha Kelley');
  });

  it('survive any text: what is read are single words, and romanised in plain letters', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('Dr. ', ', ', 'Jr', '王', 'นาย', '님', 'van'),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), fc.boolean(), (pieces, whole) => {
        const raw = pieces.join('');
        const name = readName(whole ? { full: raw } : { given: raw, family: raw });
        for (const token of [...(name?.given ?? []), ...(name?.family ?? [])]) {
          expect(token).not.toBe('');
          expect(token).not.toMatch(/\s/);
        }
        for (const { given, family } of name?.romanised ?? [])
          expect([...given, ...family].join('')).toMatch(/^[a-z0-9]*$/);
      }),
    );
  });
});

describe('the romanised forms', () => {
  it.each([
    ['Masha Kelley', 'masha kelley'],
    ['Мария Келли', 'maria kelli'],
    ['Мария Келли', 'mariia kelli'],
    ['Юлія Гнатюк', 'yuliya hnatyuk'],
    ['Jürgen Müller', 'jurgen muller'],
    ['Jürgen Müller', 'juergen mueller'],
    ['王小明', 'xiaoming wang'],
    ['王小明', 'xiao ming wong'],
    ['曾国藩', 'guofan zeng'],
    ['单田芳', 'tianfang shan'],
    ['김민수', 'minsu kim'],
    ['สมชาย ใจดี', 'somchai chaidi'],
  ])('of %s hold %s', (full, romanised) => {
    const all = readName({ full })?.romanised.map(({ given, family }) => [...given, ...family].join(' '));
    expect(all).toContain(romanised);
  });
});

describe('names of one person', () => {
  const meet = (a: string, b: string) => givenNameKeys(a).some((key) => givenNameKeys(b).includes(key));

  it('meet, whatever the language and script: Masha', () => {
    const forms = ['masha', 'mariya', 'maria', 'mariia', 'мария', 'маша', 'марыя', 'марія'];
    for (const form of forms) expect([form, meet(form, 'masha')]).toEqual([form, true]);
  });

  it.each([
    ['bob', 'robert'],
    ['peggy', 'margaret'],
    ['саша', 'alexander'],
    ['саша', 'aleksandra'],
    ['сяргеи', 'sergey'],
    ['siarhei', 'сергеи'],
    ['дима', 'dzmitry'],
    ['kees', 'cornelis'],
    ['mies', 'maria'],
    ['kasia', 'katarzyna'],
    ['paco', 'francisco'],
    ['mehmet', 'muhammad'],
    ['สมชาย', 'somchai'],
  ])('%s and %s meet', (a, b) => {
    expect(meet(a, b)).toBe(true);
  });

  it.each([
    ['masha', 'dasha'],
    ['john', 'jane'],
    ['иван', 'игорь'],
    ['somchai', 'somsak'],
    ['constructor', 'john'],
  ])('%s and %s do not', (a, b) => {
    expect(meet(a, b)).toBe(false);
  });

  it('sound alike: metaphone joins misheard family names and leaves other scripts alone', () => {
    expect(metaphone('kelley')).toEqual(metaphone('kelly'));
    expect(metaphone('schmidt').some((key) => metaphone('smith').includes(key))).toBe(true);
    expect(metaphone('келли')).toEqual([]);
  });

  it('may be initials; one Han sign is none', () => {
    expect(['m', 'м', 'ma', '明', ''].map(isInitial)).toEqual([true, true, false, false, false]);
  });
});
