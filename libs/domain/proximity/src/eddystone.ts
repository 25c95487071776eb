/** The frames of Eddystone within the data of the service 0xFEAA: UID, URL, TLM and EID (github.com/google/eddystone, protocol-specification.md). */
import { reason, type Reason } from '@tributary/domain-collection';
import { hexOf, signed, unsigned } from './bytes.ts';
import { expandUrl } from './eddystone-url.ts';
import { type BeaconIdentity, type Frame, type Telemetry } from './frame.ts';

/** The service, little-endian as it stands on the air. */
export const service = [0xaa, 0xfe] as const;

/** What is lost between 0 m, where Eddystone states its power, and 1 m, where everybody else does (eddystone-uid, Tx Power). */
export const lossOfFirstMetre = 41;

interface Kind {
  readonly name: string;
  /** Bytes of the frame, from its type on. */
  readonly lengths: readonly number[];
}

/** By type. A UID is also sent without its two reserved bytes; a URL has 0 to 17 bytes after its scheme. */
const kinds: ReadonlyMap<number | undefined, Kind> = new Map([
  [0x00, { name: 'UID', lengths: [18, 20] }],
  [0x10, { name: 'URL', lengths: Array.from({ length: 18 }, (_, rest) => 3 + rest) }],
  [0x20, { name: 'TLM', lengths: [14] }],
  [0x30, { name: 'EID', lengths: [10] }],
]);

/** Encrypted telemetry: version, twelve bytes, salt, check. */
const encryptedVersion = 0x01;
/** -128 °C: the beacon does not measure it. */
const noTemperature = -128;

export const isEddystoneType = (type: number | undefined): boolean => kinds.has(type);

/** `frame`: from the type on, after the service. */
export function eddystone(frame: Uint8Array): Frame | Reason {
  const [type] = frame;
  const kind = kinds.get(type);
  if (type === undefined || kind === undefined) {
    const found = type === undefined ? 'empty' : `of the type ${hexOf(frame.subarray(0, 1))}`;
    return reason('FRAME_UNKNOWN', `The data of the Eddystone service is ${found}; known are 00, 10, 20 and 30.`);
  }
  if (type === 0x20 && frame[1] === encryptedVersion) {
    return reason('FRAME_WITHOUT_ID', 'The frame is encrypted telemetry, which only the holder of its key can read.');
  }
  if (!kind.lengths.includes(frame.length)) return malformed(kind, frame.length);
  if (type === 0x20) return { kind: 'telemetry', telemetry: telemetryIn(frame) };
  const identity = identityIn(type, frame);
  if ('code' in identity) return identity;
  return { kind: 'identity', identity, measuredPower: signed(frame[1]) - lossOfFirstMetre };
}

function identityIn(type: number, frame: Uint8Array): BeaconIdentity | Reason {
  if (type === 0x30) return { kind: 'eddystone-eid', eid: hexOf(frame.subarray(2)) };
  if (type === 0x00) {
    return { kind: 'eddystone-uid', namespace: hexOf(frame.subarray(2, 12)), instance: hexOf(frame.subarray(12, 18)) };
  }
  const url = expandUrl(frame.subarray(2));
  return typeof url === 'string' ? { kind: 'eddystone-url', url } : url;
}

/** All numbers are big-endian; the temperature is fixed-point with eight bits after the point. */
function telemetryIn(frame: Uint8Array): Telemetry {
  const batteryMillivolts = unsigned(frame.subarray(2, 4));
  const celsius = signed(frame[4]) + (frame[5] ?? 0) / 256;
  return {
    ...(batteryMillivolts === 0 ? {} : { batteryMillivolts }),
    ...(celsius === noTemperature ? {} : { celsius }),
    advertisements: unsigned(frame.subarray(6, 10)),
    uptimeSeconds: unsigned(frame.subarray(10, 14)) / 10,
  };
}

function malformed({ name, lengths }: Kind, length: number): Reason {
  const wanted = lengths.length > 2 ? `${lengths[0] ?? 0} to ${lengths.at(-1) ?? 0}` : lengths.join(' or ');
  return reason('FRAME_MALFORMED', `An Eddystone-${name} frame has ${wanted} bytes; there are ${length}.`);
}
