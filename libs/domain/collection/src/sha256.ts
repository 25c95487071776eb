/**
 * SHA-256 of a text in UTF-8, as 64 hexadecimal digits. The one thing that the domain asks of the machine it runs on, as the answer is the
 * same on every machine: Node's own takes a ninth of the time and leaves no buffers behind.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const utf8 = new TextEncoder();

export const portableSha256 = (text: string): string => bytesToHex(sha256(utf8.encode(text)));

const native =
  'process' in globalThis && 'getBuiltinModule' in globalThis.process
    ? globalThis.process.getBuiltinModule('node:crypto')
    : undefined;

export const sha256Hex: (text: string) => string = native
  ? (text) => native.hash('sha256', text, 'hex')
  : portableSha256;
