// cspell:disable -- keys as programs write them
/** The words of a key, however it is written, and what they say about the value that stands under it. */

/** `newPassword2`, `new_password_2` and `New-Password 2` have the same words, in lower case; numbers are left out. */
export const wordsOf = (key: string): readonly string[] =>
  key
    .replaceAll(/[\p{Ll}\p{N}](?=\p{Lu})|\p{Lu}(?=\p{Lu}\p{Ll})|\p{L}(?=\p{N})|\p{N}(?=\p{L})/gu, '$& ')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** What has numbers of its own that pass for others: a serial number of a phone (IMEI) has the check digit of a card. */
const things = set(
  'order invoice product item variant article transaction device shipment parcel tracking cart checkout receipt return ' +
    'refund ticket session event message batch serial sku ean gtin upc isbn imei imsi iccid asin mpn barcode',
);
/** Those whose name alone is that of the number. */
const numbers = set('order invoice transaction sku ean gtin upc isbn imei imsi iccid asin mpn barcode');
const labels = set('id ids number numbers no nr num code codes ref reference');

/** Whether the place, a JSON pointer, is that of the number of an order, a product, a device: `order_id`, or `id` within `order`. */
export function namesThing(at: string): boolean {
  const [parent = '', own = ''] = ['', ...at.split('/').filter((step) => !/^\d*$/.test(step))].slice(-2);
  const words = wordsOf(own);
  const known = words.length === 1 && labels.has(own.toLowerCase()) ? [...wordsOf(parent).map(singular), own] : words;
  const [before = '', last = ''] = ['', ...known].slice(-2);
  return numbers.has(last) || (labels.has(last.toLowerCase()) && things.has(before));
}

const singular = (word: string): string => word.replace(/s$/, '');
