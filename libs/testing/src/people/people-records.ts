/** People with the truth beside them: records of several sources that a careful reader could sort out again. */
import type { Identifier } from '@tributary/contracts';
import { Random } from '../random.ts';
import { Mailboxes, mobileNumber } from './addresses.ts';
import { households, pastYears, type Person } from './households.ts';
import { Instants } from './instants.ts';
import type { Language } from './language.ts';
import { languages } from './languages.ts';
import { mixes, type Mix } from './mix.ts';
import { shopSources } from './shop-sources.ts';
import { tellPerson, type PersonTraits } from './tell-person.ts';
import { Weighted } from './weighted.ts';

export interface PeopleOptions {
  readonly seed: number;
  readonly records: number;
  /** `mixes.world` unless said otherwise. */
  readonly mix?: Mix;
  /** Milliseconds; records lie in the three years before. */
  readonly now: number;
}

export interface PersonRecord {
  /** The truth: records of equal `person` are one person. */
  readonly person: string;
  readonly record: PersonTraits;
  /** The number that the source itself gave first, then what the record says, strongest first. */
  readonly identifiers: readonly Identifier[];
  readonly source: string;
  /** RFC 3339, UTC. */
  readonly time: string;
}

/** Records are mixed within a window, so that nobody comes all at once and yet memory stays constant. */
const window = 1024;

/** Equal options give equal records. Throws where `records` is no whole number: of a part of one there would be no end. */
export function* peopleRecords(options: PeopleOptions): Generator<PersonRecord> {
  if (!Number.isSafeInteger(options.records) || options.records < 0) {
    throw new RangeError(`records must be a whole number, not ${options.records}.`);
  }
  const random = new Random(options.seed ^ 0x5bd1e995);
  const waiting: PersonRecord[] = [];
  let made = 0;
  for (const record of personAfterPerson(options)) {
    if (made >= options.records) break;
    made += 1;
    if (waiting.length < window) waiting.push(record);
    else yield exchange(waiting, random.below(window), record);
  }
  for (let last = waiting.pop(); last !== undefined; last = waiting.pop()) {
    yield waiting.length === 0 ? last : exchange(waiting, random.below(waiting.length), last);
  }
}

function exchange(waiting: PersonRecord[], at: number, next: PersonRecord): PersonRecord {
  const gone = waiting[at] ?? next;
  waiting[at] = next;
  return gone;
}

function* personAfterPerson(options: PeopleOptions): Generator<PersonRecord> {
  const { mix = mixes.world, now, seed } = options;
  const random = new Random(seed);
  const circumstances = { random, mailboxes: new Mailboxes(), now, cards: mix.cards };
  const spoken = new Weighted<Language>(
    languages.filter(({ table }) => (mix.languages[table.code] ?? 0) > 0),
    ({ table }) => mix.languages[table.code] ?? 0,
  );
  const teller = new Teller(random, mix, now);
  for (const members of households(circumstances, () => spoken.draw(random))) {
    for (const member of members)
      for (let left = recordsOf.draw(random); left > 0; left -= 1) yield teller.tell(member);
  }
}

/** How many records a person has, and how many of a hundred people have as many. */
const known = [42, 27, 15, 7, 4, 2, 1.2, 0.8, 0.6, 0.4];
const recordsOf = new Weighted(
  known.map((_, index) => index + 1),
  (_, index) => known[index] ?? 0,
);

const year = 31_556_952_000;
/** How many use a thing in turn before the next one takes its place. */
const usersOfKiosk = 200;
const usersOfPhone = 25;

/** Turns people into records, and lets strangers share devices and numbers. */
class Teller {
  readonly #sources = new Weighted(shopSources, ({ share }) => share);
  readonly #instants = new Instants();
  readonly #phoneUses = new Map<Language, number>();
  #records = 0;
  #kioskUses = 0;

  readonly #random: Random;
  readonly #mix: Mix;
  readonly #now: number;

  constructor(random: Random, mix: Mix, now: number) {
    this.#random = random;
    this.#mix = mix;
    this.#now = now;
  }

  tell(person: Person): PersonRecord {
    const random = this.#random;
    const source = this.#sources.draw(random);
    const at = Math.floor(this.#now - random.next() * pastYears * year);
    const record = tellPerson(person, {
      random,
      source,
      at,
      mess: this.#mix.mess,
      wholeName: source.name === 'newsletter' && random.chance(this.#mix.wholeNames),
      sharedPhone: random.chance(this.#mix.sharedPhones) ? this.#sharedPhone(person) : undefined,
    });
    this.#records += 1;
    const device = source.name === 'web' ? this.#device(person) : undefined;
    const identifiers = identifiersOf(
      record,
      { type: `${source.name}_id`, value: `${source.name}-${this.#records}` },
      device,
    );
    return { person: person.id, record, identifiers, source: source.name, time: this.#instants.write(at) };
  }

  #device(person: Person): string {
    if (!this.#random.chance(this.#mix.kiosks)) return person.device;
    this.#kioskUses += 1;
    return `kiosk-${Math.floor(this.#kioskUses / usersOfKiosk)}`;
  }

  /** Serial numbers above every person's. */
  #sharedPhone({ language }: Person): string {
    const uses = this.#phoneUses.get(language) ?? 0;
    this.#phoneUses.set(language, uses + 1);
    return mobileNumber(language, 9_000_000 - Math.floor(uses / usersOfPhone));
  }
}

/** A source's own number names a record within the source and no person beyond it, so each record stays one. */
function identifiersOf(record: PersonTraits, own: Identifier, device: string | undefined): readonly Identifier[] {
  const identifiers = [own];
  if (record.loyalty_id !== undefined) identifiers.push({ type: 'loyalty_id', value: record.loyalty_id });
  if (record.email !== undefined) identifiers.push({ type: 'email', value: record.email });
  if (record.phone !== undefined) identifiers.push({ type: 'phone', value: record.phone });
  if (device !== undefined) identifiers.push({ type: 'anonymous_id', value: device });
  return identifiers;
}
