/** Bytes of a body as text, and back: UTF-8 where they are, one character for each byte where they are not. */

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

export function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** `data=<base64>`, as the pixel and some SDKs send it. */
export function unwrapForm(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x64 || charactersOf(bytes.subarray(0, 5)) !== 'data=') return bytes;
  try {
    return fromBase64(decodeURIComponent(charactersOf(bytes.subarray(5)).split('&', 1)[0] ?? '')) ?? bytes;
  } catch {
    return bytes;
  }
}

/** Either alphabet, padded or not; a form turns its plus signs into spaces. Undefined where the text is no base64. */
export function fromBase64(text: string): Uint8Array | undefined {
  try {
    return bytesOfCharacters(atob(text.replaceAll('-', '+').replaceAll('_', '/').replaceAll(' ', '+')));
  } catch {
    return undefined;
  }
}

/** One character for each byte, without loss: what is not UTF-8 can still be cut into its items. */
export function charactersOf(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

export const bytesOfCharacters = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Undefined where the bytes are not valid UTF-8. */
export function utf8TextOf(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Undefined where the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown; // eslint-disable-line no-restricted-syntax -- JSON.parse answers any
  } catch {
    return undefined;
  }
}
