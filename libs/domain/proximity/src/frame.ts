/** What a beacon says over the air: who it is and how strong it is at one metre, or how it fares. */

export type BeaconIdentity =
  | {
      readonly kind: 'ibeacon';
      /** Lower case with dashes. */
      readonly uuid: string;
      readonly major: number;
      readonly minor: number;
    }
  /** Hexadecimal digits in lower case: 20 and 12 of them. */
  | { readonly kind: 'eddystone-uid'; readonly namespace: string; readonly instance: string }
  | { readonly kind: 'eddystone-url'; readonly url: string }
  /** 16 hexadecimal digits. It changes with time, and only who holds its key can tell whose it is: to us it is opaque. */
  | { readonly kind: 'eddystone-eid'; readonly eid: string };

/** Of Eddystone-TLM. */
export interface Telemetry {
  /** Absent where the beacon has no battery to measure. */
  readonly batteryMillivolts?: number;
  /** Absent where the beacon does not measure it. */
  readonly celsius?: number;
  /** Frames sent since it was switched on. */
  readonly advertisements: number;
  /** Since it was switched on. */
  readonly uptimeSeconds: number;
}

export type Frame =
  /** `measuredPower`: dBm that are received at one metre. */
  | { readonly kind: 'identity'; readonly identity: BeaconIdentity; readonly measuredPower: number }
  | { readonly kind: 'telemetry'; readonly telemetry: Telemetry };

/** One text for one beacon, however it was written. */
export function beaconKey(identity: BeaconIdentity): string {
  switch (identity.kind) {
    case 'ibeacon':
      return `ibeacon/${identity.uuid}/${identity.major}/${identity.minor}`;
    case 'eddystone-uid':
      return `eddystone-uid/${identity.namespace}/${identity.instance}`;
    case 'eddystone-url':
      return `eddystone-url/${identity.url}`;
    case 'eddystone-eid':
      return `eddystone-eid/${identity.eid}`;
  }
}
