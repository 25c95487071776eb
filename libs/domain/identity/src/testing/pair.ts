/** A pair of records with the answer that a careful steward would give. */

/** Why the two look different although they are one, or alike although they are two. */
export type Variation =
  // one person
  | 'birth typo'
  | 'capitals'
  | 'compound'
  | 'diacritics'
  | 'initial'
  | 'marriage'
  | 'nickname'
  | 'order'
  | 'particle'
  | 'patronymic'
  | 'script'
  | 'script and nickname'
  | 'spelling'
  | 'transliteration'
  | 'typo'
  // two people
  | 'colleagues'
  | 'father and son'
  | 'mother and daughter'
  | 'same family name'
  | 'same initial'
  | 'same name'
  | 'same sound'
  | 'shared nickname'
  | 'siblings'
  | 'spouses'
  | 'twins';

interface PairedRecord {
  readonly firstName: string;
  readonly lastName: string;
  /** As the source wrote it; ISO unless the pair is about that. */
  readonly birthday?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly street?: string;
  readonly city?: string;
}

export interface NamePair {
  readonly variation: Variation;
  readonly same: boolean;
  readonly a: PairedRecord;
  readonly b: PairedRecord;
}

export const same = (variation: Variation, a: string, b: string): NamePair => pair(variation, true, [a, b]);

export const different = (variation: Variation, a: string, b: string): NamePair => pair(variation, false, [a, b]);

const pair = (variation: Variation, isSame: boolean, [a, b]: readonly [string, string]): NamePair => ({
  variation,
  same: isSame,
  a: recordOf(a),
  b: recordOf(b),
});

/** Given name, family name, then what each part is by its look: a date, an address with @, a number with +, a street with a number, a city. */
function recordOf(text: string): PairedRecord {
  const [firstName = '', lastName = '', ...rest] = text.split(',').map((part) => part.trim());
  return rest.map(fieldOf).reduce<PairedRecord>((record, field) => ({ ...record, ...field }), { firstName, lastName });
}

function fieldOf(text: string): Partial<PairedRecord> {
  if (text.includes('@')) return { email: text };
  if (text.startsWith('+')) return { phone: text };
  if (/^\d{1,4}[-./]\d/.test(text)) return { birthday: text };
  return /\d/.test(text) ? { street: text } : { city: text };
}
