/** People as they live: alone, in couples, in families that share a roof, a name, sometimes a mailbox or a telephone. */
import type { Random } from '../random.ts';
import { drawHome, mobileNumber, type Home, type Mailboxes } from './addresses.ts';
import type { FamilyName, Language } from './language.ts';
import type { Word } from './words.ts';

export interface Birth {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export interface Person {
  readonly id: string;
  readonly language: Language;
  /** Which form the names take. */
  readonly feminine: boolean;
  readonly given: Word;
  /** What friends say; undefined where nobody says anything else. */
  readonly nickname: Word | undefined;
  readonly family: Word;
  readonly born: Birth;
  readonly home: Home;
  /** Where and who the person was until then, milliseconds. */
  readonly moved: { readonly at: number; readonly from: Home } | undefined;
  readonly married: { readonly at: number; readonly from: Word } | undefined;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly device: string;
  readonly card: string | undefined;
  /** How the person writes the name in Latin letters: the index among its spellings. */
  readonly way: number;
}

interface Circumstances {
  readonly random: Random;
  readonly mailboxes: Mailboxes;
  readonly now: number;
  readonly cards: number;
}

interface Household {
  readonly language: Language;
  readonly name: FamilyName;
  readonly home: Home;
  readonly moved: Person['moved'];
  readonly phone: string | undefined;
  readonly mailbox: string | undefined;
}

const year = 31_556_952_000;
/** Of all deliveries: Monden, Pison and Smits, "Twin Peaks", Human Reproduction 36 (2021), the world in 2010 to 2015. */
const twinDeliveries = 0.012;
/** Younger ones are nobody's customers. */
const youngest = 12;
/** How far the records reach back. */
export const pastYears = 3;

/** Makes household after household; numbers people from `serial` on. */
export function* households(circumstances: Circumstances, language: () => Language): Generator<readonly Person[]> {
  for (let serial = 1; ;) {
    const members = household(circumstances, language(), serial);
    serial += members.length;
    yield members;
  }
}

function household(circumstances: Circumstances, language: Language, serial: number): readonly Person[] {
  const { random, now } = circumstances;
  const adults = random.chance(0.55) ? 1 : 2;
  const deliveries = random.chance(adults === 1 ? 0.08 : 0.45) ? 1 + random.below(3) : 0;
  const home = drawHome(random, language);
  const name = language.familyName(random);
  const several = adults + deliveries > 1;
  const shared: Household = {
    language,
    name,
    home,
    moved: random.chance(0.15) ? { at: momentBefore(random, now), from: drawHome(random, language) } : undefined,
    phone: several && random.chance(0.3) ? mobileNumber(language, serial * 3) : undefined,
    mailbox:
      several && random.chance(0.15)
        ? circumstances.mailboxes.open(random, `family.${name.man.mailbox}`, { born: 1, serial })
        : undefined,
  };
  const thisYear = new Date(now).getUTCFullYear();
  const eldest = thisYear - (deliveries > 0 ? 40 + random.below(30) : 19 + Math.floor(random.next() ** 1.3 * 68));
  const people: Person[] = [];
  for (let index = 0; index < adults; index += 1) {
    const born = birthIn(random, eldest + (index === 0 ? 0 : random.below(9) - 4));
    people.push(adult(circumstances, shared, { serial: serial + index, born, partner: people[0] }));
  }
  return [...people, ...childrenOf(circumstances, shared, { serial: serial + adults, deliveries, parents: people })];
}

interface Adult {
  readonly serial: number;
  readonly born: Birth;
  readonly partner: Person | undefined;
}

function adult(circumstances: Circumstances, shared: Household, { serial, born, partner }: Adult): Person {
  const { random, now } = circumstances;
  const feminine = partner === undefined ? random.chance(0.5) : random.chance(0.97) !== partner.feminine;
  const ownName = partner !== undefined && random.chance(0.3) ? shared.language.familyName(random) : shared.name;
  const given = shared.language.givenName(random, feminine);
  const married =
    feminine && random.chance(0.08)
      ? { at: momentBefore(random, now), from: shared.language.familyName(random).woman }
      : undefined;
  return person(circumstances, shared, {
    serial,
    born,
    feminine,
    given,
    family: feminine ? ownName.woman : ownName.man,
    married,
  });
}

interface Children {
  readonly serial: number;
  readonly deliveries: number;
  readonly parents: readonly Person[];
}

/** Born two or three years apart, and named differently; twins on one day. */
function childrenOf(
  circumstances: Circumstances,
  shared: Household,
  { serial, deliveries, parents }: Children,
): readonly Person[] {
  const { random, now } = circumstances;
  const latest = new Date(now).getUTCFullYear() - youngest - 3 * (deliveries - 1);
  const children: Person[] = [];
  let bornIn = Math.min((parents[0]?.born.year ?? latest) + 20 + random.below(14), latest);
  for (let delivery = 0; delivery < deliveries; delivery += 1) {
    const born = birthIn(random, bornIn);
    const bornTogether = random.chance(twinDeliveries) ? 2 : 1;
    for (let one = 0; one < bornTogether; one += 1) {
      const own = { serial: serial + children.length, born, parents, siblings: children };
      children.push(child(circumstances, shared, own));
    }
    bornIn += 2 + random.below(2);
  }
  return children;
}

interface Child {
  readonly serial: number;
  readonly born: Birth;
  readonly parents: readonly Person[];
  readonly siblings: readonly Person[];
}

/** One in twelve bears the name of a parent: only the birth tells them apart. */
function child(circumstances: Circumstances, shared: Household, { serial, born, parents, siblings }: Child): Person {
  const { random } = circumstances;
  const { language, name } = shared;
  const feminine = random.chance(0.5);
  const family = feminine ? name.woman : name.man;
  const namesake = random.chance(1 / 12)
    ? parents.find((parent) => parent.feminine === feminine && parent.family === family)
    : undefined;
  let given = namesake?.given ?? language.givenName(random, feminine);
  while (siblings.some((sibling) => sibling.given === given)) given = language.givenName(random, feminine);
  return person(circumstances, shared, { serial, born, feminine, given, family, married: undefined });
}

interface Identity {
  readonly serial: number;
  readonly born: Birth;
  readonly feminine: boolean;
  readonly given: Word;
  readonly family: Word;
  readonly married: Person['married'];
}

function person(circumstances: Circumstances, shared: Household, identity: Identity): Person {
  const { random, mailboxes, cards } = circumstances;
  const { serial, born, feminine, given, family, married } = identity;
  const { language, home, moved } = shared;
  const nicknames = language.nicknamesOf(given);
  const nickname = nicknames.length === 0 ? undefined : random.pick(nicknames);
  // Mailboxes are older than marriages: most keep the former name.
  const names = { given, nickname, family: married?.from ?? family };
  const open = (): string => mailboxes.open(random, localPart(random, names), { born: born.year, serial });
  const own = [open(), ...(random.chance(0.3) ? [open()] : [])];
  const phones = [
    mobileNumber(language, serial * 3 + 1),
    ...(random.chance(0.15) ? [mobileNumber(language, serial * 3 + 2)] : []),
  ];
  return {
    id: `p${serial}`,
    language,
    feminine,
    given,
    nickname,
    family,
    born,
    home,
    moved,
    married,
    emails: shared.mailbox === undefined ? own : [shared.mailbox, ...own],
    phones: shared.phone === undefined ? phones : [shared.phone, ...phones],
    device: `d-${(Math.imul(serial, 0x9e3779b1) >>> 0).toString(36)}`,
    card: random.chance(cards) ? `27${String((serial * 7_368_787) % 1e10).padStart(10, '0')}` : undefined,
    way: random.chance(0.6) ? 0 : random.below(3),
  };
}

const birthIn = (random: Random, year: number): Birth => ({
  year,
  month: 1 + random.below(12),
  day: 1 + random.below(28),
});

const momentBefore = (random: Random, now: number): number => now - random.next() * pastYears * year;

function localPart(random: Random, { given, nickname, family }: Pick<Person, 'given' | 'nickname' | 'family'>): string {
  const short = (nickname ?? given).mailbox;
  const habit = random.next();
  if (habit < 0.35) return `${given.mailbox}.${family.mailbox}`;
  if (habit < 0.5) return `${given.mailbox.charAt(0)}${family.mailbox}`;
  if (habit < 0.62) return `${given.mailbox}${family.mailbox}`;
  if (habit < 0.74) return `${short}.${family.mailbox}`;
  if (habit < 0.84) return `${family.mailbox}.${given.mailbox.charAt(0)}`;
  if (habit < 0.92) return `${short}${random.below(100)}`;
  return `${family.mailbox}${given.mailbox}`;
}
