// cspell:ignore Stadt Vorname Nachname Geburtsdatum Givn
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { mixes, peopleRecords } from '@tributary/testing';
import { measureCommand } from './measure-command.ts';

const now = Date.UTC(2026, 0, 1);
const people = [...peopleRecords({ seed: 5, records: 200, mix: mixes.latin, now })].map(({ person, record }) => [
  person,
  ...[record.firstName, record.lastName, record.birthday, record.address?.city].map((cell) => cell ?? ''),
]);
const names = ['cluster', 'first_name', 'surname', 'dob', 'city'];

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const table = (header: readonly string[], rows: readonly (readonly string[])[], delimiter = ','): string =>
  [header, ...rows].map((cells) => `${cells.map(quoted).join(delimiter)}\n`).join('');
const plain = table(names, people);

const mapping = (more: object = {}, first = '{first_name}') =>
  JSON.stringify({
    ...{ name: 'people', ...more },
    events: [
      {
        ...{ type: 'identify', messageId: 'm-{surname}', timestamp: '2026-01-01T00:00:00Z' },
        context: { externalIds: [{ type: 'record_id', id: '{surname}' }] },
        traits: { firstName: first, lastName: '{surname}', birthday: '{dob}', address: { city: '{city}' } },
      },
    ],
  });

type Files = Readonly<Record<string, string | Uint8Array>>;

async function folderOf(files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-sets-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const measured = async (files: Files, ...more: readonly string[]) =>
  run('--data', await folderOf(files), '--model', 'shipped', ...more);

async function run(...args: readonly string[]) {
  const report = join(await mkdtemp(join(tmpdir(), 'tributary-report-')), 'reports/figures.json');
  const said = { out: '', err: '' };
  const into = (name: 'out' | 'err') => ({ write: (text: string) => (said[name] += text) });
  const code = await measureCommand(args, { out: into('out'), err: into('err'), report });
  const rows = said.out.split('\n').filter((line) => line.startsWith('| ') && !/^\| (set|---) /.test(line));
  const figures = rows.map((line) => line.split(' | ').slice(1, 9).join(' '));
  return { code, ...said, figures, report };
}

let usual: readonly string[] = [];
beforeAll(async () => {
  usual = (await measured({ 'people.csv': plain })).figures;
});
const lines = (text: string): readonly string[] => text.trimEnd().split('\n');

describe('a set is read as an import reads it', () => {
  const withNotes = (delimiter: string) =>
    table(
      [...names, 'note'],
      people.map((cells) => [...cells, `two\nlines, "and" ${delimiter}`]),
      delimiter,
    );
  it.each<[string, Readonly<Record<string, string | Uint8Array>>]>([
    ['with commas', { 'a.csv': withNotes(',') }],
    ['with semicolons', { 'a.csv': withNotes(';') }],
    ['with tabs', { 'a.csv': withNotes('\t') }],
    ['with bars', { 'a.csv': withNotes('|') }],
    [
      'with the delimiter of its mapping',
      { 'a.csv': withNotes(';'), 'a.mapping.json': mapping({ format: { type: 'csv', delimiter: ';' } }) },
    ],
    ['with a byte order mark', { 'a.csv': `\u{feff}${plain}` }],
    ['packed', { 'a.csv.gz': gzipSync(plain) }],
    ['with a name in capitals', { 'A.CSV': plain }],
    ['in UTF-16', { 'a.csv': Buffer.from(`\u{feff}${plain}`, 'utf16le') }],
    ['with its cluster in capitals', { 'a.csv': plain.replace('cluster', 'CLUSTER') }],
    [
      'with a cluster that the mapping names',
      {
        'a.csv': plain.replace('cluster', 'who'),
        'a.mapping.json': mapping({ columns: { cluster: { type: 'text', from: 'who' } } }),
      },
    ],
    [
      'with names of another language',
      { 'a.csv': table(['cluster', 'Vorname', 'Nachname', 'Geburtsdatum', 'Stadt'], people) },
    ],
  ])('%s', async (_, files) => {
    const { code, figures, err } = await measured(files);
    expect([err, code, figures]).toEqual([err, 0, usual]);
  });

  it('without the rows that cannot be read, which are counted and of which the first is told', async () => {
    const { code, figures, err } = await measured({ 'a.csv': `${plain}x,"never closed,1,2\nx,y\n` });
    expect([code, figures]).toEqual([0, usual]);
    expect(err).toMatch(/^a: 2 rows are not measured\. The first of them: line 202: INVALID_CSV: .* Close the quote/m);
  });
});

describe('what cannot be measured is told in a line, and ends nothing else', () => {
  const cut = gzipSync(plain).subarray(0, 500);
  it.each<[string, Readonly<Record<string, string | Uint8Array>>, RegExp]>([
    [
      'a file that was cut off',
      { 'a.csv.gz': cut },
      /a\.csv\.gz is damaged or was not copied .* Copy or export it again/,
    ],
    ['an empty file', { 'a.csv': '' }, /a\.csv: The file is empty\. Export it again/],
    ['a header alone', { 'a.csv': 'cluster,first_name\n' }, /a\.csv: .* rows?\b/],
    ['a mapping that is no JSON', { 'a.csv': plain, 'a.mapping.json': '{' }, /^[^ ]*a\.mapping\.json is not JSON: /],
    [
      'a mapping that is none',
      { 'a.csv': plain, 'a.mapping.json': '{}' },
      /a\.mapping\.json is not a mapping: .*events/,
    ],
    [
      'a mapping of columns that are not there',
      { 'a.csv': plain, 'a.mapping.json': mapping({}, '{Givn}') },
      /a\.csv: The mapping reads columns that the file has not: Givn\. It has cluster, first_name, .* Correct the name/,
    ],
    [
      'a mapping of a cluster that is not there',
      { 'a.csv': plain, 'a.mapping.json': mapping({ columns: { cluster: { type: 'text', from: 'who' } } }) },
      /a\.csv: The mapping reads columns that the file has not: who\./,
    ],
    [
      'a mapping that refuses every row',
      { 'a.csv': plain, 'a.mapping.json': mapping({ columns: { surname: { type: 'integer', required: true } } }) },
      /a\.csv: The mapping refuses every row\. The first of them: line 2: INVALID_CELL: surname /,
    ],
    [
      'a set of nothing that can be compared',
      { 'a.csv': 'cluster,sku\n1,a\n' },
      /a\.csv: Nothing in it can be compared\. .* Left out: sku\./,
    ],
    ['a truth that says nothing', { 'a.csv': 'cluster,name\n,Ann\n' }, /a\.csv: cluster is empty in every row\.$/],
  ])('%s', async (_, files, problem) => {
    const { code, figures, err } = await measured({ ...files, 'z.csv': plain });
    expect([code, figures]).toEqual([1, usual]);
    const [told = '', ...rest] = lines(err);
    expect(told).toMatch(problem);
    expect(rest.map((line) => line.slice(0, 3))).toEqual(['z: ']);
  });

  it('a file without a truth, which may lie beside sets', async () => {
    const noTruth =
      /a\.csv: It is not measured, as no column is called cluster\. It has first_name\. .*a\.mapping\.json/;
    const files = { 'a.csv': 'first_name\nAnn\n' };
    const beside = await measured({ ...files, 'z.csv': plain });
    expect([beside.code, beside.figures]).toEqual([0, usual]);
    expect(beside.err).toMatch(noTruth);
    const alone = await measured(files);
    expect([alone.code, alone.out]).toEqual([1, '']);
    expect(alone.err).toMatch(noTruth);
    expect(alone.err).toMatch(/\nNothing was measured\.\n$/);
  });

  it('a folder that is empty, not there, or a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-sets-'));
    await mkdir(join(folder, 'x.csv'));
    await writeFile(join(folder, 'file'), '');
    for (const [path, problem] of [
      ['none', /none is no folder that can be read\. Name one/],
      ['file', /file is no folder that can be read\. Name one/],
      ['', /x\.csv cannot be read: it is a folder\./],
      ['x.csv', /x\.csv holds no \.csv and no \.csv\.gz file\./],
    ] as const) {
      const { code, err } = await run('--data', join(folder, path));
      expect([code, lines(err).length]).toEqual([1, 2]);
      expect(err).toMatch(problem);
    }
  });
});

describe('what the figures rest on is told', () => {
  it('each column with what it is read as, and those that are not', async () => {
    const { err } = await measured({
      'a.csv': table(
        [...names, 'shoe', 'note'],
        people.map((cells) => [...cells, '42', '']),
      ),
    });
    expect(err).toBe(
      'a: Compared: first_name as name, surname as name, dob as birth, city as city. Left out: shoe, note (empty).\n',
    );
  });

  it('that a set could not be trained on, and why', async () => {
    const { err, code } = await run('--data', await folderOf({ 'a.csv': plain }));
    expect(lines(err)[1]).toBe('a: The shipped model is used. There are 200 records; fewer than 400 say too little.');
    expect(code).toBe(0);
  });

  it('names and births that no column is read as', async () => {
    const { err } = await measured({ 'a.csv': table(['cluster', 'GvnNm', 'SrNm', 'Brn', 'city'], people) });
    expect(err).toBe('a: Compared: city as city. Left out: GvnNm, SrNm, Brn. No column is read as name or birth.\n');
  });

  it('which columns a guess takes for which traits where there is no mapping', async () => {
    const { err } = await measured({
      'a.csv': table(['cluster', 'Vorname', 'Nachname', 'Geburtsdatum', 'city'], people),
    });
    expect(err).toContain(
      'a: There is no mapping, so a guess takes Vorname for firstName, Nachname for lastName, Geburtsdatum for birthday.\n',
    );
  });

  it('cells that hardly say what their column is for', async () => {
    const { err } = await measured({
      'a.csv': `cluster,name,dob\n${'1,Ann Lee,long ago\n'.repeat(9)}1,Ann Lee,1990-01-02\n`,
    });
    expect(err).toContain('dob as birth (in 1 of 10 cells)');
  });

  it('rows of nobody known, which no figure judges', async () => {
    const blank = people.map(([person = '', ...rest], row) => [row % 5 === 0 ? '' : person, ...rest]);
    const { err, figures } = await measured({ 'a.csv': table(names, blank) });
    expect(err).toContain('a: 40 rows have no cluster: they are compared, and no figure judges them.\n');
    const [records, , precision] = (figures[0] ?? '').split(' ');
    expect([records, precision]).toEqual(['200', '1']);
  });

  it('where the JSON is', async () => {
    const { err, report } = await measured({ 'a.csv': plain }, '--json');
    expect(err).toContain(`The figures as JSON: ${report}\n`);
    expect(JSON.parse(await readFile(report, 'utf8'))).toMatchObject([{ set: 'a', records: 200 }]);
  });
});
