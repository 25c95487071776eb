/** What counts as the same person, as versioned data: a new version is a new partition of the same facts. */
import { type MatchingRules } from './matching/rules.ts';

/**
 * `exclusive`: given to one person, two different ones forbid a join. `personal`: a person's, but families share it.
 * `device`: whoever sits before it. `session`: whoever sits before it for a while. `weak`: shown, never joins.
 */
export type IdentifierKind = 'exclusive' | 'personal' | 'device' | 'session' | 'weak';

export interface IdentifierRule {
  readonly kind: IdentifierKind;
  /** Joins only when somebody of at least this trust has said so; absent: `joinTrust` for personal ones, anybody for others. */
  readonly trust?: number;
  /** Held by more people than this (told apart by exclusive identifiers) it is evidence only. */
  readonly people: number;
  /** Held together with more e-mail addresses than this it is evidence only. */
  readonly mailboxes: number;
  /** Addresses count when so many of them appeared within this many days; absent: ever. */
  readonly mailboxDays?: number;
  /** Carried by more records than this it joins nobody, whoever they are: a kiosk, a test address, a robot. */
  readonly records: number;
  /** More different values than this do not belong to one person. */
  readonly perPerson: number;
  /** Values count when so many of them appeared within this many days; absent: ever. */
  readonly perPersonDays?: number;
}

export interface Policy {
  readonly version: number;
  /** By identifier type, in order of priority within a kind. Types that are not listed are weak. */
  readonly identifiers: Readonly<Record<string, IdentifierRule>>;
  /** Values that identify nobody, beside the known placeholders; compared without regard to case, as sent and as read. */
  readonly illegalValues: readonly string[];
  /** Regular expressions, without regard to case, by identifier type or trait name; `*`: identifiers of any type. */
  readonly illegalPatterns: Readonly<Record<string, readonly string[]>>;
  /** Mailboxes of these domains, and of those below them, are thrown away after use; beside the known services. */
  readonly disposableDomains: readonly string[];
  readonly trust: Trust;
  /** E-mail and phone join only when somebody of at least this trust has said so. */
  readonly joinTrust: number;
  readonly devices: Devices;
  readonly consent: Consent;
  /** Reads national phone numbers where an event names no country of its own; absent: only numbers with a country code are read then. */
  readonly country?: string;
  /** Comparison of what records say; absent: only shared identifiers join. */
  readonly matching?: MatchingRules;
  /** What a person is worth, as a trait with a number; absent: their records are counted. Ranks what people are asked, decides nothing. */
  readonly valueTrait?: string;
  readonly limits: Limits;
}

/** How far a source is believed, 0 to 100. */
interface Trust {
  readonly sources: Readonly<Record<string, number>>;
  /** Sources that are not listed. */
  readonly otherwise: number;
  /** The most that is believed of a browser or an app, whatever its source; absent: nothing. */
  readonly clients?: number;
}

interface Devices {
  /** Classes whose devices identify nobody. */
  readonly shared: readonly string[];
  /** Source → class of all its devices, whatever they say themselves. */
  readonly sources: Readonly<Record<string, string>>;
}

interface Consent {
  /** Records are joined with others only where this purpose is consented to. */
  readonly purpose: string;
  /** True: who has said nothing has not consented. */
  readonly required: boolean;
}

export interface Limits {
  readonly identifiersPerRecord: number;
  readonly traitsPerRecord: number;
  /** Characters of a trait's JSON text; longer values stay in the archive and out of the profile. */
  readonly traitLength: number;
  readonly sourcesPerIdentifier: number;
  readonly consentsPerRecord: number;
  readonly recordsPerComponent: number;
}

const unlimited = 1_000_000;

const exclusive: IdentifierRule = {
  kind: 'exclusive',
  people: unlimited, // two values clash anyway; the same value is the same person
  mailboxes: unlimited,
  records: unlimited,
  perPerson: 20, // one, and those that an alias made one with it
};
const device: IdentifierRule = {
  kind: 'device',
  people: 1, // a second login makes it a shared device
  mailboxes: 3, // one person rarely types a fourth address into one browser
  mailboxDays: 30,
  records: 50,
  perPerson: 50, // browsers forget, so a person has many over the years; fifty new ones in a month are a robot's
  perPersonDays: 30,
};

/** A card's number or an address is easily typed by somebody else: a browser's word is not enough. */
const proven = 50;

const births = ['birth_date', 'birthDate', 'birthday', 'date_of_birth', 'dateOfBirth', 'dob'];

export const defaultPolicy: Policy = {
  version: 1,
  identifiers: {
    user_id: { ...exclusive, trust: 0 },
    loyalty_id: { ...exclusive, trust: proven },
    email: { kind: 'personal', people: 3, mailboxes: unlimited, records: 50, perPerson: 5 },
    phone: { kind: 'personal', people: 10, mailboxes: 10, records: 50, perPerson: 5 },
    session_id: { ...device, kind: 'session', perPerson: unlimited },
    device_id: device,
    anonymous_id: device,
    advertising_id: device,
    push_token: device,
  },
  illegalValues: [],
  illegalPatterns: {
    '*': ['^[0-]*$', '^(?:-1|null|undefined|anonymous|guest)$'],
    ...Object.fromEntries(births.map((name) => [name, ['^1900-01-01']])), // what a form sends that was not filled in
  },
  disposableDomains: [],
  trust: { sources: {}, otherwise: proven, clients: 40 },
  joinTrust: proven,
  devices: { shared: ['shared', 'kiosk', 'pos', 'signage'], sources: {} },
  consent: { purpose: 'identity_linking', required: false },
  limits: {
    identifiersPerRecord: 300, // above every `perPerson`; a record of full size stays under 60 kB
    traitsPerRecord: 200,
    traitLength: 4_096,
    sourcesPerIdentifier: 8,
    consentsPerRecord: 50, // banners know a dozen categories
    recordsPerComponent: 500, // a document of typical records stays under 1 MB; nobody has 500 devices
  },
};

const weak: IdentifierRule = { kind: 'weak', people: 0, mailboxes: 0, records: 0, perPerson: unlimited };

export const ruleOf = (policy: Policy, type: string): IdentifierRule => policy.identifiers[type] ?? weak;
