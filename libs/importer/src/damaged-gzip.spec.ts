/** A packed file is believed when its checksum is: of a damaged one nothing is sent, wherever the damage is. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { importFile } from './index.ts';
import { fileOf } from './testing/write-file.ts';

const noise = (n: number): string => createHash('sha256').update(String(n)).digest('hex');
const lines = (from: number, count: number): string =>
  Array.from({ length: count }, (_, n) => {
    const [id, at] = [`e${from + n}`, '2026-01-01T00:00:00Z'];
    return `${JSON.stringify({ type: 'track', event: noise(n), userId: 'ann', messageId: id, timestamp: at })}\n`;
  }).join('');

async function imported(content: Buffer) {
  let sent = 0;
  const client = {
    importBatch: (json: string) => {
      const accepted: number = JSON.parse(json).batch.length;
      sent += accepted;
      return Promise.resolve({ accepted, rejected: [] });
    },
  };
  const file = await fileOf(content);
  const code = await importFile({ file, client }).then(
    () => 'done',
    (error: unknown) => (typeof error === 'object' && error !== null && 'code' in error ? error.code : error),
  );
  return { code, sent };
}

describe('a gzip file', () => {
  const [first, second] = [gzipSync(lines(0, 3_000), { level: 0 }), gzipSync(lines(3_000, 500))];
  let literal: Buffer;
  let headless: Buffer;
  beforeAll(() => {
    // A byte that stands for itself: other text comes of it, and no error before the checksum.
    literal = Buffer.from(first);
    literal[200_000] = (literal[200_000] ?? 0) ^ 1;
    headless = Buffer.from(second);
    headless[0] = 0;
  });

  it('is imported whole, in as many parts as it has, with zeros behind its end', async () => {
    const content = Buffer.concat([first, second, Buffer.alloc(512)]);
    expect(await imported(content)).toEqual({ code: 'done', sent: 3_500 });
  });

  it.each<[string, () => Buffer, string]>([
    ['is cut off', () => first.subarray(0, first.length - 5), 'TRUNCATED'],
    ['has a byte that is another one', () => literal, 'DAMAGED'],
    ['has a part whose head is lost', () => Buffer.concat([first, headless]), 'DAMAGED'],
    ['is followed by something else', () => Buffer.concat([first, Buffer.from('id,name')]), 'DAMAGED'],
  ])('sends nothing where it %s', async (_what, content, code) => {
    expect(await imported(content())).toEqual({ code, sent: 0 });
  });
});
