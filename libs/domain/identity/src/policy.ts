/** What counts as the same person, as versioned data: a new version is a new partition of the same facts. */
import { type MatchingRules } from './matching/rules.ts';

/**
 * `exclusive`: given to one person, two different ones forbid a join. `personal`: a person's, but families share it.
 * `device`: whoever sits before it. `weak`: shown, never joins.
 */
export type IdentifierKind = 'exclusive' | 'personal' | 'device' | 'weak';

export interface IdentifierRule {
  readonly kind: IdentifierKind;
  /** Held by more people than this (told apart by exclusive identifiers) it is evidence only. */
  readonly people: number;
  /** Held together with more e-mail addresses than this it is evidence only; counts for devices. */
  readonly mailboxes: number;
  /** Carried by more records than this it joins nobody, whoever they are: a kiosk, a test address, a robot. */
  readonly records: number;
  /** More different values than this do not belong to one person. */
  readonly perPerson: number;
}

export interface Policy {
  readonly version: number;
  /** By identifier type, in order of priority within a kind. Types that are not listed are weak. */
  readonly identifiers: Readonly<Record<string, IdentifierRule>>;
  /** Values that identify nobody, beside the known placeholders; compared without regard to case. */
  readonly illegalValues: readonly string[];
  /** How far a source is believed, 0 to 100; unlisted sources have `otherwise`. */
  readonly trust: { readonly sources: Readonly<Record<string, number>>; readonly otherwise: number };
  /** E-mail and phone join only when a source of at least this trust has said so. */
  readonly joinTrust: number;
  /** Reads national phone numbers; absent: only numbers with a country code are read. */
  readonly country?: string;
  /** Comparison of what records say; absent: only shared identifiers join. */
  readonly matching?: MatchingRules;
  readonly limits: Limits;
}

export interface Limits {
  readonly identifiersPerRecord: number;
  readonly traitsPerRecord: number;
  /** Characters of a trait's JSON text; longer values stay in the archive and out of the profile. */
  readonly traitLength: number;
  readonly sourcesPerIdentifier: number;
  readonly recordsPerComponent: number;
}

const unlimited = 1_000_000;

const exclusive: IdentifierRule = {
  kind: 'exclusive',
  people: unlimited, // two values clash anyway; the same value is the same person
  mailboxes: unlimited,
  records: unlimited,
  perPerson: 20,
};
const device: IdentifierRule = {
  kind: 'device',
  people: 1, // a second login makes it a shared device
  mailboxes: 3, // one person rarely types a fourth address into one browser
  records: 50,
  perPerson: 200, // browsers forget: a person has many anonymous ids over the years
};

export const defaultPolicy: Policy = {
  version: 1,
  identifiers: {
    user_id: exclusive,
    loyalty_id: exclusive,
    email: { kind: 'personal', people: 3, mailboxes: unlimited, records: 50, perPerson: 10 },
    phone: { kind: 'personal', people: 10, mailboxes: unlimited, records: 50, perPerson: 10 },
    device_id: device,
    anonymous_id: device,
    advertising_id: device,
    push_token: device,
  },
  illegalValues: [],
  trust: { sources: {}, otherwise: 50 },
  joinTrust: 0,
  limits: {
    identifiersPerRecord: 300, // above every `perPerson`; a record of full size stays under 60 kB
    traitsPerRecord: 200,
    traitLength: 4_096,
    sourcesPerIdentifier: 8,
    recordsPerComponent: 500, // a document of typical records stays under 1 MB; nobody has 500 devices
  },
};

const weak: IdentifierRule = { kind: 'weak', people: 0, mailboxes: 0, records: 0, perPerson: unlimited };

export const ruleOf = (policy: Policy, type: string): IdentifierRule => policy.identifiers[type] ?? weak;

export const trustOf = (policy: Policy, source: string): number =>
  policy.trust.sources[source] ?? policy.trust.otherwise;
