/** The life of a process: it starts something, and when it is told to end it stops that within a bounded time. */
import { type Logger } from '@tributary/telemetry';
import { watchEventLoop } from './event-loop-watch.ts';
import { readSettings } from './settings.ts';
import { whyItEnded } from './why-it-ended.ts';

/** Under the 30 s that an orchestrator waits before it kills. */
const drainMs = 25_000;

/**
 * `start` answers how to stop what it started, which happens on SIGTERM and SIGINT; a further signal changes nothing. Exits with
 * 1 when either fails. A main thread that hangs ends the process, too (event-loop-watch.ts).
 */
export async function runProcess(start: () => Promise<() => Promise<void>>): Promise<void> {
  try {
    watchEventLoop(readSettings(process.env).eventLoopDeadlineMs);
    const stop = await start();
    await new Promise((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, resolve);
    });
    setTimeout(() => {
      fail(`Not drained after ${drainMs / 1_000} s.`);
    }, drainMs).unref();
    await stop();
    process.exit(0);
  } catch (error) {
    fail(whyItEnded(error));
  }
}

export function exitLoudly(log: Logger, error: Error): never {
  log.error({ err: error }, 'The process cannot do its work any more');
  return process.exit(1);
}

function fail(reason: string): never {
  process.stderr.write(`${reason}\n`);
  return process.exit(1);
}
