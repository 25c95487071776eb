/** Certificates for tests, made where they are needed: no key lies among the files, and none expires. X.509 version 3 (RFC 5280), DER by hand. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

interface Identity {
  readonly cert: string;
  readonly key: string;
}

export interface Authority {
  /** PEM. */
  readonly cert: string;
  /** For localhost and 127.0.0.1. */
  issue(name: string): Identity;
}

const [boolean, integer, bits, octets, oid, text, time, sequence, set] = [1, 2, 3, 4, 6, 12, 0x17, 0x30, 0x31] as const;
const ids = { ecdsaWithSha256: '2a8648ce3d040302', commonName: '550403', constraints: '551d13', names: '551d11' };

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const { length } = Buffer.concat(parts);
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), ...parts]);
}

const named = (hex: string): Buffer => der(oid, Buffer.from(hex, 'hex'));
const algorithm = der(sequence, named(ids.ecdsaWithSha256));
const nameOf = (name: string): Buffer =>
  der(sequence, der(set, der(sequence, named(ids.commonName), der(text, Buffer.from(name)))));
const extension = (id: string, value: Buffer): Buffer => der(sequence, named(id), der(octets, value));
const validity = der(sequence, ...['200101000000Z', '491231235959Z'].map((at) => der(time, Buffer.from(at))));
const isAuthority = extension(ids.constraints, der(sequence, der(boolean, Buffer.from([0xff]))));
const isLocal = extension(
  ids.names,
  der(sequence, der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1]))),
);

interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly key: KeyObject;
  readonly signer: KeyObject;
  readonly extension: Buffer;
}

function certificateOf({ subject, issuer, key, signer, extension: own }: Certificate): string {
  const body = der(
    sequence,
    der(0xa0, der(integer, Buffer.from([2]))),
    der(integer, Buffer.from([1]), randomBytes(8)),
    ...[algorithm, nameOf(issuer), validity, nameOf(subject), key.export({ type: 'spki', format: 'der' })],
    der(0xa3, der(sequence, own)),
  );
  const certificate = der(sequence, body, algorithm, der(bits, Buffer.from([0]), sign('sha256', body, signer)));
  return `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`;
}

export function newAuthority(issuer: string): Authority {
  const { publicKey, privateKey: signer } = newKeys();
  return {
    cert: certificateOf({ subject: issuer, issuer, key: publicKey, signer, extension: isAuthority }),
    issue: (subject) => {
      const own = newKeys();
      return {
        cert: certificateOf({ subject, issuer, key: own.publicKey, signer, extension: isLocal }),
        key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
