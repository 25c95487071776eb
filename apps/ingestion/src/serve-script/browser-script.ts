/** The script of the browser SDK as it is sent: packed once, named by its content. */
import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const encodings = ['br', 'gzip', 'identity'] as const;
export type ContentEncoding = (typeof encodings)[number];

export interface BrowserScript {
  /** Strong: another content is another tag. */
  readonly tagOf: (encoding: ContentEncoding) => string;
  readonly bodies: Readonly<Record<ContentEncoding, Buffer>>;
}

export function packScript(script: Buffer): BrowserScript {
  const hash = createHash('sha256').update(script).digest('base64url').slice(0, 22);
  return {
    tagOf: (encoding) => `"${hash}-${encoding}"`,
    bodies: {
      br: brotliCompressSync(script, { params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } }),
      gzip: gzipSync(script, { level: 9 }),
      identity: script,
    },
  };
}

/** The smallest that the header `Accept-Encoding` allows (RFC 9110, 12.5.3); without the header as it is. */
export function encodingFor(accepted: string | undefined): ContentEncoding {
  const weights = new Map((accepted ?? '').split(',').map(weightOf));
  return encodings.find((encoding) => (weights.get(encoding) ?? weights.get('*') ?? 0) > 0) ?? 'identity';
}

function weightOf(part: string): readonly [name: string, weight: number] {
  const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  return [name, weight === undefined ? 1 : Number(weight.slice(2))];
}

/** Whether the client has it already (`If-None-Match`). */
export const isKnown = (tag: string, known: string | undefined): boolean =>
  (known ?? '').split(',').some((one) => ['*', tag, `W/${tag}`].includes(one.trim()));
