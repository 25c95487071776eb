/** A record as it is compared: names, births, addresses and contact points, normalised once. */
export interface MatchForm {
  /** Forms of equal fingerprint compare equal to everything; a record whose fingerprint stays needs no new comparison. */
  readonly fingerprint: string;
}
