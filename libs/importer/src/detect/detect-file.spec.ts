// cspell:ignoreRegExp /[\u0400-\u04ff]+/g
// cspell:ignore Anaïs Aussicht Ciudad Coruña Cádiz Côté Groß Ibáñez Köln Königsallee Lefèvre Logroño Nombre Prénom
// cspell:ignore Pérez Schöne Stadt Straße
/** What a file is, is found by its content; what a mapping says of it comes first. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type FileFormat } from '@tributary/domain-collection';
import fc from 'fast-check';
import { encodeAs } from '../testing/encode-as.ts';
import { bytesIn, fileOf } from '../testing/write-file.ts';
import { anyFormat, detectFile } from './detect-file.ts';

const found = async (content: string | Uint8Array, format: Partial<FileFormat> = {}) =>
  detectFile(await fileOf(content), { ...anyFormat, ...format });

const texts = {
  russian: 'Фамилия;Имя;Город\nИванова;Мария;Санкт-Петербург\nСидоров;Пётр;Екатеринбург\n',
  russianCapitals: 'ФАМИЛИЯ;ИМЯ;ГОРОД\nИВАНОВА;МАРИЯ;САНКТ-ПЕТЕРБУРГ\nСИДОРОВ;ПЁТР;МОСКВА\n',
  russianGoods: 'Артикул;Наименование;Цена\n101;Чайник электрический «Заря»;1990,00\n102;Кружка № 5, белая;250,50\n',
  ukrainian: 'Прізвище;Місто\nШевченко;Київ\nКоваленко;Івано-Франківськ\nГригоренко;Львів\n',
  german: 'Name;Straße;Stadt\nMüller;Königsallee 3;Düsseldorf\nGroß;Schöne Aussicht 7;Köln\n',
  french: 'Nom;Prénom;Ville\nLefèvre;Zoé;Orléans\nCôté;Anaïs;Besançon – centre\n',
  spanish: 'Nombre;Ciudad\nMuñoz;Logroño\nPérez;Cádiz\nIbáñez;A Coruña\n',
} as const;

describe('the encoding', () => {
  it.each<[text: keyof typeof texts, encoding: string]>([
    ...(['russian', 'russianCapitals'] as const).flatMap((text) =>
      ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'koi8-r'].map((encoding): [typeof text, string] => [
        text,
        encoding,
      ]),
    ),
    ['russianGoods', 'windows-1251'],
    ['ukrainian', 'windows-1251'],
    ...(['german', 'french', 'spanish'] as const).map((text): [typeof text, string] => [text, 'windows-1252']),
    ['german', 'utf-8'],
    ['german', 'utf-16le'],
  ])('of %s text is found: %s', async (text, encoding) => {
    expect((await found(encodeAs(texts[text], encoding))).encoding).toBe(encoding);
  });

  it('is found of any dozen Russian words, in both Cyrillic sets', async () => {
    const words =
      'заказ покупатель улица проспект книга молоко хлеб Ольга Николай Дмитрий Казань Москва Тверь июль'.split(' ');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...words), { minLength: 12, maxLength: 30 }),
        fc.constantFrom('windows-1251', 'koi8-r'),
        async (list, encoding) => {
          expect((await found(encodeAs(`слово\n${list.join('\n')}\n`, encoding))).encoding).toBe(encoding);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is said by a byte order mark', async () => {
    const marked = (mark: readonly number[], encoding: string) =>
      Buffer.concat([Buffer.from(mark), encodeAs('a,b\n1,2\n', encoding)]);
    expect((await found(marked([0xff, 0xfe], 'utf-16le'))).encoding).toBe('utf-16le');
    expect((await found(marked([0xfe, 0xff], 'utf-16be'))).encoding).toBe('utf-16be');
    expect((await found(marked([0xef, 0xbb, 0xbf], 'utf-8'))).encoding).toBe('utf-8');
  });

  it('is said by the declaration of an XML document', async () => {
    const xml = `<?xml version="1.0" encoding="Windows-1251"?><заказы><заказ>Ёж</заказ></заказы>`;
    expect((await found(encodeAs(xml, 'windows-1251'))).encoding).toBe('windows-1251');
  });

  it('stays UTF-8 where a few bytes of many are broken', async () => {
    const text = Buffer.concat([Buffer.from('é,ü\n'.repeat(50)), Buffer.from([0xff, 0x0a])]);
    const { encoding, notes } = await found(text);
    expect([encoding, notes[0]]).toEqual(['utf-8', 'Encoding utf-8: 100 of its sequences are UTF-8 and 1 are not.']);
  });

  it('is what the mapping says, whatever was found', async () => {
    const { encoding, notes } = await found(encodeAs(texts.russian, 'windows-1251'), { encoding: 'koi8-r' });
    expect([encoding, notes[0]]).toEqual(['koi8-r', 'Encoding koi8-r: the mapping says so.']);
  });

  it('says that it is a guess where little speaks for it', async () => {
    expect((await found(encodeAs('имя\nОля\n', 'windows-1251'))).notes[0]).toMatch(
      /^Encoding .*, but it is a guess\.$/,
    );
    expect((await found(encodeAs(texts.russian.repeat(3), 'windows-1251'))).notes[0]).not.toMatch(/guess/);
  });
});

describe('the delimiter', () => {
  it.each([
    ['comma', ',', 'id,name\n1,a;b\n2,c\n'],
    ['semicolon with decimal commas', ';', 'id;price;sum\n1;1,5;3,0\n2;2,5;4,0\n'],
    ['tab', '\t', 'id\tname\n1\ta, b\n'],
    ['bar', '|', 'id|name|x\n1|a,b|c\n'],
    ['comma, with semicolons and line ends in quotes', ',', 'id,note\n1,"a;b;c\n;;"\n2,"x;y"\n'],
    ['none in one column', ',', 'name\nann\nbob\n'],
    ['of a header alone', ';', 'id;name'],
    ['of the line that Excel writes above the header', ';', 'sep=;\r\nid;a,b,c\r\n1;2,3,4\r\n'],
    ['of such a line with a tab, in quotes', '\t', '"sep=\t"\nid,x\t name\n'],
  ])('is found: %s', async (_, delimiter, text) => {
    expect((await found(text)).delimiter).toBe(delimiter);
  });
  it('is what the mapping says, whatever was found', async () => {
    expect((await found('a;b\n1;2\n', { delimiter: ',' })).delimiter).toBe(',');
  });
});

describe('the format', () => {
  const rows = [
    { id: 'a', name: 'x' },
    { id: 'b', name: 'y' },
  ];
  it.each([
    ['csv', bytesIn('csv', rows)],
    ['ndjson', bytesIn('ndjson', rows)],
    ['ndjson', '{"type":"track","event":"Seen","products":[{"id":1}]}\n'],
    ['ndjson', '{"a":1}\n'],
    ['json', bytesIn('json', rows)],
    ['json', '  [{"a":1}]'],
    ['json', '{"batch":[{"type":"track"}]}'],
    ['json', '{\n  "orders": [{}]}'],
    ['xml', bytesIn('xml', rows)],
    ['xml', '\n<!-- c --><a><b/><b/></a>'],
    ['parquet', bytesIn('parquet', rows)],
  ] as const)('%s is found by content', async (type, content) => {
    expect((await found(content)).type).toBe(type);
    if (type !== 'parquet') expect(await found(gzipSync(content))).toMatchObject({ type, zipped: true });
  });

  it.each([
    ['/export/rows', '{"meta":{"tags":["a"]},"export":{"rows":[{"id":1}]}}'],
    ['', '[{"items":[{"a":1}]}]'],
    ['/orders/order', '<orders><order><line/><line/></order></orders>'],
    ['/file/body/item', '<file><head><a/></head><body><item/><item/></body></file>'],
    ['/order', '<order/>'],
    [
      '/POSLog/Transaction',
      '<p:POSLog xmlns:p="http://www.nrf-arts.org/IXRetail/namespace/"><p:Transaction/></p:POSLog>',
    ],
  ])('the records stand at "%s"', async (records, content) => {
    expect((await found(content)).records).toBe(records);
  });
});
