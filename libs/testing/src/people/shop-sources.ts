/** Where a shop's records come from, and what each of them does to what people say. */

export interface ShopSource {
  readonly name: string;
  readonly share: number;
  /** How often the source has it at all. */
  readonly has: {
    readonly given: number;
    readonly family: number;
    readonly birth: number;
    readonly email: number;
    readonly phone: number;
    readonly address: number;
    readonly card: number;
  };
  /** How often a text has a mistake. */
  readonly typos: number;
  readonly nicknames: number;
  readonly initials: number;
  /** Given and family name in each other's place. */
  readonly swapped: number;
  /** Another script in Latin letters. */
  readonly latin: number;
  /** ASCII only, capitals only. */
  readonly capitals: boolean;
  readonly phones: 'international' | 'national' | 'spaced';
  readonly dates: 'iso' | 'local';
}

export const shopSources: readonly ShopSource[] = [
  {
    // Kept by staff, complete, the oldest.
    name: 'crm',
    share: 0.4,
    has: { given: 0.99, family: 0.995, birth: 0.8, email: 0.75, phone: 0.7, address: 0.9, card: 0.8 },
    typos: 0.04,
    nicknames: 0.06,
    initials: 0.06,
    swapped: 0.015,
    latin: 0.15,
    capitals: false,
    phones: 'spaced',
    dates: 'iso',
  },
  {
    // Typed by the customer, who writes the own name well and the rest as it comes.
    name: 'web',
    share: 0.3,
    has: { given: 0.95, family: 0.93, birth: 0.45, email: 0.96, phone: 0.5, address: 0.6, card: 0.3 },
    typos: 0.025,
    nicknames: 0.15,
    initials: 0.03,
    swapped: 0.03,
    latin: 0.35,
    capitals: false,
    phones: 'international',
    dates: 'iso',
  },
  {
    // Typed or scanned in haste, by somebody else.
    name: 'till',
    share: 0.15,
    has: { given: 0.9, family: 0.97, birth: 0.35, email: 0.35, phone: 0.75, address: 0.5, card: 0.9 },
    typos: 0.09,
    nicknames: 0.04,
    initials: 0.2,
    swapped: 0.02,
    latin: 0.5,
    capitals: true,
    phones: 'national',
    dates: 'local',
  },
  {
    // An address and what to call its owner.
    name: 'newsletter',
    share: 0.15,
    has: { given: 0.92, family: 0.75, birth: 0.2, email: 1, phone: 0, address: 0.15, card: 0 },
    typos: 0.03,
    nicknames: 0.25,
    initials: 0.02,
    swapped: 0.01,
    latin: 0.35,
    capitals: false,
    phones: 'international',
    dates: 'local',
  },
];
