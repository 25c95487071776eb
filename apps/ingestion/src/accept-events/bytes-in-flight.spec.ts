import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { BytesInFlight } from './bytes-in-flight.ts';

const largest = 1_000;
const refusal = (code: string) => ({ parts: { code } });

/** A body that comes in pieces, as its client sends them. */
function coming(bytes: BytesInFlight) {
  const stream = new PassThrough();
  const body = bytes.gather(stream, largest);
  const outcome = body.then(
    (whole) => whole.toString(),
    (error: unknown) => error,
  );
  return {
    outcome,
    stream,
    send: async (piece: string) => {
      stream.write(piece);
      await turn();
    },
  };
}

describe('the bytes of bodies', () => {
  it('are gathered whole, and counted while they come', async () => {
    const bytes = new BytesInFlight(100);
    const { send, stream, outcome } = coming(bytes);
    await send('one ');
    await send('two');
    expect(bytes.bytes).toBe(7);
    stream.end();
    expect([await outcome, bytes.bytes]).toEqual(['one two', 0]);
  });

  it('are no more than one body may have', async () => {
    const bytes = new BytesInFlight(10_000);
    const { send, outcome } = coming(bytes);
    await send('x'.repeat(largest + 1));
    expect(await outcome).toMatchObject(refusal('BODY_TOO_LARGE'));
    expect(bytes.bytes).toBe(0);
  });

  it('are no more than the process may hold: who has been sending for longest is told to come again', async () => {
    const bytes = new BytesInFlight(100);
    const [slow, quick] = [coming(bytes), coming(bytes)];
    await slow.send('s'.repeat(60));
    await quick.send('q'.repeat(50));
    expect(await slow.outcome).toMatchObject(refusal('OVERLOADED'));
    quick.stream.end();
    expect([await quick.outcome, bytes.bytes]).toEqual(['q'.repeat(50), 0]);
  });

  it('make room for what is whole', async () => {
    const bytes = new BytesInFlight(100);
    const slow = coming(bytes);
    await slow.send('s'.repeat(60));
    const { release } = bytes.hold(70);
    expect(await slow.outcome).toMatchObject(refusal('OVERLOADED'));
    expect(bytes.bytes).toBe(70);
    release();
    expect(bytes.bytes).toBe(0);
  });

  it('are refused while what is held fills the room, and taken when it is released', () => {
    const bytes = new BytesInFlight(100);
    const { release } = bytes.hold(90);
    expect(() => bytes.hold(20)).toThrow('OVERLOADED');
    expect(bytes.bytes).toBe(90);
    release();
    expect(() => bytes.hold(20)).not.toThrow();
  });

  it('may be more than the room where nothing is beside them, or they could never pass', async () => {
    const bytes = new BytesInFlight(100);
    const alone = coming(bytes);
    await alone.send('x'.repeat(200));
    alone.stream.end();
    expect(await alone.outcome).toBe('x'.repeat(200));
    const { grow, release } = bytes.hold(200);
    grow(500);
    release();
    expect(bytes.bytes).toBe(0);
  });

  it.each([
    ['breaks', (stream: PassThrough) => stream.destroy(new Error('reset'))],
    ['is closed', (stream: PassThrough) => stream.destroy()],
  ])('count no more when the connection %s', async (_how, cut) => {
    const bytes = new BytesInFlight(100);
    const { send, stream, outcome } = coming(bytes);
    await send('half');
    cut(stream);
    expect(await outcome).toMatchObject(refusal('BODY_CUT_OFF'));
    expect(bytes.bytes).toBe(0);
  });
});
