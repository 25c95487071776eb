// cspell:ignoreRegExp /[\u0400-\u04ff]+/g
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { importCommand } from './import-command.ts';
import { drawImport } from './progress-bar.ts';
import { standIn } from './testing/stand-in.ts';
import { tributary } from './testing/tributary.ts';

const mapping = {
  columns: { price: 'number', at: { type: 'time', format: 'dd.MM.yyyy HH:mm', offset: '+01:00' } },
  events: [
    {
      ...{ type: 'track', event: 'Order Completed', messageId: 'order-{id}', userId: '{customer}', timestamp: '{at}' },
      properties: { revenue: '{price}' },
    },
  ],
};

async function files(csv: string) {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-cli-'));
  const [file, map, report] = ['orders.csv', 'mapping.json', 'report.csv'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeFile(file, csv);
  await writeFile(map, JSON.stringify(mapping));
  return { file, map, report };
}

describe('tributary import', () => {
  it('shows in a dry run what would be sent', async () => {
    const { file, map } = await files('id,customer,price,at\n1,ann,2.5,31.01.2026 09:30\n');
    const { out, code } = await tributary({}, 'import', file, '-m', map, '--dry-run');
    expect(code).toBe(0);
    expect(out).toContain('1 lines, 1 events, 1 would be sent, 0 refused');
    expect(out).toContain('"timestamp":"2026-01-31T08:30:00.000Z","properties":{"revenue":2.5}');
  });

  it('refuses bad lines by number and reason, and writes them into the report', async () => {
    const lines = [
      'id,customer,price,at',
      '1,ann,cheap,31.01.2026 09:30',
      '2,ann,1,31.02.2026 09:30',
      '3,ann',
      '4,,1,01.01.2026 00:00',
    ];
    const { file, map, report } = await files(lines.join('\n'));
    const { out, code } = await tributary({}, 'import', file, '-m', map, '--dry-run', '--report', report);
    expect(code).toBe(2);
    expect(out).toContain('4 refused');
    const written = (await readFile(report, 'utf8')).split('\n');
    expect(written.slice(1, 5).map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
      ...['2 INVALID_CELL', '3 INVALID_CELL', '4 COLUMN_COUNT', '5 MISSING_IDENTITY'],
    ]);
  });

  it('says what is wrong with a mapping, all at once', async () => {
    const { file, map } = await files('id\n1\n');
    await writeFile(map, JSON.stringify({ events: [{ type: 'click', properties: { a: { $exec: 1 } } }], shapes: {} }));
    const { err, code } = await tributary({}, 'import', file, '-m', map, '--dry-run');
    expect(code).toBe(1);
    for (const place of [
      '/shapes',
      '/events/0/type',
      '/events/0/messageId',
      '/events/0/timestamp',
      '/events/0/properties/a/$exec',
    ])
      expect(err).toContain(`  ${place}: `);
  });

  it('names the columns that a file lacks', async () => {
    const { file, map } = await files('id,customer\n1,ann\n');
    const { err } = await tributary({}, 'import', file, '-m', map, '--dry-run');
    expect(err).toContain('the file has not: price, at');
  });

  it.each([
    ['UNKNOWN_FORMAT', '%PDF-1.7'],
    ['EMPTY_FILE', 'id,customer,price,at\n'],
    ['MISSING_COLUMN', 'id,customer\n1,ann\n'],
    ['DUPLICATE_COLUMN', 'id,id,customer,price,at\n1,1,ann,1,x\n'],
    ['TRUNCATED', gzipSync('id,customer,price,at\n').subarray(0, 25)],
  ])('leaves nothing to resume where nothing was sent: %s', async (code, content) => {
    const { file, map } = await files('');
    await writeFile(file, content);
    const { err } = await tributary({}, 'import', file, '-m', map, '-u', 'http://127.0.0.1:9', '-k', 'wk');
    expect(err).toContain(`${code}: `);
    expect((await readdir(dirname(file))).sort()).toEqual(['mapping.json', 'orders.csv']);
  });

  it.each([
    ['0', 'It must be 1 or more.'],
    ['-1', 'It must be 1 or more.'],
    ['two', 'It must be a whole number.'],
  ])('cannot have %s requests under way', async (given, message) => {
    const surroundings = { env: {}, out: { write: () => true }, err: { write: () => true }, exit: () => undefined };
    const command = importCommand(surroundings)
      .exitOverride()
      .configureOutput({ writeErr: () => undefined });
    await expect(command.parseAsync(['x.csv', `--concurrency=${given}`], { from: 'user' })).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining(message),
    });
  });

  it('needs a write key', async () => {
    const { file, map } = await files('id,customer,price,at\n');
    const { err, code } = await tributary({}, 'import', file, '-m', map, '--data-dir', '/nowhere');
    expect([code, err]).toEqual([1, expect.stringContaining('There is no write key')]);
  });

  it('previews a file by its content, and a mapping that would fit it', async () => {
    const { file } = await files('Заказ;Дата;Сумма\n1;31.01.2026 09:30;12,50\n2;30.02.2026 09:30;7,00\n');
    const { out, code } = await tributary({}, 'import', file, '--preview');
    expect(out.split('\n').slice(0, 4)).toEqual([
      `${file}: CSV, encoding utf-8, delimiter semicolon`,
      '  Delimiter semicolon: it parts 100 % of the first rows into 3 cells, as many as the header has.',
      'Columns (3): Заказ, Дата, Сумма',
      'No mapping was given; one is proposed:',
    ]);
    expect(out).toContain('  No column is a customer id: each order is of a guest of its own, named guest-{Заказ}.');
    expect(out).toContain('line 3: INVALID_CELL: Дата is not a time of the form dd.MM.yyyy HH:mm: "30.02.2026 09:30".');
    expect(code).toBe(2);
  });

  it('previews the first rows as the events they become, and what is refused', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, index) => `${index},ann,${index === 3 ? 'cheap' : index},31.01.2026 09:30`,
    );
    const { file, map } = await files(['id,customer,price,at', ...rows].join('\n'));
    const { out, code } = await tributary({}, 'import', file, '--preview', '-m', map);
    expect(code).toBe(2);
    expect(out).toContain('The first 20 rows become 19 events:\n  line 2: {"type":"track","event":"Order Completed"');
    expect(out).toContain('Refused are 1:\n  line 5: INVALID_CELL: price is not a number: "cheap". Correct the cell,');
  });

  it('counts and shows no event that the door would refuse', async () => {
    const event = (n: number) => `{"type":"track","event":"Seen","userId":"ann","properties":{"n":${n}},"timestamp":`;
    const good = (n: number) => `${event(n)}"2026-01-31T10:00:00Z"}`;
    const { file } = await files([good(1), `${event(2)}"gone"}`, good(3).replace('"ann"', '""'), good(4)].join('\n'));
    const shown = await tributary({}, 'import', file, '--preview');
    expect(shown.out).toMatch(/The first 4 rows become 2 events:\n {2}line 1: .*\n {2}line 4: .*\nRefused are 2:/);
    const { out } = await tributary({}, 'import', file, '--dry-run');
    expect(out.split('The first events:\n')[1]?.split('\n').slice(0, 3)).toEqual([
      expect.stringContaining('"n":1'),
      expect.stringContaining('"n":4'),
      expect.stringMatching(/^ {2}line 2: /),
    ]);
  });

  it('shows no number whose digits are lost', async () => {
    const { file, map } = await files('id,customer,price,at\n1,ann,12345678901234567890,31.01.2026 09:30\n');
    const { out } = await tributary({}, 'import', file, '-m', map, '--dry-run');
    expect(out).toContain('The first events:\n  line 2: UNSAFE_INTEGER');
  });

  it('says that what was known before counts as taken', async () => {
    await using door = await standIn((_, response) => {
      response.end(JSON.stringify({ accepted: 1, rejected: [] }));
    });
    const { file, map } = await files('id,customer,price,at\n1,ann,1,31.01.2026 09:30\n');
    const { out } = await tributary({}, 'import', file, '-m', map, '-u', door.url, '-k', 'wk');
    expect(out).toContain('1 taken, 0 refused');
    expect(out).toContain('taken are the new events and those known before, which change nothing');
  });

  it('previews as JSON, with what is wrong', async () => {
    const { file, map } = await files('id\n1\n');
    const { out, code } = await tributary({}, 'import', file, '--preview', '--json', '-m', map);
    const { detected, columns, problem } = JSON.parse(out);
    expect([code, detected.type, columns, problem.code]).toEqual([2, 'csv', ['id'], 'MISSING_COLUMN']);
    expect(problem.message).toContain('the file has not: price, at, customer');
  });

  it('writes the mapping that it proposes, once, and imports by it', async () => {
    const { file, map } = await files('email,first_name,since\nann@example.org,Ann,2026-01-31T10:00:00Z\n');
    const proposed = `${map}.proposed`;
    const { out, code } = await tributary({}, 'import', file, '--propose', proposed);
    expect([code, out]).toEqual([0, expect.stringContaining(`The mapping is in ${proposed}: read its notes`)]);
    expect(JSON.parse(await readFile(proposed, 'utf8')).notes).toContain(
      'email -> traits.email: email (by its name), text (its cells are of no other type).',
    );
    expect((await tributary({}, 'import', file, '-m', proposed, '--dry-run')).out).toContain(
      '1 would be sent, 0 refused',
    );
    const again = await tributary({}, 'import', file, '--propose', proposed);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('is there already')]);
  });

  it('says that none can be proposed where nothing names a person or an order', async () => {
    const { file, map } = await files('colour,size\nred,1\n');
    const { out, err, code } = await tributary({}, 'import', file, '--propose', `${map}.proposed`);
    expect([code, out]).toEqual([1, expect.stringContaining('No mapping was given, and none can be proposed:')]);
    expect(err).toMatch(/^No mapping is proposed: no column looks like/);
  });

  it('says by a code what is wrong with a file, and what to do', async () => {
    const { file } = await files('id,name\n1,ann\n');
    const { err, code } = await tributary({}, 'import', file, '--dry-run');
    expect([code, err]).toEqual(
      [...[1, 'MAPPING_NEEDED: Nothing says how the rows of CSV become events. Pass --mapping; ']].map((part) =>
        typeof part === 'string' ? expect.stringContaining(part) : part,
      ),
    );
  });

  it('draws a bar', () => {
    const bar = drawImport({ read: 0.5, lines: 1_000, events: 20, accepted: 20, rejected: 3 });
    expect(bar).toBe(`${'█'.repeat(15)}${'░'.repeat(15)} 50 %  1,000 lines, 20 events, 3 refused`);
  });
});
