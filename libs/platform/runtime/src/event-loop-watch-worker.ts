/** The thread that watches the main thread; see event-loop-watch.ts. */
import { writeSync } from 'node:fs';
import inspector from 'node:inspector';
import { workerData } from 'node:worker_threads';
import { type EventLoopWatch } from './event-loop-watch.ts';

/** EX_SOFTWARE: distinct from an orderly end and from what the shell makes of a signal. */
const exitCode = 70;

/** For an interrupt to reach the main thread; one that is deep in native code takes none. */
const patienceMs = 2_000;

const ticksPerDeadline = 10;

// eslint-disable-next-line no-restricted-syntax -- what watchEventLoop passed
const { signs, deadlineMs } = workerData as EventLoopWatch;

let seen = Atomics.load(signs, 0);
let still = 0;

// Turns are counted, not time: after a suspended process awakes, both threads go on where they were.
const ticking = setInterval(() => {
  const now = Atomics.load(signs, 0);
  still = now === seen ? still + 1 : 0;
  seen = now;
  if (still < ticksPerDeadline) return;
  clearInterval(ticking);
  writeSync(
    2,
    `The main thread has hung for ${deadlineMs / 1_000} s, so the process ends itself (${exitCode}). It hangs here:\n`,
  );
  interrupt();
  setTimeout(() => {
    process.kill(process.pid, 'SIGKILL');
  }, patienceMs);
}, deadlineMs / ticksPerDeadline);

/** The main thread says where it is and exits by itself: the first process of a container can be ended in no other way. */
function interrupt(): void {
  const session = new inspector.Session();
  session.connectToMainThread();
  const say = `process.getBuiltinModule('fs').writeSync(2, new Error().stack.split('\\n').slice(2).join('\\n') + '\\n')`;
  session.post('Runtime.evaluate', { expression: `${say}; process.reallyExit(${exitCode})` });
}
