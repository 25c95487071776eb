/** A phone number in E.164, or nothing: a number that cannot exist identifies nobody. */
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

// E.164 allows 15 digits; the rest is room for punctuation and an extension.
const maxLength = 40;

/** `country` (ISO 3166, two letters) reads national spellings; without it only numbers with a country code are read. */
export function readPhone(raw: string, country?: string): string | undefined {
  if (raw.length > maxLength) return undefined;
  const text = raw.trim().replace(/^00/, '+');
  const region = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const number = parsePhoneNumberFromString(text, region);
  return number?.isValid() === true ? number.number : undefined;
}
