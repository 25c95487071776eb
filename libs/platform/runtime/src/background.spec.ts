import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createLogger } from '@tributary/telemetry';
import { Background } from './background.ts';

describe('background work', () => {
  let lines: string[];
  let rounds: number;
  let running: number;
  let end: () => void;
  let fail: (error: Error) => void;
  let work: Background;

  const settle = () => jest.advanceTimersByTimeAsync(0);

  beforeEach(() => {
    jest.useFakeTimers();
    lines = [];
    rounds = 0;
    running = 0;
    work = new Background({
      name: 'count',
      everyMs: 100,
      log: createLogger({ service: 'test', level: 'warn', write: (line) => lines.push(line) }),
      round: async () => {
        rounds += 1;
        running += 1;
        try {
          await new Promise<void>((resolve, reject) => {
            end = resolve;
            fail = reject;
          });
        } finally {
          running -= 1;
        }
      },
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const start = async () => {
    work.onModuleInit();
    await settle();
  };
  const finish = async () => {
    end();
    await settle();
  };

  it('begins at once and goes on after a pause', async () => {
    await start();
    expect(rounds).toBe(1);
    await finish();
    await jest.advanceTimersByTimeAsync(99);
    expect(rounds).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(rounds).toBe(2);
  });

  it('never runs twice at once, however long a round takes', async () => {
    await start();
    work.wake();
    await jest.advanceTimersByTimeAsync(1_000);
    expect([rounds, running]).toEqual([1, 1]);
  });

  it('goes on without a pause while a round says that there is more', async () => {
    await start();
    work.wake();
    await finish();
    work.wake();
    await finish();
    expect(rounds).toBe(3);
    await finish();
    expect([rounds, running]).toEqual([3, 0]);
  });

  it('wakes early when asked, and pauses in full afterwards', async () => {
    await start();
    await finish();
    await jest.advanceTimersByTimeAsync(60);
    work.wake();
    await settle();
    expect(rounds).toBe(2);
    await finish();
    await jest.advanceTimersByTimeAsync(99);
    expect(rounds).toBe(2);
  });

  it('looks again when it was asked during a round', async () => {
    await start();
    work.wake();
    work.wake();
    await finish();
    expect(rounds).toBe(2);
    await finish();
    expect([rounds, running]).toEqual([2, 0]);
  });

  it('says that a round has failed, and goes on', async () => {
    await start();
    fail(new Error('the store is away'));
    await settle();
    expect(lines.join()).toMatch(/the store is away.*count/);
    await jest.advanceTimersByTimeAsync(100);
    expect(rounds).toBe(2);
  });

  it('waits for the round under way when it is stopped, and begins no other', async () => {
    await start();
    work.wake();
    let stopped = false;
    void work.onModuleDestroy().then(() => (stopped = true));
    await settle();
    expect(stopped).toBe(false);
    await finish();
    expect(stopped).toBe(true);
    work.wake();
    await jest.advanceTimersByTimeAsync(1_000);
    expect([rounds, running]).toEqual([1, 0]);
  });

  it('can be asked before it is started, which then makes one round', async () => {
    work.wake();
    await settle();
    expect(rounds).toBe(0);
    await start();
    await finish();
    expect(rounds).toBe(1);
  });
});
