/** The bytes of a request, inflated within bounds, whatever its headers claim. */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { Turns } from './turns.ts';

/** A batch of the largest allowed events is far below; beyond it a request is an accident or an attack. */
export const largestBody = 5_000_000;

/** As many as the machine works on at once (the threads of libuv): of a thousand bombs, four are inflated and the others wait. */
const inflating = new Turns(4);

const options = { maxOutputLength: largestBody };
const inflaters: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: (bytes) => promisify(gunzip)(bytes, options),
  'x-gzip': (bytes) => promisify(gunzip)(bytes, options),
  deflate: (bytes) => promisify(inflate)(bytes, options),
  br: (bytes) => promisify(brotliDecompress)(bytes, options),
};

export type Body =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'broken'; readonly encoding: string };

/** The magic number decides: a client may compress without saying so, or say so without compressing. */
export async function readBody(raw: Buffer, encoding: string | undefined): Promise<Body> {
  const zipped = raw[0] === 0x1f && raw[1] === 0x8b;
  const claimed = encoding?.toLowerCase().trim();
  if (!zipped && (claimed === undefined || claimed.endsWith('gzip') || claimed === 'identity')) return judge(raw);
  const name = zipped ? 'gzip' : (claimed ?? '');
  const run = Object.hasOwn(inflaters, name) ? inflaters[name] : undefined;
  if (!run) return looksLikeText(raw) ? judge(raw) : { kind: 'broken', encoding: name };
  try {
    return { kind: 'bytes', bytes: await inflating.take(() => run(raw)) };
  } catch (error) {
    if (tooLarge(error)) return { kind: 'too-large' };
    return looksLikeText(raw) ? judge(raw) : { kind: 'broken', encoding: name };
  }
}

const judge = (bytes: Buffer): Body => (bytes.length > largestBody ? { kind: 'too-large' } : { kind: 'bytes', bytes });

const looksLikeText = (bytes: Buffer): boolean => bytes[0] === 0x7b || bytes[0] === 0x5b;

const tooLarge = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
