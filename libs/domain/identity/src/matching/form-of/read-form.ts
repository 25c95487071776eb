// cspell:ignore famil
/** RecordFacts → MatchForm: a function of the record alone. */
import { readEmail, readPhone } from '@tributary/domain-cleansing';
import { type RecordFacts } from '../../facts.ts';
import { type Email, type MatchForm, type NamePart, type Value } from '../form.ts';
import { hashOf } from '../text/hash.ts';
import { type Lexicon, valueOf, wordOf } from './lexicon.ts';
import { countryOf, type Said, whatIsSaid } from './traits.ts';

/** Of more addresses than this the first by value count: a record with ten e-mail addresses is no person's card. */
const mostContacts = 4;

/** Types of the identifiers that a form is made of; any other leaves it as it is. */
export const comparedTypes: ReadonlySet<string> = new Set(['email', 'phone']);

/** Undefined when there is nothing to compare. */
export function readForm(record: RecordFacts, lexicon: Lexicon): MatchForm | undefined {
  const said = whatIsSaid(record.traits);
  const { first, last } = namesOf(said, lexicon);
  const form = new ReadForm({
    first,
    last,
    births: lexicon.births(said.get('birth')),
    emails: emailsOf(record, said.get('email'), [first, last]),
    phones: phonesOf(record, said),
    postcode: postcodeOf(said, lexicon),
    street: lexicon.street(said.get('house') ?? '', said.get('street') ?? ''),
    city: cityOf(said, lexicon),
    number: numberOf(said.get('number')),
  });
  return form.saysNothing ? undefined : form;
}

type Parts = Omit<MatchForm, 'fingerprint'>;

/** A class, so that all forms have one shape; the fingerprint is asked of few of them. */
class ReadForm implements MatchForm {
  readonly first: Parts['first'];
  readonly last: Parts['last'];
  readonly births: Parts['births'];
  readonly emails: Parts['emails'];
  readonly phones: Parts['phones'];
  readonly postcode: Parts['postcode'];
  readonly street: Parts['street'];
  readonly city: Parts['city'];
  readonly number: Parts['number'];

  constructor(parts: Parts) {
    this.first = parts.first;
    this.last = parts.last;
    this.births = parts.births;
    this.emails = parts.emails;
    this.phones = parts.phones;
    this.postcode = parts.postcode;
    this.street = parts.street;
    this.city = parts.city;
    this.number = parts.number;
  }

  get fingerprint(): string {
    return JSON.stringify([
      textOf(this.first),
      textOf(this.last),
      this.births.map(({ digits }) => digits),
      this.emails.map(({ exact }) => exact),
      this.phones.map(({ text }) => text),
      textOf(this.postcode),
      (this.street?.words ?? []).map(({ text }) => text),
      textOf(this.city),
      textOf(this.number),
    ]);
  }

  get saysNothing(): boolean {
    const lists = this.births.length + this.emails.length + this.phones.length;
    return lists === 0 && !(this.first ?? this.last ?? this.postcode ?? this.street ?? this.city ?? this.number);
  }
}

const textOf = (value: Value | undefined): string => value?.text ?? '';

const nothing: readonly never[] = [];

/** A whole name counts only where its parts are not said, as a source that has both has cut them with care. */
function namesOf(said: Said, lexicon: Lexicon): Pick<Parts, 'first' | 'last'> {
  const [first, last, full] = [said.get('first'), said.get('last'), said.get('full')];
  if (full !== undefined && (first === undefined || last === undefined)) return lexicon.whole(full);
  const middle = said.get('middle');
  const given = first === undefined || middle === undefined ? first : `${first} ${middle}`;
  return {
    first: given === undefined ? undefined : lexicon.first(given),
    last: last === undefined ? undefined : lexicon.last(last),
  };
}

function emailsOf(record: RecordFacts, trait: string | undefined, names: Names): readonly Email[] {
  const exact = new Set(record.identifiers.filter(({ type, unfit }) => type === 'email' && !unfit).map((f) => f.value));
  if (trait !== undefined) exact.add(trait);
  return exact.size === 0
    ? nothing
    : [...exact]
        .sort()
        .slice(0, mostContacts)
        .flatMap((raw) => emailOf(raw, names));
}

type Names = readonly (NamePart | undefined)[];

function emailOf(raw: string, names: Names): readonly Email[] {
  const email = readEmail(raw);
  if (!email || email.role) return [];
  const local = email.match.slice(0, email.match.lastIndexOf('@'));
  const { match, exact } = email;
  return [{ text: match, hash: hashOf(match), exact, local: wordOf(local), tells: tellsMore(local, names) }];
}

/** Long enough not to be initials, and more than names, initials and the words for a family's mailbox. */
function tellsMore(local: string, names: Names): boolean {
  let rest = local.toLowerCase().replace(/famil(?:y|ie|ia|le)|fam(?=[._-])|[^\p{L}\p{N}]/gu, '');
  if (rest.length < 5) return false;
  for (const name of names) if (name) rest = rest.replace(name.latin.text, '').replace(name.text, '');
  return rest.length > 1;
}

/** A trait repeats an identifier as a rule, and is read only where it does not; a national number, as the address has it. */
function phonesOf(record: RecordFacts, said: Said): readonly Value[] {
  const phones = record.identifiers.filter(({ type, unfit }) => type === 'phone' && unfit === undefined);
  if (phones.length > 0) return phones.slice(0, mostContacts).map(({ value }) => valueOf(value));
  const raw = said.get('phone');
  const phone = raw === undefined ? undefined : readPhone(raw, countryOf(said));
  return phone === undefined ? nothing : [valueOf(phone)];
}

function postcodeOf(said: Said, lexicon: Lexicon): MatchForm['postcode'] {
  const raw = said.get('postcode');
  return raw === undefined ? undefined : lexicon.postcode(raw, countryOf(said) ?? '');
}

function cityOf(said: Said, lexicon: Lexicon): MatchForm['city'] {
  const raw = said.get('city');
  return raw === undefined ? undefined : lexicon.city(raw);
}

function numberOf(raw: string | undefined): Value | undefined {
  const text = (raw ?? '').toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
  return text.length < 4 ? undefined : valueOf(text);
}
