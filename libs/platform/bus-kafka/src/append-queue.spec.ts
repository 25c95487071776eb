import { BusError, type OutgoingRecord } from '@tributary/bus';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppendQueue } from './append-queue.ts';

const record = (name: string, bytes = 10): OutgoingRecord => ({
  topic: 't',
  partition: 0,
  key: Buffer.from(name),
  value: Buffer.alloc(bytes),
  headers: {},
  timestamp: 0,
});
const nameOf = ({ key }: OutgoingRecord): string => Buffer.from(key ?? []).toString();
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

interface Fates {
  readonly refuses?: (name: string) => boolean;
  readonly fails?: (names: readonly string[]) => Error | undefined;
}
const refused = new BusError('BUS_RECORD_REFUSED', 'too large');

function queue({ refuses = () => false, fails = () => undefined }: Fates = {}) {
  const sends: (readonly string[])[] = [];
  let inFlight = 0;
  let most = 0;
  const appends = new AppendQueue({
    send: async (records) => {
      const names = records.map(nameOf);
      sends.push(names);
      inFlight += 1;
      most = Math.max(most, inFlight);
      await tick();
      inFlight -= 1;
      const error = fails(names);
      if (error) throw error;
      // As brokers do: a batch is refused as a whole.
      return new Map(names.some(refuses) ? records.map((one) => [one, refused]) : []);
    },
    deadlineMs: 1_000,
    now: Date.now,
  });
  return { appends, sends, mostInFlight: () => most };
}

describe('appends of many callers', () => {
  it('gathers what waits behind a send, one send in flight', async () => {
    const { appends, sends, mostInFlight } = queue();
    const first = appends.append([record('a')]);
    await tick();
    await Promise.all([first, appends.append([record('b'), record('c')]), appends.append([record('d')])]);
    expect(sends).toEqual([['a'], ['b', 'c', 'd']]);
    expect(mostInFlight()).toBe(1);
  });

  it('sends everything once and in order, whatever the sizes', async () => {
    const calls = fc.array(fc.array(fc.constantFrom(10, 400_000, 2_000_000), { maxLength: 4 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(calls, async (sizes) => {
        const { appends, sends } = queue();
        const records = sizes.map((call, i) => call.map((bytes, j) => record(`${i}.${j}`, bytes)));
        await Promise.all(records.map((call) => appends.append(call)));
        expect(sends.flat()).toEqual(records.flat().map(nameOf));
      }),
      { numRuns: 50 },
    );
  });

  it('splits a long call and resolves it at its end', async () => {
    const { appends, sends } = queue();
    await appends.append(Array.from({ length: 2_500 }, (_, i) => record(String(i))));
    expect(sends.map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
  });
});

describe('an append that fails', () => {
  it('fails alone when the brokers refuse its record', async () => {
    const { appends, sends } = queue({ refuses: (name) => name === 'bad' });
    const results = await Promise.allSettled(['good', 'bad', 'fine'].map((name) => appends.append([record(name)])));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(sends).toEqual([['good', 'bad', 'fine'], ['good'], ['bad'], ['fine']]);
  });

  it('fails alone when its topic does not exist', async () => {
    const unknown = new BusError('BUS_UNKNOWN_TOPIC', 'no such topic');
    const { appends } = queue({ fails: (names) => (names.includes('bad') ? unknown : undefined) });
    const results = await Promise.allSettled(['good', 'bad'].map((name) => appends.append([record(name)])));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  it('does not send the rest of its call', async () => {
    const { appends, sends } = queue({ refuses: (name) => name === '0' });
    const long = Array.from({ length: 1_500 }, (_, i) => record(String(i)));
    await expect(appends.append(long)).rejects.toBe(refused);
    await appends.append([record('next')]);
    expect(sends.map(({ length }) => length)).toEqual([1_000, 1]);
  });

  it('fails with everybody in the same send when the brokers are out of reach', async () => {
    const { appends } = queue({ fails: () => new BusError('BUS_DEADLINE', 'nobody answers') });
    const results = await Promise.allSettled([appends.append([record('a')]), appends.append([record('b')])]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('is refused after the queue was closed, and closing waits for what is under way', async () => {
    const { appends, sends } = queue();
    const under = appends.append([record('a')]);
    await appends.close();
    await under;
    await expect(appends.append([record('b')])).rejects.toMatchObject({ code: 'BUS_CLOSED' });
    expect(sends).toEqual([['a']]);
  });
});
