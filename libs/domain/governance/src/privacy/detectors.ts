// cspell:disable -- names and numbers of many countries, and texts that machines write
/** How personal data is recognised: by the name of a key, by what a value looks like, and by its check digits. National formats are rows of this table. */
import { bsn, cpf, dni, inn, nir, pesel, residentId, rijksregister, snils, thaiId } from './check-digits.ts';
import { findCards } from './find-cards.ts';
import { findIbans } from './find-ibans.ts';
import { namesThing } from './key-words.ts';
import { type Span } from './plain-text.ts';
import { namesCardCode, namesSecret } from './secret-keys.ts';

/** What a text stands under. */
export interface Key {
  readonly name: string;
  /** In lower case and without separators. */
  readonly bare: string;
  /** JSON pointer into the event. */
  readonly at: string;
}

export interface Detector {
  readonly name: string;
  /** In words, for people who choose what to do about it. */
  readonly finds: string;
  /** Of a key, in lower case and without separators. */
  readonly key?: RegExp;
  /** Where the words of the key tell it. */
  readonly isKey?: (key: Key, value: string) => boolean;
  /** Of a value. */
  readonly value?: RegExp;
  /** Of a value that tells more, so that it is recognised under any key. */
  readonly anywhere?: RegExp;
  /** In place of `value`, where an expression cannot say where one ends. */
  readonly find?: (text: string) => readonly Span[];
  /** Whether the characters of a match, without separators, are one. */
  readonly check?: (bare: string) => boolean;
  /** Orders, products and devices may have such numbers: one that stands alone under a key that names one stays. */
  readonly mayBeOfThing?: true;
  /**
   * `alone`: a value is recognised under any key, also inside a text. `with-key`: only under a key that says so, because its form is that
   * of many other numbers. `key-only`: whatever stands under such a key.
   */
  readonly needs: 'alone' | 'with-key' | 'key-only';
}

/** Separators that people write into numbers. */
const apart = String.raw`[ .\-/]?`;
const digits = (...groups: readonly number[]): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}])${groups.map((count) => String.raw`\d{${count}}`).join(apart)}(?![\p{L}\p{N}])`,
    'gu',
  );

export const detectors: readonly Detector[] = [
  {
    name: 'secret',
    finds: 'passwords, tokens, keys and PINs, by the words of the name of their field',
    isKey: namesSecret,
    needs: 'key-only',
  },
  {
    name: 'card-code',
    finds: 'the code on the back of a card, by the words of the name of its field',
    isKey: namesCardCode,
    needs: 'key-only',
  },
  {
    name: 'payment-card',
    finds:
      'numbers of payment cards: 13 to 19 digits that begin as a card does and pass the Luhn check; not under a key that names an order, a product or a device',
    find: findCards,
    mayBeOfThing: true,
    needs: 'alone',
  },
  {
    name: 'iban',
    finds: 'international bank account numbers',
    find: findIbans,
    needs: 'alone',
  },
  {
    name: 'email',
    finds: 'e-mail addresses',
    value:
      /(?<![\w.+-])[\p{L}\p{N}][\p{L}\p{N}.'_%+-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,63}/gu,
    needs: 'alone',
  },
  {
    name: 'phone',
    finds: 'phone numbers that begin with + and their country, and any under a key that says so',
    key: /(phone|mobile|telephone|msisdn)(number)?$|^(tel|cell|whatsapp)$/,
    value: /(?<![\p{L}\p{N}])\+?\(?\d(?:[ ().\-/]{0,2}\d){6,14}(?![\p{L}\p{N}])/gu,
    // ITU-T E.164: no country begins with 0, and there are at most 15 digits.
    anywhere: /(?<![\p{L}\p{N}])\+[1-9](?:[ \u00a0().\-/]{0,2}\d){7,14}(?![\p{L}\p{N}])/gu,
    mayBeOfThing: true,
    needs: 'with-key',
  },
  {
    name: 'us-ssn',
    finds: 'social security numbers of the United States: with hyphens anywhere, and any under a key that says so',
    key: /^(ssn|socialsecurity(number)?)$/,
    value: digits(3, 2, 4),
    anywhere: /(?<![\p{L}\p{N}-])\d{3}-\d{2}-\d{4}(?![\p{L}\p{N}-])/gu,
    check: (bare) => !/^(000|666|9)|^\d{3}00|0000$/.test(bare),
    needs: 'with-key',
  },
  {
    name: 'nl-bsn',
    finds: 'burgerservicenummers of the Netherlands, under a key that says so',
    key: /^(bsn|burgerservicenummer|sofinummer)$/,
    value: digits(4, 2, 3),
    check: bsn,
    needs: 'with-key',
  },
  {
    name: 'pl-pesel',
    finds: 'PESEL numbers of Poland, under a key that says so',
    key: /^pesel$/,
    value: digits(11),
    check: pesel,
    needs: 'with-key',
  },
  {
    name: 'ru-inn',
    finds: 'ИНН of people in Russia, under a key that says so',
    key: /^(inn|инн|taxid|taxnumber)$/,
    value: digits(12),
    check: inn,
    needs: 'with-key',
  },
  {
    name: 'ru-snils',
    finds: 'СНИЛС of Russia, under a key that says so',
    key: /^(snils|снилс)$/,
    value: digits(3, 3, 3, 2),
    check: snils,
    needs: 'with-key',
  },
  {
    name: 'be-national',
    finds: 'national numbers of Belgium, under a key that says so',
    key: /^(rijksregisternummer|insz|niss|nationalnumber|nationalid)$/,
    value: digits(2, 2, 2, 3, 2),
    check: rijksregister,
    needs: 'with-key',
  },
  {
    name: 'cn-resident',
    finds: 'resident identity numbers of China',
    value:
      /(?<![\p{L}\p{N}])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\p{L}\p{N}])/gu,
    check: residentId,
    needs: 'alone',
  },
  {
    name: 'th-id',
    finds: 'identity numbers of Thailand, under a key that says so',
    key: /^(thaiid|citizenid|nationalid|idcard(number)?)$/,
    value: digits(1, 4, 5, 2, 1),
    check: thaiId,
    needs: 'with-key',
  },
  {
    name: 'es-dni',
    finds: 'DNI and NIE of Spain, under a key that says so',
    key: /^(dni|nie|nif)$/,
    value: /(?<![\p{L}\p{N}])[XYZ\d]\d{7}-?[A-Z](?![\p{L}\p{N}])/giu,
    check: dni,
    needs: 'with-key',
  },
  {
    name: 'fr-nir',
    finds: 'numéros de sécurité sociale of France, under a key that says so',
    key: /^(nir|insee|numerosecuritesociale|securitesociale)$/,
    value: /(?<![\p{L}\p{N}])[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?![\p{L}\p{N}])/giu,
    check: nir,
    needs: 'with-key',
  },
  {
    name: 'br-cpf',
    finds: 'CPF of Brazil, under a key that says so',
    key: /^cpf$/,
    value: digits(3, 3, 3, 2),
    check: cpf,
    needs: 'with-key',
  },
];

export const detectorNames: readonly string[] = detectors.map(({ name }) => name);

/** No form in the table is shorter: an address of one letter in a domain of three. */
export const shortest = 6;

/** A key as the table compares it. */
function bareKey(key: string): string {
  const lower = key.toLowerCase();
  return plain.test(lower) ? lower : lower.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Most keys: what need not be taken apart. */
const plain = /^[a-z0-9]*$/;

const bareValue = (match: string): string => match.replaceAll(/[^\p{L}\p{N}]/gu, '');

export const keyOf = (name: string, at: string): Key => ({ name, bare: bareKey(name), at });

/** Where in a text one is found, in order. */
export function findIn(text: string, key: Key, detector: Detector): readonly Span[] {
  const keyed = detector.key?.test(key.bare) ?? detector.isKey?.(key, text) ?? false;
  if (detector.needs === 'key-only') return keyed && text !== '' ? [{ start: 0, end: text.length }] : [];
  if (text.length < shortest) return [];
  const form = detector.needs === 'alone' || keyed ? detector.value : detector.anywhere;
  const found = detector.find?.(text) ?? matches(text, form, detector);
  return found.length === 1 && detector.mayBeOfThing && isWhole(text, found[0]) && namesThing(key.at) ? [] : found;
}

function matches(text: string, form: RegExp | undefined, { check }: Detector): readonly Span[] {
  // Most texts hold nothing: to look for one match costs a fraction of preparing to look for all.
  if (!form || text.search(form) < 0) return [];
  return [...text.matchAll(form)]
    .filter(([match]) => check?.(bareValue(match)) ?? true)
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

const isWhole = (text: string, span: Span | undefined): boolean =>
  span !== undefined && text.slice(0, span.start).trim() === '' && text.slice(span.end).trim() === '';
