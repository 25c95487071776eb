/** What a field is worth, before anybody relies on it: said, said in name only, impossible, or fit for use. */
import { readCity } from './city.ts';
import { readEmail } from './email.ts';
import { readName } from './names/read-name.ts';
import { isPlaceholderName } from './names/placeholder-names.ts';
import { readPhoneNumber } from './phone.ts';
import { isPlaceholder } from './placeholder.ts';
import { readStreet } from './street.ts';

export type QualityField = 'name' | 'address' | 'city' | 'phone' | 'email';
export type FieldQuality = 'missing' | 'placeholder' | 'invalid' | 'valid';

/** `country` (ISO 3166) reads national phone numbers. An address is its lines, without the city. */
export function fieldQuality(field: QualityField, raw: string | undefined, country?: string): FieldQuality {
  if (raw === undefined || raw.trim() === '') return 'missing';
  if (standsForNothing(field, raw)) return 'placeholder';
  return isUsable(field, raw, country) ? 'valid' : 'invalid';
}

const standsForNothing = (field: QualityField, raw: string): boolean =>
  isPlaceholder(raw) || (field === 'name' && /\p{L}/u.test(raw) && !raw.includes('@') && isPlaceholderName(raw));

function isUsable(field: QualityField, raw: string, country: string | undefined): boolean {
  switch (field) {
    case 'name':
      return readName({ full: raw }) !== undefined;
    case 'address':
      return isWholeStreet(raw);
    case 'city':
      return readCity(raw) !== undefined;
    case 'phone':
      return readPhoneNumber(raw, country) !== undefined;
    case 'email':
      return readEmail(raw)?.disposable === false;
  }
}

/** A street without a number, and a number without a street, bring nothing to anybody's door. */
function isWholeStreet(raw: string): boolean {
  const street = readStreet(raw.split(/\r?\n/));
  return (
    street !== undefined && street.tokens.length > 0 && (street.houseNumber !== undefined || street.unit !== undefined)
  );
}
