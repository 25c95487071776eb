/** How a process ends: told to, told twice, unable to, or hanging. */
import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const flags = ['--conditions=@tributary/source', '--disable-warning=ExperimentalWarning', '--input-type=module', '-e'];
const modules = JSON.stringify(new URL('.', import.meta.url).href);

/** Runs a program that can import the modules of this package by `from`; it is told to end when it says "ready". */
async function run(program: string, env: Readonly<Record<string, string>> = {}) {
  const source = `const from = (name) => import(${modules} + name); ${program}`;
  const child = spawn(process.execPath, [...flags, source], { env: { ...process.env, ...env } });
  const [out, err, closed] = [text(child.stdout), text(child.stderr), once(child, 'close')];
  child.stdout.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes('ready')) child.kill('SIGTERM');
    if (chunk.toString().includes('again')) child.kill('SIGTERM');
  });
  await closed;
  return { code: child.exitCode, signal: child.signalCode, out: await out, err: await err };
}

const life = (stop: string): string => `
  const { runProcess } = await from('run-process.ts');
  const living = setInterval(() => undefined, 1000);
  setTimeout(() => console.log('ready'), 50);
  await runProcess(async () => async () => { ${stop} });`;

describe('a process', () => {
  it('stops what it runs when it is told to, and ends with 0', async () => {
    const { code, out } = await run(life(`console.log('stopped');`));
    expect([code, out]).toEqual([0, 'ready\nstopped\n']);
  });

  it('finishes stopping although it is told again', async () => {
    const wait = (ms: number) => `await new Promise((resolve) => setTimeout(resolve, ${ms}));`;
    const { code, out } = await run(life(`console.log('again'); ${wait(300)} console.log('stopped');`));
    expect([code, out]).toEqual([0, 'ready\nagain\nstopped\n']);
  });

  it('ends with 1 and says why when it cannot stop', async () => {
    const { code, err } = await run(life(`throw new Error('it is stuck');`));
    expect(code).toBe(1);
    expect(err).toContain('it is stuck');
  });

  it('refuses settings by which a hanging message would look like a dead process', async () => {
    const env = { TRIBUTARY_STUCK_AFTER_MS: '20000', TRIBUTARY_HANDLER_DEADLINE_MS: '10000' };
    const { code, err } = await run(life(''), env);
    expect(code).toBe(1);
    expect(err).toContain('TRIBUTARY_STUCK_AFTER_MS must be at least four times');
  });
});

describe('the watch over the event loop', () => {
  const watched = (deadlineMs: number, then: string): string => `
    const { watchEventLoop } = await from('event-loop-watch.ts');
    watchEventLoop(${deadlineMs});
    const spin = (ms) => { const end = Date.now() + ms; while (Date.now() < end); };
    await new Promise((resolve) => setTimeout(resolve, 100));
    ${then}
    console.log('alive');
    process.exit(0);`;

  it.each([
    ['in a loop', 'function poisoned() { spin(60_000); } poisoned();'],
    ['in a regular expression', `function poisoned() { /^(a+)+$/.test('a'.repeat(60) + 'b'); } poisoned();`],
  ])('ends a process that hangs %s, and says where', async (_, hang) => {
    const { code, out, err } = await run(watched(500, hang));
    expect(code).toBe(70);
    expect(out).toBe('');
    expect(err).toContain('The main thread has hung for 0.5 s');
    expect(err).toMatch(/at poisoned/);
  });

  it('ends a process whose promises never let go of the thread', async () => {
    const endless = 'for (const end = Date.now() + 60_000; Date.now() < end; ) await null;';
    const { code, signal, out } = await run(watched(500, endless));
    // By itself where the interrupt reaches it, by force where it does not.
    expect(code === 70 || signal === 'SIGKILL').toBe(true);
    expect(out).toBe('');
  });

  it('leaves alone what is merely slow', async () => {
    const slow = 'for (let i = 0; i < 5; i++) { spin(500); await new Promise((resolve) => setTimeout(resolve, 200)); }';
    const { code, out } = await run(watched(2_000, slow));
    expect([code, out]).toEqual([0, 'alive\n']);
  });

  it('is not there when it is switched off, and does not keep a process alive', async () => {
    const { code, out } = await run(watched(0, 'spin(800);'));
    expect([code, out]).toEqual([0, 'alive\n']);
    const finished = await run(`const { watchEventLoop } = await from('event-loop-watch.ts'); watchEventLoop(60_000);`);
    expect(finished.code).toBe(0);
  });
});
