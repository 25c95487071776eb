/** The compressed URL of Eddystone-URL: one byte for the scheme, one for each common ending, the rest as it is (eddystone-url/README.md). */
import { reason, type Reason } from '@tributary/domain-collection';
import { hexOf } from './bytes.ts';

const schemes = ['http://www.', 'https://www.', 'http://', 'https://'] as const;

const domains = ['.com', '.org', '.edu', '.net', '.info', '.biz', '.gov'] as const;
/** 0 to 6 with a slash, 7 to 13 without. */
const expansions = [...domains.map((domain) => `${domain}/`), ...domains];

/** `encoded`: the byte of the scheme and what follows. */
export function expandUrl(encoded: Uint8Array): string | Reason {
  const scheme = schemes[encoded[0] ?? schemes.length];
  if (scheme === undefined) {
    return reason('FRAME_MALFORMED', `The scheme of the URL is ${hexOf(encoded.subarray(0, 1))}; known are 00 to 03.`);
  }
  let url: string = scheme;
  for (const byte of encoded.subarray(1)) {
    const text = expansions[byte] ?? (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : undefined);
    if (text === undefined) {
      return reason(
        'FRAME_MALFORMED',
        `The URL has the byte ${byte.toString(16).padStart(2, '0')}, which is reserved.`,
      );
    }
    url += text;
  }
  return url;
}
