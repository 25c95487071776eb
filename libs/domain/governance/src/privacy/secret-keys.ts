// cspell:disable -- keys as programs write them
/** Keys under which secrets stand. A word of the key tells it, unless another says that it is only about the secret: how long, how many, since when. */
import { wordsOf } from './key-words.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Most keys have none of these in them, and need not be taken apart. */
const hint =
  /pass|pwd|secret|token|jwt|otp|pin|(?:api|private|access|signing|encryption)key|onetimecode|credential|authorization/;

/** Whole keys, without separators. */
const whole = set('password passwd passphrase secretid');
const words = set(
  'pwd passcode otp jwt credential credentials authorization apikey privatekey secretkey accesskey onetimecode',
);
const part = /password(?!less)|passwd|passphrase|(?:token|secrets?)$/;
const phrases = / (?:(?:api|private|secret|access|signing|encryption) key|one time code) /;

/** As the last word: `token_count`, `password_changed_at`, `access_key_id`. */
const about = set(
  'count total used usage left remaining limit length size strength score type kind status state expiry expires ' +
    'expiration expired in at on age attempts policy changed updated created required enabled symbol amount price balance name id ids',
);
/** As the first word: `has_password`. */
const asking = set('is has num max min');

/** `bare`: the key in lower case and without separators. */
export function namesSecret({ name, bare }: { readonly name: string; readonly bare: string }, value: string): boolean {
  if (!hint.test(bare)) return false;
  if (whole.has(bare)) return true;
  const own = wordsOf(name);
  if (own.length === 0 || about.has(own.at(-1) ?? '') || asking.has(own[0] ?? '')) return false;
  const sentence = ` ${own.join(' ')} `;
  return own.some((word) => words.has(word) || part.test(word)) || phrases.test(sentence) || isPin(sentence, value);
}

/** A PIN code of six digits is a postcode of India. */
function isPin(sentence: string, value: string): boolean {
  if (/ (?:pin code|pincode) $/.test(sentence)) return !/^[1-9]\d{2} ?\d{3}$/.test(value.trim());
  return / pin (?:number |no |hash )?$/.test(sentence);
}

const codeHint = /cvv|cvc|csc|cvn|cid|cardcode|securitycode|cardverification/;
const codeWords = set('cvv cvc csc cvn cardcode securitycode');
const codePhrases = / (?:card code|security code|card verification) /;
/** Cards that are no payment cards: their code is what one shows at the till. */
const otherCards = set('gift loyalty member membership discount promo reward bonus');

export function namesCardCode({ name, bare }: { readonly name: string; readonly bare: string }): boolean {
  if (!codeHint.test(bare)) return false;
  if (bare === 'cid' || bare === 'cardverificationvalue') return true;
  const own = wordsOf(name);
  if (own.some((word) => otherCards.has(word))) return false;
  return own.some((word) => codeWords.has(word)) || codePhrases.test(` ${own.join(' ')} `);
}
