/** Replaces what identifies or pays for a person in texts: e-mail addresses, cards, accounts, social and phone numbers. */

const emails = /[^\s@<>"'(),;:/?&=]+@[^\s@<>"'(),;:/?&=]+\.[^\s@<>"'(),;:/?&=.]{2,}/gu;
const jwts = /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g;
const ibans = /\b[a-z]{2}\d{2}(?:[ -]?[a-z\d]{4}){2,7}(?:[ -]?[a-z\d]{1,4})?\b/gi;
/** Nine or more digits that belong together, in any script, however they are grouped. */
const numbers = /(^|[^\p{L}\p{N}])(\+?\(?\p{Nd}(?:[\s()./\u2010-\u2015-]{0,3}\p{Nd}){7,})(?![\p{L}\p{N}])/gu;

/** Unbroken or in fours: other numbers may stand beside such a card, as the month it expires. */
const cards = /\b[2-6](?:\d{12,18}|\d{3}(?:[ .-]\d{4}){3})\b/g;

/** For what people read and write: a number that could be a telephone's goes as well. */
export function redactText(text: string): string {
  return redact(text, (digits, written) => numberInText(digits, written));
}

/** For what machines write (paths, campaigns): ids are long numbers too, so only what is marked as a phone or a card goes. */
export function redactCode(text: string): string {
  return redact(text, (digits, written) => numberInCode(digits, written));
}

/** ISO 7812: the check digit that every payment card carries. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

function redact(text: string, label: (digits: string, written: string) => string | undefined): string {
  // Full-width letters and digits would pass every pattern below.
  const plain = text.normalize('NFKC');
  const redacted = plain
    .replaceAll(emails, '[email]')
    .replaceAll(jwts, '[token]')
    .replaceAll(ibans, (found) => (found.replaceAll(/\D/g, '').length >= 8 ? '[iban]' : found))
    .replaceAll(cards, (found) => (passesLuhn(found.replaceAll(/\D/g, '')) ? '[card]' : found))
    .replaceAll(
      numbers,
      (_, before: string, found: string) => before + (label(found.replaceAll(/\P{Nd}/gu, ''), found) ?? found),
    );
  return redacted === plain ? text : redacted;
}

const isSocial = (written: string): boolean => /^\p{Nd}{3}[ -]\p{Nd}{2}[ -]\p{Nd}{4}$/u.test(written);
const isCardLong = (digits: string): boolean => digits.length > 12 && digits.length < 20;

function numberInText(digits: string, written: string): string | undefined {
  if (isCardLong(digits) && passesLuhn(digits)) return '[card]';
  if (isSocial(written)) return '[ssn]';
  if (/^(?:\+|\(|00)/.test(written)) return '[phone]';
  if (digits.length < 9 || /^\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2}\b/u.test(written)) return undefined;
  // An article number (EAN) has 13 digits and stands unbroken; a telephone number of that length is grouped.
  return digits.length < (digits === written ? 13 : 16) ? '[phone]' : undefined;
}

function numberInCode(digits: string, written: string): string | undefined {
  // Cards begin with 2 to 6; the long ids of advertisements mostly with 1.
  if (isCardLong(digits) && /^[2-6]/.test(digits) && passesLuhn(digits)) return '[card]';
  if (isSocial(written)) return '[ssn]';
  return written.startsWith('+') ? '[phone]' : undefined;
}
