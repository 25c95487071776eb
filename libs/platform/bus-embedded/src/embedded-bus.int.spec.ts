/** What is particular to the file; the bus contract in libs/testing holds for every engine. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type MemberListener } from '@tributary/bus';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { checkBusFile, openEmbeddedBus, type EmbeddedBus } from './index.ts';

describe('the file of the embedded bus', () => {
  let dir: string;
  let file: string;
  let bus: EmbeddedBus;
  const open = () => openEmbeddedBus({ file, cleanEveryMs: 0 });
  const record = (value: string) => ({
    topic: 't',
    partition: 0,
    key: Buffer.from('k'),
    value: Buffer.from(value),
    headers: {},
    timestamp: 5,
  });
  const edit = (sql: string) => {
    const db = new DatabaseSync(file);
    db.exec(sql);
    db.close();
  };
  const listener = (failures: Error[]): MemberListener => ({
    onAssigned: () => Promise.resolve(),
    onRevoked: () => Promise.resolve(),
    onRecords: () => undefined,
    onFailed: (error) => failures.push(error),
  });

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'bus-'));
    file = join(dir, 'bus.db');
    bus = open();
    await bus.ensureTopics([{ name: 't', partitions: 1, cleanup: 'delete' }]);
    await bus.append([record('first')]);
    await bus.append([record('second')]);
  });
  afterEach(async () => {
    await bus.close();
    rmSync(dir, { recursive: true });
  });

  it('brings its write-ahead log into the file while it is written to without a pause', async () => {
    const megabyte = 'x'.repeat(1_000_000);
    const sizeAfterAnother = async (): Promise<number> => {
      await bus.append([record(megabyte)]);
      await pause(50); // the thread that does it has to get a turn
      return statSync(`${file}-wal`).size;
    };
    let [records, before, after] = [3, 0, await sizeAfterAnother()];
    // The log begins anew when all of it is in the file: then it grows no more. By itself SQLite would begin at 130 MB.
    for (; after > before && records < 110; records += 1) [before, after] = [after, await sizeAfterAnother()];
    expect(after).toBe(before);
    await bus.close();
    bus = open();
    expect(await bus.offsets('t')).toEqual([{ earliest: 0, latest: records }]);
    checkBusFile(file);
  });

  it('is refused when its last batch was damaged', async () => {
    await bus.close();
    edit(`UPDATE batch SET bytes = zeroblob(length(bytes)) WHERE base = 1`);
    expect(open).toThrow(/BUS_CORRUPTED.*offset 1 of t\/0/);
  });

  it('is refused when records stand past the end of their partition', async () => {
    await bus.close();
    edit('UPDATE partition SET latest = 1');
    expect(open).toThrow(/BUS_CORRUPTED.*past its end/);
  });

  it('is refused when it is no bus at all, or one of a later version', async () => {
    await bus.close();
    edit('PRAGMA user_version = 99');
    expect(open).toThrow(/newer version/);
    writeFileSync(file, 'something else entirely, and longer than a header of a database file would be'.repeat(20));
    expect(open).toThrow(/BUS_CORRUPTED/);
  });

  it('is brought up to date when an earlier version wrote it; its groups go on where they were', async () => {
    const member = await bus.join({ group: 'g', topics: ['t'], listener: listener([]) });
    await member.commit({ topic: 't', partition: 0 }, 1, 'noted');
    await bus.close();
    edit('ALTER TABLE committed DROP COLUMN note; PRAGMA user_version = 1');
    bus = open();
    expect(await bus.committed('g', ['t'])).toEqual([[1]]);
    const again = await bus.join({ group: 'g', topics: ['t'], listener: listener([]) });
    await again.commit({ topic: 't', partition: 0 }, 2, 'noted again');
    expect(await bus.committed('g', ['t'])).toEqual([[2]]);
  });

  it('opens without a torn tail of the write-ahead log, which was never acknowledged', async () => {
    const torn = readFileSync(`${file}-wal`).subarray(32, 3_000);
    const copy = join(dir, 'copy.db');
    writeFileSync(copy, readFileSync(file));
    writeFileSync(`${copy}-wal`, readFileSync(`${file}-wal`));
    appendFileSync(`${copy}-wal`, torn);
    truncateSync(`${copy}-wal`, readFileSync(`${copy}-wal`).length - 7);
    const recovered = openEmbeddedBus({ file: copy });
    expect(await recovered.read({ topic: 't', partition: 0 }, 0, 10)).toHaveLength(2);
    await recovered.append([record('third')]);
    await recovered.close();
  });

  it('stops a member loudly at damage that it meets later', async () => {
    edit(`UPDATE batch SET bytes = zeroblob(length(bytes)) WHERE base = 0`);
    const failures: Error[] = [];
    await bus.join({ group: 'g', topics: ['t'], listener: listener(failures) });
    while (failures.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(failures[0]?.message).toMatch(/BUS_CORRUPTED.*offset 0 of t\/0.*checksum/);
    await expect(bus.read({ topic: 't', partition: 0 }, 0, 1)).rejects.toThrow(/BUS_CORRUPTED/);
  });

  it('tells of damage that nobody would meet, when it is asked', () => {
    expect(() => {
      checkBusFile(file);
    }).not.toThrow();
    edit(`UPDATE batch SET bytes = zeroblob(length(bytes)) WHERE base = 0`);
    expect(() => {
      checkBusFile(file);
    }).toThrow(/BUS_CORRUPTED.*offset 0 of t\/0.*checksum/);
  });

  it('refuses an append as a whole, and goes on', async () => {
    const elsewhere = { ...record('x'), partition: 7 };
    await expect(bus.append([record('third'), elsewhere])).rejects.toThrow(/BUS_UNKNOWN_TOPIC/);
    await bus.append([record('fourth')]);
    expect((await bus.offsets('t'))[0]?.latest).toBe(3);
  });

  it('settles what was accepted before it is closed and takes nothing after', async () => {
    const accepted = [1, 2, 3].map((n) => bus.append([record(String(n))]));
    await Promise.all([...accepted, bus.close()]);
    await expect(bus.append([record('late')])).rejects.toThrow(/BUS_CLOSED/);
    bus = open();
    expect((await bus.offsets('t'))[0]?.latest).toBe(5);
  });
});
