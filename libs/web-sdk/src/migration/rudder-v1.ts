/** Reads the anonymous id that the first versions of RudderStack's SDK kept encrypted, with a password that stands in its sources. */
import { isString, parseJson } from '../json/parse-json.ts';
import { readCookies } from '../storage/cookies.ts';
import { md5 } from './md5.ts';

const password = new TextEncoder().encode('Rudder');

/**
 * The id in `rl_anonymous_id` of `document.cookie`, for the option `anonymousId`; undefined where there is none of this kind, or
 * where the page has no TLS and so no cryptography.
 */
export async function rudderV1AnonymousId(cookies: string): Promise<string | undefined> {
  const [, encrypted] = /^RudderEncrypt:(.+)/.exec(readCookies(cookies).get('rl_anonymous_id') ?? '') ?? [];
  try {
    const id = parseJson(encrypted === undefined ? undefined : await decrypt(encrypted));
    return isString(id) && id !== '' ? id : undefined;
  } catch {
    return undefined;
  }
}

/** The format of OpenSSL: `Salted__`, eight bytes of salt, AES-256-CBC. */
async function decrypt(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const derived = derive(bytes.slice(8, 16));
  const key = await crypto.subtle.importKey('raw', derived.slice(0, 32), 'AES-CBC', false, ['decrypt']);
  const plain = await crypto.subtle.decrypt({ name: 'AES-CBC', iv: derived.slice(32) }, key, bytes.slice(16));
  return new TextDecoder().decode(plain);
}

/** OpenSSL's `EVP_BytesToKey`: 32 bytes of key and 16 of initial vector. */
function derive(salt: Uint8Array): Uint8Array<ArrayBuffer> {
  const derived = new Uint8Array(48);
  let last: Uint8Array = new Uint8Array();
  for (let at = 0; at < derived.length; at += last.length) {
    last = md5(new Uint8Array([...last, ...password, ...salt]));
    derived.set(last, at);
  }
  return derived;
}
