/**
 * The frame of an iBeacon within the manufacturer data of Apple (company 0x004C): type 0x02, length 0x15, a UUID, major and minor (big-endian),
 * measured power (Apple, Proximity Beacon Specification, release R1).
 */
import { reason, type Reason } from '@tributary/domain-collection';
import { dashed, hexOf, signed, unsigned } from './bytes.ts';
import { type Frame } from './frame.ts';

/** Apple's company identifier, little-endian as it stands on the air. */
export const company = [0x4c, 0x00] as const;
export const beginning = [0x02, 0x15] as const;

/** Type and length, then as many bytes as the length says. */
const wholeLength = 2 + 0x15;

/** `data`: from the type on, after the company. */
export function ibeacon(data: Uint8Array): Frame | Reason {
  if (data.length !== wholeLength) {
    const detail = `An iBeacon has ${wholeLength} bytes from its type 02 on; there are ${data.length}.`;
    return reason('FRAME_MALFORMED', detail);
  }
  const identity = {
    kind: 'ibeacon',
    uuid: dashed(hexOf(data.subarray(2, 18))),
    major: unsigned(data.subarray(18, 20)),
    minor: unsigned(data.subarray(20, 22)),
  } as const;
  return { kind: 'identity', identity, measuredPower: signed(data[22]) };
}
