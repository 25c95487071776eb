import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { md5 } from './md5.ts';
import { rudderV1AnonymousId } from './rudder-v1.ts';

/** As crypto-js does it in RudderStack's SDK. */
function encrypted(text: string): string {
  const salt = randomBytes(8);
  const hash = (...parts: readonly Uint8Array[]) => createHash('md5').update(Buffer.concat(parts)).digest();
  const chain = [hash(Buffer.from('Rudder'), salt)];
  for (let i = 0; i < 2; i += 1) chain.push(hash(chain.at(-1) ?? Buffer.of(), Buffer.from('Rudder'), salt));
  const derived = Buffer.concat(chain);
  const cipher = createCipheriv('aes-256-cbc', derived.subarray(0, 32), derived.subarray(32));
  return Buffer.concat([Buffer.from('Salted__'), salt, cipher.update(text), cipher.final()]).toString('base64');
}

const cookie = (value: string): string => `a=1; rl_anonymous_id=${encodeURIComponent(value)}`;

describe('ids of the first RudderStack SDKs', () => {
  it('are read', async () => {
    const id = 'f8c9d2f0-6a3e-4b7e-9a60-5d1a2c3b4e5f';
    expect(await rudderV1AnonymousId(cookie(`RudderEncrypt:${encrypted(JSON.stringify(id))}`))).toBe(id);
  });

  it.each([
    ['no cookie', 'a=1'],
    ['another encoding', cookie('RS_ENC_v3_IngiCg==')],
    ['an empty id', cookie(`RudderEncrypt:${encrypted('""')}`)],
    ['another password', cookie('RudderEncrypt:U2FsdGVkX18AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=')],
    ['no base64', cookie('RudderEncrypt:%%')],
  ])('%s is none', async (_, cookies) => {
    expect(await rudderV1AnonymousId(cookies)).toBeUndefined();
  });
});

it('MD5 is what others take it for', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(Buffer.from(md5(bytes)).toString('hex')).toBe(createHash('md5').update(bytes).digest('hex'));
    }),
  );
});
