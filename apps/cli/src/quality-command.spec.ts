import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { standIn, type StandIn } from './testing/stand-in.ts';
import { tributary } from './testing/tributary.ts';

const field = (name: string, missing: number, valid: number) => ({ ...{ field: name, missing, valid } });

const measured = {
  ...{ asOf: '2026-03-01T10:00:00.000Z', state: 'done', done: 70, total: 70, policy: 3, records: 1_206, people: 72 },
  sources: [
    { source: 'crm', rows: 1_200, fields: [field('name', 0, 1_199), field('phone', 600, 3), field('email', 1_200, 0)] },
    { source: 'web\u001b[2J', rows: 6, fields: [field('name', 3, 3), field('phone', 5, 0), field('email', 0, 6)] },
  ],
  generic: [{ type: 'email', value: 'xxxx@xxxxxx.xx', records: 60 }],
  fullBlocks: Array.from({ length: 12 }, (_, index) => ({ type: 'name', value: `xxxx ${index}`, records: 20 })),
  genericIsWhole: false,
  sizes: [
    ...[
      { from: 1, to: 1, people: 60 },
      { from: 2, to: 2, people: 0 },
      { from: 3, to: 4, people: 12 },
    ],
    { from: 500, to: null, people: 1 },
  ],
  largest: [{ profile: 'p_1', records: 500 }],
  frozen: { count: 1, components: ['r_1'] },
  unusable: { rows: 2, listIsWhole: false },
};

const report = `1,206 records of 72 people, as of 2026-03-01T10:00:00.000Z, by version 3 of the policy

Readiness by source: % of its rows that say something / % of these that can be used
  source    rows       name      phone      email
  crm      1,200  100 /  99   50 /   1    0 /   -
  web?[2J      6   50 / 100   17 /   0  100 / 100

Identifiers that too many records carry; they join nobody
  email  60  xxxx@xxxxxx.xx
Blocks of records that are too large to be compared
${Array.from({ length: 10 }, (_, index) => `  name  20  xxxx ${index}\n`).join('')}  ... and 2 more (--json)
There are more of them than are counted.

People by the number of their records
  1            60  ${'█'.repeat(30)}
  3 to 4       12  ${'█'.repeat(6)}
  500 or more   1  █
  the largest: p_1 (500)

1 component as large as the policy allows: r_1
  Further records are not joined there: look at what the records share (GET /v1/profiles/{record}/explain).

2 rows with a value that nobody can use; more than the list of the worst holds (--worst <file.csv> writes them)
`;

const header = 'record,source\r\n';
const csvPages = [`${header}r_1,"two\r\nlines"\r\nr_2,crm\r\n`, `${header}r_3,"the ""web"""\r\n`];

/** Answers these one after the other, the last one for ever; tells what it was asked. */
async function identity(answers: readonly object[], asked: string[] = []): Promise<StandIn> {
  let looks = 0;
  return standIn(({ url = '', method }, response) => {
    asked.push(`${method} ${url}`);
    if (url.startsWith('/v1/quality/worst.csv')) {
      const page = url.includes('after=2') ? 1 : 0;
      const next = { link: '</v1/quality/worst.csv?limit=500&after=2>; rel="next"' };
      response.writeHead(200, page === 0 ? next : {}).end(csvPages[page]);
      return;
    }
    const answer = answers[Math.min(looks, answers.length - 1)] ?? {};
    looks += 1;
    response.writeHead('code' in answer ? 404 : 200).end(JSON.stringify(answer));
  });
}

const quality = ({ url }: StandIn, ...args: readonly string[]) =>
  tributary({}, 'quality', '--url', url, '--key', 'k', ...args);

const underWay = { ...measured, state: 'running', done: 35 };
const unknown = { code: 'QUALITY_NOT_MEASURED', detail: 'The quality of the records was never measured.' };

describe('tributary quality', () => {
  it('shows what was measured, and lets no value steer the terminal', async () => {
    await using service = await identity([measured]);
    expect(await quality(service)).toEqual({ out: report, err: '', code: 0 });
  });

  it('says so where there is nothing to mend', async () => {
    const nothing = { ...{ generic: [], fullBlocks: [], frozen: { count: 0, components: [] } } };
    await using service = await identity([{ ...measured, ...nothing, unusable: { rows: 0, listIsWhole: true } }]);
    const { out } = await quality(service);
    expect(out).toMatch(/Every value can be used\.\n$/);
    expect(out).not.toMatch(/too many|too large|as large/);
  });

  it.each([
    ['waits for a measurement that is under way', [], [underWay, measured], ['GET /v1/quality', 'GET /v1/quality']],
    ['measures where nobody has', [], [unknown, measured], ['GET /v1/quality', 'POST /v1/quality/scan']],
    ['measures anew when told', ['--measure'], [underWay, measured], ['POST /v1/quality/scan', 'GET /v1/quality']],
  ])('%s', async (_, args, answers, expected) => {
    const asked: string[] = [];
    await using service = await identity(answers, asked);
    expect((await quality(service, ...args)).out).toBe(report);
    expect(asked).toEqual(expected);
  });

  it('does not wait when told, and says how far it is', async () => {
    await using service = await identity([underWay, measured]);
    const { out } = await quality(service, '--no-wait');
    expect(out).toContain('The measurement is under way: 35 of 70 components are counted so far.');
  });

  it('prints the measurement for a program', async () => {
    await using service = await identity([measured]);
    expect(JSON.parse((await quality(service, '--json')).out)).toEqual(measured);
  });

  it('writes the worst rows of all pages to a file, under one line of names', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'tributary-quality-')), 'worst.csv');
    const asked: string[] = [];
    await using service = await identity([measured], asked);
    const filters = ['--field', 'phone', '--source', 'the shop', '--at-least', '2', '--reveal'];
    const { out, code } = await quality(service, '--worst', file, ...filters);
    expect([code, out]).toEqual([0, `${report}3 of the worst rows are in ${file}\n`]);
    expect(await readFile(file, 'utf8')).toBe(csvPages.join('').replace(`\n${header}`, '\n'));
    expect(asked).toEqual([
      ...['GET /v1/quality', 'GET /v1/quality?reveal=true'],
      'GET /v1/quality/worst.csv?field=phone&source=the%20shop&atLeast=2&limit=500&reveal=true',
      'GET /v1/quality/worst.csv?limit=500&after=2',
    ]);
    expect(JSON.parse((await quality(service, '--worst', file, '--json')).out).worst).toEqual({ file, rows: 3 });
  });

  it('asks where the rows go that are chosen', async () => {
    await using service = await identity([measured]);
    const { out, err, code } = await quality(service, '--source', 'crm');
    expect({ out, code }).toEqual({ out: '', code: 1 });
    expect(err).toContain('--worst <file>');
  });

  it('leaves no half of a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-quality-'));
    await using service = await standIn(({ url = '' }, response) => {
      if (url === '/v1/quality') response.end(JSON.stringify(measured));
      else if (url.includes('after=2')) {
        const problem = { code: 'CURSOR_INVALID', detail: 'after is no place.', fix: 'Take next.' };
        response.writeHead(400).end(JSON.stringify(problem));
      } else response.writeHead(200, { link: '</v1/quality/worst.csv?after=2>; rel="next"' }).end(csvPages[0]);
    });
    const { err, code } = await quality(service, '--worst', join(folder, 'worst.csv'));
    expect([code, err]).toEqual([1, expect.stringMatching(/400 CURSOR_INVALID: after is no place\. Take next\.\n$/)]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('needs a secret key', async () => {
    const { err, code } = await tributary({}, 'quality', '--data-dir', '/nowhere');
    expect([code, err]).toEqual([1, expect.stringContaining('There is no secret key: pass --key')]);
  });
});
