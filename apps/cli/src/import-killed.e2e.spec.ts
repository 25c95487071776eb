/** An import that is killed in the middle, run again at the embedded engines; and a file that is mended and imported again. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launch, standaloneRiver, type River } from '@tributary/launcher';
import { standIn, type StandIn } from './testing/stand-in.ts';
import { tributary } from './testing/tributary.ts';

const events = 6_000;
/** What one request carries. */
const batch = 500;
const answered = 3;

const mapping = {
  columns: { n: 'integer' },
  groupBy: ['invoice'],
  events: [
    {
      ...{ type: 'track', per: 'row', event: 'Product Bought', userId: '{who}', timestamp: '2026-01-31T10:00:00Z' },
      properties: { n: '{n}' },
    },
  ],
};

/** Passes requests on, holds the answer to those after the first, and counts the events that it passes. */
class Door {
  events = 0;
  holding = false;
  #answers = 0;

  constructor(private readonly url: string) {}

  async answer(path: string, authorization: string, body: string, response: ServerResponse): Promise<void> {
    this.events += Number(JSON.parse(body).batch.length);
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await fetch(`${this.url}${path}`, { method: 'POST', headers, body });
    const answerText = await answer.text();
    this.#answers += 1;
    if (this.holding && this.#answers > answered) return;
    response.writeHead(answer.status).end(answerText);
  }
}

describe('an import on the embedded engines', () => {
  let folder: string;
  let river: River;
  let door: Door;
  let proxy: StandIn;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-import-'));
    river = await standaloneRiver(join(folder, 'data'));
    door = new Door(river.url('ingestion'));
    proxy = await standIn(async (request, response) => {
      const { url = '/', headers } = request;
      await door.answer(url, headers.authorization ?? '', await text(request), response);
    });
    await writeFile(join(folder, 'mapping.json'), JSON.stringify(mapping));
  }, 120_000);
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await river.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const write = async (name: string, rows: readonly string[]): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, ['invoice,who,n', ...rows].join('\n'));
    return file;
  };
  const argumentsOf = (file: string): readonly string[] => [
    ...['import', file, '--mapping', join(folder, 'mapping.json'), '--report', `${file}.report`],
    ...['--url', proxy.url, '--key', river.writeKey, '--concurrency', '1'],
  ];
  const archived = async (): Promise<number> => {
    const headers = { authorization: `Bearer ${river.secretKey}` };
    const answer = await fetch(`${river.url('ingestion')}/v1/archive/count`, { headers });
    return JSON.parse(await answer.text()).total;
  };
  const untilArchived = async (count: number): Promise<void> => {
    while ((await archived()) < count) await sleep(50);
  };

  it('goes on where it was killed, and every event is stored once', async () => {
    const file = await write(
      'orders.csv',
      Array.from({ length: events }, (_, i) => `i${i % 10 === 0 ? i : i - (i % 10)},ann,${i}`),
    );
    door.holding = true;
    const killed = launch('cli', argumentsOf(file), {});
    while (door.events <= answered * batch) await sleep(20);
    // The door has stored what it has not answered for.
    await untilArchived(door.events);
    killed.child.kill('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');

    [door.holding, door.events] = [false, 0];
    const { out, code } = await tributary({}, ...argumentsOf(file));
    expect([code, out]).toEqual([0, expect.stringContaining(`${events.toLocaleString('en')} taken, 0 refused`)]);
    expect(out).toContain('1,500 of the events were sent before the import was stopped, and not again');
    expect(door.events).toBe(events - answered * batch);
    await untilArchived(events);
    await expect(readFile(`${file}.report.import-state`)).rejects.toThrow('ENOENT');

    door.events = 0;
    expect((await tributary({}, ...argumentsOf(file))).code).toBe(0);
    expect([door.events, await archived()]).toEqual([events, events]);
  }, 120_000);

  it('adds only the rows that were mended', async () => {
    const before = await archived();
    const rows = Array.from({ length: 100 }, (_, i) => `m${i},bob,${i % 20 === 7 ? 'many' : i}`);
    const file = await write('mended.csv', rows);
    const first = await tributary({}, ...argumentsOf(file));
    expect([first.code, first.out]).toEqual([2, expect.stringContaining('95 taken, 5 refused')]);
    await untilArchived(before + 95);
    await write(
      'mended.csv',
      rows.map((row) => row.replace('many', '1')),
    );
    expect((await tributary({}, ...argumentsOf(file))).out).toContain('100 taken, 0 refused');
    await untilArchived(before + 100);
    await sleep(500);
    expect(await archived()).toBe(before + 100);
  }, 120_000);
});
