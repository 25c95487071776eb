/** Fellegi and Sunter (1969) over the comparisons, with term frequencies of names and households as a second kind of "two people". */
import { type RecordFacts } from '../facts.ts';
import { blockingCodesOf } from './blocking.ts';
import { birthLevelOf } from './comparisons/birth.ts';
import { emailLevelOf, numberLevelOf, phoneLevelOf } from './comparisons/contact.ts';
import { comparisons, type Field } from './comparisons/fields.ts';
import { nameLevelOf, nameLevels, rarityOfFirst, rarityOfLast } from './comparisons/name.ts';
import { addressLevelOf, cityLevelBeside, postcodeLevelOf } from './comparisons/place.ts';
import { Lexicon } from './form-of/lexicon.ts';
import { comparedTypes, readForm } from './form-of/read-form.ts';
import { type MatchForm } from './form.ts';
import { Glances } from './glance/glances.ts';
import {
  type ComparedField,
  type Comparison,
  household,
  type Matcher,
  type Testimony,
  type ToldNames,
} from './matcher.ts';
import { type MatchModel } from './model.ts';
import { type MatchingRules } from './rules.ts';
import { completed, faultsOf, householdBits, rarityOf, type Weights, weightsOf } from './weights.ts';

const made = new WeakMap<MatchModel, Matcher>();

/** One matcher for each model; throws when the model is bad, which whoever trained it was told. */
export function matcherOf({ model: given }: Pick<MatchingRules, 'model'>): Matcher {
  const known = made.get(given);
  if (known) return known;
  const model = completed(given);
  const faults = faultsOf(model);
  if (faults.length > 0) throw new Error(`Model ${model.version} cannot be used: ${faults.join(' ')}`);
  const matcher = new ModelMatcher(model);
  made.set(given, matcher);
  return matcher;
}

class ModelMatcher implements Matcher {
  readonly comparedTypes = comparedTypes;
  readonly #lexicon: Lexicon;
  readonly #weights: Weights;

  constructor(model: MatchModel) {
    const { first, last } = model.frequencies;
    const [firsts, lasts] = [new Map(Object.entries(first.names)), new Map(Object.entries(last.names))];
    this.#weights = weightsOf(model);
    this.#lexicon = new Lexicon({
      first: (name) => rarityOf(first, firsts.get(name)),
      last: (name) => rarityOf(last, lasts.get(name)),
    });
  }

  formOf(record: RecordFacts): MatchForm | undefined {
    return readForm(record, this.#lexicon);
  }

  blockingCodesOf(form: MatchForm): readonly number[] {
    return blockingCodesOf(form);
  }

  glances(): Glances {
    return new Glances(this.#weights);
  }

  bitsOf(a: MatchForm, b: MatchForm, floor = -Infinity): number {
    const { person, home, prior, homePrior, most } = this.#weights;
    const postcode = postcodeLevelOf(a, b);
    const number = numberLevelOf(a, b);
    const name = nameLevelOf(a, b);
    const birth = birthLevelOf(a, b);
    const last = rarityOfLast(name, a, b);
    let bits = prior + at(person.postcode, postcode) + at(person.number, number);
    bits += at(person.name, name) + rarityOfFirst(name, a, b) + last + at(person.birth, birth);
    const place = mostOfPlace(a, b, most);
    if (bits + mostOfContacts(a, b, most) + place < floor) return -Infinity;
    const email = emailLevelOf(a, b);
    const phone = phoneLevelOf(a, b);
    bits += at(person.email, email) + at(person.phone, phone);
    if (bits + place < floor) return -Infinity;
    const address = addressLevelOf(a, b);
    const city = cityLevelBeside(postcode, a, b);
    bits += at(person.address, address) + at(person.city, city);
    if (bits < floor) return -Infinity;
    const together =
      homePrior +
      at(home.name, name) +
      last +
      at(home.birth, birth) +
      at(home.postcode, postcode) +
      at(home.email, email) +
      at(home.phone, phone) +
      at(home.number, number) +
      at(home.address, address) +
      at(home.city, city);
    return bits - householdBits(together);
  }

  compare(a: MatchForm, b: MatchForm): Comparison {
    const { person, home, prior, homePrior } = this.#weights;
    const levels = comparisons.map(({ levelOf }) => levelOf(a, b));
    const [name = -1, birth = -1] = levels;
    const last = rarityOfLast(name, a, b);
    const compared: ComparedField[] = comparisons.map(({ field, levels: ladder }, i) => {
      const level = levels[i] ?? -1;
      const rarity = field === 'name' ? rarityOfFirst(name, a, b) + last : 0;
      return { field, level: ladder[level]?.name ?? null, bits: at(person[field], level) + rarity };
    });
    const ofHome = (field: Field, i: number): number => at(home[field], levels[i] ?? -1);
    const together = comparisons.reduce((sum, { field }, i) => sum + ofHome(field, i), homePrior + last);
    const atHome = householdBits(together);
    if (atHome > 0) compared.push({ field: household, level: 'may share a home', bits: -atHome });
    const bits = compared.reduce((sum, field) => sum + field.bits, prior);
    return { prior, fields: compared, bits, p: 1 / (1 + 2 ** -bits), ...this.#testimony(a, b, { name, birth }) };
  }

  haveInCommon(a: MatchForm, b: MatchForm, fields: number): boolean {
    let found = 0;
    return comparisons.some(({ levelOf }) => {
      if (levelOf(a, b) >= 0) found += 1;
      return found === fields;
    });
  }

  testimonyOf(a: MatchForm, b: MatchForm): Testimony {
    return this.#testimony(a, b, { name: nameLevelOf(a, b), birth: birthLevelOf(a, b) });
  }

  #testimony(
    a: MatchForm,
    b: MatchForm,
    { name, birth }: { readonly name: number; readonly birth: number },
  ): Testimony {
    const contradicts = areDifferent(name) && at(this.#weights.person.birth, birth) < 0;
    return { contradicts, names: toldNames(name, a, b) };
  }
}

const differentNames: ReadonlySet<string> = new Set(['last only', 'last, first different', 'first only', 'else']);

const areDifferent = (level: number): boolean => differentNames.has(nameLevels[level]?.name ?? '');

function toldNames(level: number, a: MatchForm, b: MatchForm): ToldNames {
  if (!a.first || !a.last || !b.first || !b.last) return 'incomplete';
  return nameLevels[level]?.name === 'last, first different' ? 'relatives' : 'complete';
}

/** At least what e-mail addresses and phones add. */
const mostOfContacts = ({ emails: a, phones: c }: MatchForm, { emails: b, phones: d }: MatchForm, most: Most): number =>
  (a.length > 0 && b.length > 0 ? Math.max(0, at(most.email, 0)) : 0) +
  (c.length > 0 && d.length > 0 ? at(most.phone, 0) : 0);

/** At least what address and town add. */
const mostOfPlace = (a: MatchForm, b: MatchForm, most: Most): number =>
  (a.street && b.street ? at(most.address, 0) : 0) + (a.city && b.city ? Math.max(0, at(most.city, 0)) : 0);

type Most = Weights['most'];

const at = (bits: Float64Array, level: number): number => (level < 0 ? 0 : (bits[level] ?? 0));
