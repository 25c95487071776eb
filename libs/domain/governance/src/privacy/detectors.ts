// cspell:disable -- names and numbers of many countries, and texts that machines write
/** How personal data is recognised: by the name of a key, by what a value looks like, and by its check digits. National formats are rows of this table. */
import {
  bsn,
  cpf,
  dni,
  iban,
  inn,
  luhn,
  nir,
  pesel,
  residentId,
  rijksregister,
  snils,
  thaiId,
} from './check-digits.ts';

export interface Detector {
  readonly name: string;
  /** In words, for people who choose what to do about it. */
  readonly finds: string;
  /** Of a key, in lower case and without separators. */
  readonly key?: RegExp;
  /** Of a value. */
  readonly value?: RegExp;
  /** Whether the characters of a match, without separators, are one. */
  readonly check?: (bare: string) => boolean;
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
    finds: 'passwords, tokens and keys, by the name of their field',
    key: /^(password|passwd|pwd|passphrase|secret|clientsecret|apikey|accesstoken|refreshtoken|authtoken|sessiontoken|privatekey|otp|onetimecode|pin|pincode)$/,
    needs: 'key-only',
  },
  {
    name: 'card-code',
    finds: 'the code on the back of a card, by the name of its field',
    key: /^(cvv2?|cvc2?|cid|cardcode|securitycode|cardverificationvalue)$/,
    needs: 'key-only',
  },
  {
    name: 'payment-card',
    finds: 'numbers of payment cards, 13 to 19 digits that pass the Luhn check and begin as a card does',
    // ISO/IEC 7812: 3 travel, 4 and 5 banks, 6 merchandising and banks, 2 the newer range of Mastercard (2221 to 2720).
    value: /(?<![\p{L}\p{N}.])(?:3[4-7]|4\d|5[0-8]|6[0-9]|2[2-7])\d{2}(?:[ -]?\d){9,15}(?![\p{L}\p{N}])/gu,
    check: luhn,
    needs: 'alone',
  },
  {
    name: 'iban',
    finds: 'international bank account numbers',
    value: /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![\p{L}\p{N}])/giu,
    check: (bare) => iban(bare.toUpperCase()),
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
    finds: 'phone numbers with their country, or under a key that says so',
    key: /(phone|mobile|telephone|msisdn)(number)?$|^(tel|cell|whatsapp)$/,
    value: /(?<![\p{L}\p{N}])\+?\(?\d(?:[ ().\-/]{0,2}\d){6,14}(?![\p{L}\p{N}])/gu,
    needs: 'with-key',
  },
  {
    name: 'us-ssn',
    finds: 'social security numbers of the United States',
    key: /^(ssn|socialsecurity(number)?)$/,
    value: digits(3, 2, 4),
    check: (bare) => !/^(000|666|9)|^\d{3}00|0000$/.test(bare),
    needs: 'with-key',
  },
  {
    name: 'nl-bsn',
    finds: 'burgerservicenummers of the Netherlands',
    key: /^(bsn|burgerservicenummer|sofinummer)$/,
    value: digits(4, 2, 3),
    check: bsn,
    needs: 'with-key',
  },
  {
    name: 'pl-pesel',
    finds: 'PESEL numbers of Poland',
    key: /^pesel$/,
    value: digits(11),
    check: pesel,
    needs: 'with-key',
  },
  {
    name: 'ru-inn',
    finds: 'ИНН of people in Russia',
    key: /^(inn|инн|taxid|taxnumber)$/,
    value: digits(12),
    check: inn,
    needs: 'with-key',
  },
  {
    name: 'ru-snils',
    finds: 'СНИЛС of Russia',
    key: /^(snils|снилс)$/,
    value: digits(3, 3, 3, 2),
    check: snils,
    needs: 'with-key',
  },
  {
    name: 'be-national',
    finds: 'national numbers of Belgium',
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
    finds: 'identity numbers of Thailand',
    key: /^(thaiid|citizenid|nationalid|idcard(number)?)$/,
    value: digits(1, 4, 5, 2, 1),
    check: thaiId,
    needs: 'with-key',
  },
  {
    name: 'es-dni',
    finds: 'DNI and NIE of Spain',
    key: /^(dni|nie|nif)$/,
    value: /(?<![\p{L}\p{N}])[XYZ\d]\d{7}-?[A-Z](?![\p{L}\p{N}])/giu,
    check: dni,
    needs: 'with-key',
  },
  {
    name: 'fr-nir',
    finds: 'numéros de sécurité sociale of France',
    key: /^(nir|insee|numerosecuritesociale|securitesociale)$/,
    value: /(?<![\p{L}\p{N}])[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?![\p{L}\p{N}])/giu,
    check: nir,
    needs: 'with-key',
  },
  { name: 'br-cpf', finds: 'CPF of Brazil', key: /^cpf$/, value: digits(3, 3, 3, 2), check: cpf, needs: 'with-key' },
];

export const detectorNames: readonly string[] = detectors.map(({ name }) => name);

/** No form in the table is shorter: an address of one letter in a domain of three. */
const shortest = 6;

/** A key as the table compares it. */
export function bareKey(key: string): string {
  const lower = key.toLowerCase();
  return plain.test(lower) ? lower : lower.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Most keys: what need not be taken apart. */
const plain = /^[a-z0-9]*$/;

const bareValue = (match: string): string => match.replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Where in a text one is found, in order; `key` is the key that the text stands under, as `bareKey` makes it. */
export function findIn(
  text: string,
  key: string,
  detector: Detector,
): readonly { readonly start: number; readonly end: number }[] {
  const keyed = detector.key?.test(key) ?? false;
  if (detector.needs === 'key-only') return keyed && text !== '' ? [{ start: 0, end: text.length }] : [];
  if (detector.needs === 'with-key' && !keyed) return [];
  // Most texts hold nothing: to look for one match costs a fraction of preparing to look for all.
  if (!detector.value || text.length < shortest || text.search(detector.value) < 0) return [];
  return [...text.matchAll(detector.value)]
    .filter(([match]) => detector.check?.(bareValue(match)) ?? true)
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
}
