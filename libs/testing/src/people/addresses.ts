// cspell:ignore ABCDEFGHJKLMNPRSTUWXYZ
/** Contact points that belong to one person unless they are handed out twice on purpose. */
import type { Random } from '../random.ts';
import type { Language } from './language.ts';
import type { Word } from './words.ts';

export interface Home {
  readonly street: Word;
  readonly number: number;
  readonly town: Word;
  readonly postcode: string;
}

export function drawHome(random: Random, language: Language): Home {
  const town = language.town(random);
  return {
    street: language.street(random),
    // Squared: streets are rather short than long.
    number: 1 + Math.floor(random.next() ** 2 * 180),
    town: town.name,
    postcode: fill(random, town.postcode),
  };
}

const capitals = 'ABCDEFGHJKLMNPRSTUWXYZ';

function fill(random: Random, pattern: string): string {
  let text = '';
  for (const sign of pattern) {
    if (sign === '#') text += String(random.below(10));
    else if (sign === 'A') text += capitals.charAt(random.below(capitals.length));
    else text += sign === '_' ? ' ' : sign;
  }
  return text;
}

/** Shares no factor with ten, so serial numbers become scattered numbers without a collision. */
const stride = 7_368_787;

export function mobileNumber(language: Language, serial: number): string {
  const pattern = language.table.mobile;
  const start = pattern.indexOf('#');
  const digits = pattern.length - start;
  const capacity = 10 ** digits;
  const scattered = ((serial % capacity) * stride) % capacity;
  return `${pattern.slice(0, start)}${String(scattered).padStart(digits, '0')}`;
}

/** Reserved domains: nobody is ever written to by accident. */
const domains = ['mail.example', 'post.example', 'inbox.example', 'example.com', 'example.net', 'example.org'];

/** 2^25 bits: a million addresses leave one in three hundred with a needless suffix. */
const filterBits = 25;

/** Hands out each address once, as a mail provider does; remembers in constant memory, so it may take a free one for taken. */
export class Mailboxes {
  readonly #taken = new Uint32Array(1 << (filterBits - 5));

  open(random: Random, local: string, { born, serial }: { born: number; serial: number }): string {
    // Squared: most people are with the great providers.
    const domain = domains[Math.floor(random.next() ** 2 * domains.length)] ?? 'mail.example';
    for (const suffix of ['', String(born % 100).padStart(2, '0'), String(born)]) {
      const address = `${local}${suffix}@${domain}`;
      if (this.#take(address)) return address;
    }
    return `${local}.${serial.toString(36)}@${domain}`;
  }

  #take(address: string): boolean {
    let hash = 0x811c9dc5;
    for (let at = 0; at < address.length; at += 1) hash = Math.imul(hash ^ address.charCodeAt(at), 0x01000193);
    const first = this.#mark(hash >>> (32 - filterBits));
    const second = this.#mark(Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> (32 - filterBits));
    return first || second;
  }

  /** True when it was free. */
  #mark(bit: number): boolean {
    const index = bit >>> 5;
    const before = this.#taken[index] ?? 0;
    this.#taken[index] = before | (1 << (bit & 31));
    return (before & (1 << (bit & 31))) === 0;
  }
}
