/** A phone number in E.164 with the kind of line, or nothing: a number that cannot exist identifies nobody. */
import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { memo } from './memo.ts';
import { readPlainNumber, type Phone, type PhoneKind } from './plain-number.ts';

// E.164 allows 15 digits; the rest is room for punctuation and an extension.
const maxLength = 40;

/** Without one, and without a country, nobody knows whose number it is; the library would say so by an exception, at some 20 us. */
const plus = /[+\uFF0B]/;

/** `country` (ISO 3166, two letters) reads national spellings; without it only numbers with a country code are read. */
export function readPhoneNumber(raw: string, country?: string): Phone | undefined {
  if (raw.length > maxLength) return undefined;
  const text = raw.trim().replace(/^00/, '+');
  const region = country !== undefined && isSupportedCountry(country) ? country : undefined;
  if (region === undefined && !plus.test(text)) return undefined;
  return readPlainNumber(text, region) ?? numberIn(`${region ?? noRegion}${text}`).phone;
}

/** The number alone. */
export const readPhone = (raw: string, country?: string): string | undefined => readPhoneNumber(raw, country)?.e164;

const noRegion = '--';

/** A number is read when its event comes, when its record is compared, and with each other record of its owner. */
const numberIn = memo((regionAndText) => {
  const [region, text] = [regionAndText.slice(0, 2), regionAndText.slice(2)];
  return { phone: readAnyNumber(text, isSupportedCountry(region) ? region : undefined) };
}, 20_000);

/** Every spelling the library knows, at some 100 us each. */
export function readAnyNumber(text: string, region: CountryCode | undefined): Phone | undefined {
  const number = parsePhoneNumberFromString(text, region);
  return number?.isValid() === true ? { e164: number.number, kind: kindOf(number.getType()) } : undefined;
}

function kindOf(type: string | undefined): PhoneKind {
  if (type === 'MOBILE') return 'mobile';
  if (type === 'FIXED_LINE') return 'landline';
  return type === 'FIXED_LINE_OR_MOBILE' ? 'either' : 'other';
}
