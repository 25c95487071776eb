/** People with the truth beside them: records of several sources that a careful reader could sort out again. */
import type { Identifier } from '@tributary/contracts';
import { Random } from '../random.ts';
import { Mailboxes, mobileNumber } from './addresses.ts';
import { households, pastYears, type Person } from './households.ts';
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
const window = 4096;

/** Equal options give equal records. */
export function* peopleRecords(options: PeopleOptions): Generator<PersonRecord> {
  const random = new Random(options.seed ^ 0x5bd1e995);
  const waiting: PersonRecord[] = [];
  let made = 0;
  for (const record of personAfterPerson(options)) {
    if (made === options.records) break;
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
    for (const member of members) for (let left = recordsOf(random); left > 0; left -= 1) yield teller.tell(member);
  }
}

/** Most people are known once to three times; some ten times. */
function recordsOf(random: Random): number {
  const [share, more] = [random.next(), random.next()];
  if (share < 0.42) return 1;
  if (share < 0.7) return 2;
  if (share < 0.86) return 3;
  return share < 0.97 ? 4 + Math.floor(more * 3) : 7 + Math.floor(more * 4);
}

const year = 31_556_952_000;
/** How many use a thing in turn before the next one takes its place. */
const usersOfKiosk = 200;
const usersOfPhone = 25;

/** Turns people into records, and lets strangers share devices and numbers. */
class Teller {
  readonly #sources = new Weighted(shopSources, ({ share }) => share);
  #records = 0;
  #kioskUses = 0;
  #phoneUses = 0;

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
    return { person: person.id, record, identifiers, source: source.name, time: new Date(at).toISOString() };
  }

  #device(person: Person): string {
    if (!this.#random.chance(this.#mix.kiosks)) return person.device;
    this.#kioskUses += 1;
    return `kiosk-${Math.floor(this.#kioskUses / usersOfKiosk)}`;
  }

  /** Serial numbers above every person's. */
  #sharedPhone({ language }: Person): string {
    this.#phoneUses += 1;
    return mobileNumber(language, 9_000_000 - Math.floor(this.#phoneUses / usersOfPhone));
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
