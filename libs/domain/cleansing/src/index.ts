export { birthYears, readBirth, type Birth, type BirthReading, type DateOrder } from './birth.ts';
export { readCity, type City } from './city.ts';
export { readEmail, type Email } from './email.ts';
export { givenNameKeys } from './given-names/given-names.ts';
export { nameForm } from './name.ts';
export { readName, type NameFields, type PersonName } from './names/read-name.ts';
export { type Romanised } from './names/romanise.ts';
export { isInitial, type Script } from './names/script.ts';
export { readPhone, readPhoneNumber } from './phone.ts';
export { type Phone, type PhoneKind } from './plain-number.ts';
export { metaphone } from './phonetic.ts';
export { isPlaceholder } from './placeholder.ts';
export { readPostcode, type Postcode } from './postcode.ts';
export { readStreet, type Street } from './street.ts';
export { fieldQuality, type QualityField, type FieldQuality } from './quality.ts';
export { greetings, type Greeting } from './salutation/greetings.ts';
export {
  readPronouns,
  readTitle,
  type Declared,
  type Provenance,
  type Pronouns,
  type Title,
} from './salutation/declared.ts';
export { salutation, type SalutationRequest } from './salutation/salutation.ts';
