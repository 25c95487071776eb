/** A frame as scanners hand it over: the whole advertisement, or what stands in it of the manufacturer or the service. */
import { reason, type Reason } from '@tributary/domain-collection';
import { manufacturerData, serviceData, type Structure, type Structures, structuresIn } from './advertisement.ts';
import { bytesOf, startsWith } from './bytes.ts';
import { eddystone, isEddystoneType, service } from './eddystone.ts';
import { type Frame } from './frame.ts';
import { beginning, company, ibeacon } from './ibeacon.ts';

export function decodeFrame(hex: string): Frame | Reason {
  const bytes = bytesOf(hex);
  if ('code' in bytes) return bytes;
  if (startsWith(bytes, [...company, ...beginning])) return ibeacon(bytes.subarray(company.length));
  if (startsWith(bytes, service)) return eddystone(bytes.subarray(service.length));
  const advertised = structuresIn(bytes);
  const found = advertised.ok ? frameAmong(advertised.structures) : undefined;
  if (found) return found;
  // Scanners that know the company or the service leave it out: Android's `getManufacturerSpecificData(0x004c)` does.
  if (startsWith(bytes, beginning)) return ibeacon(bytes);
  if (isEddystoneType(bytes[0]) && !isWholeAdvertisement(advertised)) return eddystone(bytes);
  return reason('FRAME_UNKNOWN', unknown(advertised));
}

/** The first structure that is a frame of ours; a beacon may send flags and names beside it. */
function frameAmong(structures: readonly Structure[]): Frame | Reason | undefined {
  for (const { type, data } of structures) {
    if (type === manufacturerData && startsWith(data, [...company, ...beginning])) return ibeacon(data.subarray(2));
    if (type === serviceData && startsWith(data, service)) return eddystone(data.subarray(2));
  }
  return undefined;
}

/** A UID begins with a zero, which ends an advertisement before it has begun. */
const isWholeAdvertisement = (found: Structures): boolean => found.ok && found.structures.length > 0;

function unknown(found: Structures): string {
  if (!found.ok) {
    const { at, length, there } = found;
    return `The bytes are no frame, and no advertisement: the structure at byte ${at} has ${length} bytes, ${there} are there.`;
  }
  const types = found.structures.map(({ type }) => type.toString(16).padStart(2, '0'));
  return `The advertisement has no frame of iBeacon or Eddystone; it has structures of the types ${types.join(', ') || 'none'}.`;
}
