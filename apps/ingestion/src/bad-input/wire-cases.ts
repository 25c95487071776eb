/** What comes over a connection and is no request: it is answered all the same, and the connection ends. */
import { sound } from './case.ts';

export interface BadWire {
  readonly what: string;
  readonly bytes: string;
  readonly status: number;
  readonly code: Uppercase<string>;
}

const body = JSON.stringify(sound);
const head = (...lines: readonly string[]): string => [...lines, '', ''].join('\r\n');
const post = (...lines: readonly string[]): string =>
  head('POST /v1/batch HTTP/1.1', 'Host: door', 'Authorization: Bearer test-write-key', ...lines);

const noHttp = (what: string, bytes: string): BadWire => ({ what, bytes, status: 400, code: 'NOT_HTTP' });

export const wireCases: readonly BadWire[] = [
  noHttp('noise', '\u0000\u0001\u0002\r\n\r\n'),
  noHttp('the greeting of TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'),
  noHttp('JSON', `${body}\r\n\r\n`),
  noHttp('a method that does not exist', head('STEAL /v1/batch HTTP/1.1', 'Host: door')),
  noHttp('a version that does not exist', head('POST /v1/batch HTTP/9.9', 'Host: door')),
  noHttp('an address with a space', head('POST /v1/ batch HTTP/1.1', 'Host: door')),
  noHttp('a header without a colon', post('Nonsense')),
  noHttp('a header whose name has a space', post('Content Length: 5')),
  noHttp('a header with NUL', post('X-Name: a\u0000b')),
  noHttp('two lengths', `${post('Content-Length: 2', 'Content-Length: 5')}{}`),
  noHttp('a length that is no number', `${post('Content-Length: two')}{}`),
  noHttp('a negative length', `${post('Content-Length: -5')}{}`),
  noHttp('a length and chunks', `${post('Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n`),
  noHttp('a chunk whose size is no number', `${post('Transfer-Encoding: chunked')}zz\r\n{}\r\n0\r\n\r\n`),
  noHttp('a chunk that is longer than it says', `${post('Transfer-Encoding: chunked')}2\r\n{}{}\r\n0\r\n\r\n`),
  { what: 'no host', bytes: head('POST /v1/batch HTTP/1.1', 'Content-Length: 0'), status: 400, code: 'HOST_MISSING' },
  {
    what: 'no host, and no such route',
    bytes: head('GET /nowhere HTTP/1.1'),
    status: 400,
    code: 'HOST_MISSING',
  },
  { what: 'an unknown expectation', bytes: post('Expect: tea'), status: 417, code: 'EXPECTATION_UNKNOWN' },
  {
    what: 'an unknown expectation, and a body that never comes',
    bytes: post('Expect: 200-ok', 'Content-Length: 5'),
    status: 417,
    code: 'EXPECTATION_UNKNOWN',
  },
  { what: 'headers of 20 KB', bytes: post(`X-Large: ${'x'.repeat(20_000)}`), status: 431, code: 'HEADERS_TOO_LARGE' },
  {
    what: 'an address of 20 KB',
    bytes: head(`POST /${'x'.repeat(20_000)} HTTP/1.1`),
    status: 431,
    code: 'HEADERS_TOO_LARGE',
  },
  {
    what: 'a thousand headers',
    bytes: post(...Array.from({ length: 1_500 }, (_, n) => `X-${n}: ${n}`)),
    status: 431,
    code: 'HEADERS_TOO_LARGE',
  },
];
