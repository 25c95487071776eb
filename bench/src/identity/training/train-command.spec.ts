import { access, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type MatchModel, faultsOf } from '@tributary/domain-identity';
import { csvHeader, csvLine, mixes, peopleRecords } from '@tributary/testing';
import { ProgressLine } from './progress-line.ts';
import { trainCommand } from './train-command.ts';

/** As a shop would import its customers; `who` is there for `--truth`. */
const mapping = {
  name: 'customers',
  events: [
    {
      ...{ type: 'identify', messageId: 'customer-{id}-{time}', timestamp: '{time}' },
      context: { externalIds: [{ type: 'record_id', id: '{id}' }] },
      traits: {
        ...{ firstName: '{first_name}', lastName: '{last_name}', name: '{name}', birthday: '{birthday}' },
        ...{ email: '{email}', phone: '{phone}', who: '{cluster}' },
        address: { street: '{street}', city: '{city}', postalCode: '{postal_code}', country: '{country}' },
      },
    },
  ],
};

const people = (records: number): string => {
  const now = Date.UTC(2026, 0, 1);
  return csvHeader + [...peopleRecords({ seed: 3, records, mix: mixes.latin, now })].map(csvLine).join('');
};

describe('npm run identity:train', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-train-'));
    await writeFile(at('mapping.json'), JSON.stringify(mapping));
    await writeFile(at('few.csv'), people(60));
    await writeFile(at('customers.csv.gz'), gzipSync(people(1_500)));
  });

  async function run(...args: readonly string[]) {
    const said = { out: '', err: '' };
    const terminal = (name: 'out' | 'err') => ({ write: (text: string) => (said[name] += text) });
    const code = await trainCommand(args, { out: terminal('out'), err: terminal('err') });
    return { code, ...said };
  }
  const called = ['--version', 'shop-1', '--date', '2026-01-31'];
  const train = (data: string, ...more: readonly string[]) =>
    run('--data', at(data), '--mapping', at('mapping.json'), ...called, '--out', at('model.json'), ...more);
  const written = (name: string): Promise<boolean> =>
    access(at(name)).then(
      () => true,
      () => false,
    );

  it.each([
    [
      'fewer records than say anything',
      'few.csv',
      [],
      /60 records .*\nNo model was written:\n {2}There are 60 records; fewer/,
    ],
    ['a file that is not there', 'absent.csv', [], /absent\.csv cannot be read: there is no such file/],
    [
      'a truth that the mapping does not fill',
      'few.csv',
      ['--truth', 'whom'],
      /The trait whom, .* says nothing of 60 of 60/,
    ],
    ['a folder that is not there', 'few.csv', ['--out', '/no/such/model.json'], /--out: \/no\/such is no folder/],
  ])('refuses %s, and writes nothing', async (_, data, more, reason) => {
    const { code, err, out } = await train(data, ...more);
    expect([code, out, await written('model.json')]).toEqual([1, '', false]);
    expect(err).toMatch(reason);
  });

  it('names the columns that the mapping reads and the file has not', async () => {
    await writeFile(at('short.csv'), 'id,time,first_name\n1,2026-01-01T00:00:00Z,Ann\n');
    expect(await train('short.csv')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/reads columns that the file has not: last_name, .*It has id, time, first_name\./),
    });
  });

  it('names a column of the truth that a table has not', async () => {
    const { err } = await run('--csv', at('few.csv'), '--truth', 'person', ...called, '--out', at('model.json'));
    expect(err).toMatch(/few\.csv has no column person\. It has id, cluster, source/);
  });

  it('says where nothing in a table can be compared', async () => {
    await writeFile(at('numbers.csv'), 'sku,stock\n1,2\n');
    const { err } = await run('--csv', at('numbers.csv'), ...called, '--out', at('model.json'));
    expect(err).toMatch(/Nothing can be compared\. Records are compared by the columns firstName, /);
  });

  it('tells what each column of a table is read as, and refuses one of which a single thing can be compared', async () => {
    const rows = 'GivenNm,SurNm,B-Day,city\n' + 'Ann,Lee,1990-01-02,London\nBob,Ray,1980-03-04,Leeds\n'.repeat(300);
    await writeFile(at('unknown.csv'), rows);
    const { code, err } = await run('--csv', at('unknown.csv'), ...called, '--out', at('model.json'));
    expect([code, await written('model.json')]).toEqual([1, false]);
    expect(err).toContain(
      'Compared: city as city. Left out: GivenNm, SurNm, B-Day. No column is read as name or birth.\n',
    );
    expect(err).toMatch(/No model was written:\n {2}Records are compared by city alone; a model needs 2 of name, /);
  });

  it('counts a record once, however many lines tell of it, and tells of lines that it cannot use', async () => {
    const [header = '', ...lines] = people(60).trimEnd().split('\n');
    await writeFile(at('again.csv'), [header, ...lines, ...lines, 'x,y'].join('\n'));
    const { err } = await train('again.csv');
    expect(err).toContain('121 lines, 60 records with something to compare, 1 refused:\n  line 122: COLUMN_COUNT');
  });

  it.each([
    ['neither a file nor people', [...called, '--out', 'm.json'], /^say one of --data/],
    ['a file without its mapping', ['--data', 'a.csv', ...called, '--out', 'm.json'], /^--data needs --mapping/],
    [
      'a mapping without its file',
      ['--csv', 'a.csv', '--mapping', 'm', ...called, '--out', 'm.json'],
      /^--mapping goes/,
    ],
    ['a model without a name', ['--csv', 'a.csv'], /^--version must be set; --date must be set; --out must be set\./],
    [
      'a day that there is not',
      ['--csv', 'a.csv', '--version', 'v', '--date', 'May', '--out', 'm'],
      /^--date must be a day/,
    ],
    ['an option that there is none of', ['--dta', 'a.csv', ...called, '--out', 'm.json'], /^there is no option --dta/],
  ])('refuses %s in one line', async (_, args, problem) => {
    const { code, err } = await run(...args);
    expect([code, err.split('\n').length]).toEqual([2, 2]);
    expect(err).toMatch(problem);
    expect(err).toContain('The options are described in bench/README.md.');
  });

  it('trains on a file through its mapping, tells how far it is, and writes a model that may be used', async () => {
    const { code, err, out } = await train('customers.csv.gz', '--truth', 'who');
    expect(code).toBe(0);
    expect(err).toContain('reading: 100 %\nnames and addresses: 100 %\n1500 lines, 1500 records');
    expect(err).toContain('random pairs: 100 %\npairs that meet: 100 %\nestimates: 100 %\n');
    expect(out).toMatch(/model\.json: 1500 records, .*\nNothing is deployed by it/);
    const model: MatchModel = JSON.parse(await readFile(at('model.json'), 'utf8'));
    expect(faultsOf(model)).toEqual([]);
    expect(model).toMatchObject({ version: 'shop-1', provenance: { records: 1_500, date: '2026-01-31' } });
    expect(model.provenance.trainedOn).toBe(`${at('customers.csv.gz')}, read by ${at('mapping.json')}`);
  });
});

describe('the line of progress', () => {
  it.each([
    ['is drawn again in place on a terminal', true, '\ra: 20 %\u001b[K\ra: 100 %\u001b[K\n\rb: 50 %\u001b[K\n'],
    ['is a line at the end of each stage elsewhere', false, 'a: 100 %\n'],
  ])('%s', (_, isTTY, text) => {
    let [shown, now] = ['', 0];
    const line = new ProgressLine({ isTTY, write: (more) => (shown += more) }, () => now);
    for (const [stage, done] of [
      ['a', 0],
      ['a', 0.2],
      ['a', 1],
      ['b', 0],
      ['b', 0.5],
    ] as const) {
      now += 150;
      line.show(stage, done);
    }
    line.end();
    expect(shown).toBe(text);
  });

  it('shows long work elsewhere every ten seconds', () => {
    let [shown, now] = ['', 0];
    const line = new ProgressLine({ write: (more) => (shown += more) }, () => now);
    for (let done = 0; done < 1; done += 0.25) {
      line.show('a', done);
      now += 6_000;
    }
    expect(shown).toBe('a: 50 %\n');
  });
});
