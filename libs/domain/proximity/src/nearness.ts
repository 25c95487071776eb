/**
 * How near a beacon is, from how much weaker it is than at one metre. Distance by the log-distance model of path loss (T. S. Rappaport, Wireless
 * Communications, 2nd edition, section 4.9): d = 10^(loss / (10 n)), with n = 2 as in free space, which a line of sight in a shop comes close to.
 * Bodies and shelves make a beacon seem farther than it is, never nearer: an estimate is good for telling near from far, not for measuring.
 */

export type Nearness = 'immediate' | 'near' | 'far';

/** Free space. */
const exponent = 2;
/** Metres. An arm's length from the beacon: held to it, or standing before it. */
const immediateBelow = 0.5;
/** Metres. Where Apple's "near" ends with a clear line of sight (Getting Started with iBeacon, 2014). */
const nearUpTo = 3;

/** Where nothing says better: the value with which Apple's sample code (AirLocate) advertises. */
export const usualMeasuredPower = -59;

/** dB that the signal has lost since one metre; below zero within it. Comparable between beacons of different strength. */
export const lossOf = (rssi: number, measuredPower: number): number => measuredPower - rssi;

/** Metres. */
export const distanceOf = (loss: number): number => 10 ** (loss / (10 * exponent));

export function nearnessOf(loss: number): Nearness {
  const distance = distanceOf(loss);
  if (distance < immediateBelow) return 'immediate';
  return distance <= nearUpTo ? 'near' : 'far';
}
