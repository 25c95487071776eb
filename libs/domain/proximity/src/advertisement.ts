/**
 * The structures of an advertisement: a length, a type, and data, one after the other; a length of zero ends them early
 * (Bluetooth Core Specification, Vol 3, Part C, section 11; types: Supplement, Part A).
 */

export interface Structure {
  readonly type: number;
  readonly data: Uint8Array;
}

/** Types of structures. */
export const manufacturerData = 0xff;
export const serviceData = 0x16;

export type Structures =
  | { readonly ok: true; readonly structures: readonly Structure[] }
  /** Where the bytes end before the structure does. */
  | { readonly ok: false; readonly at: number; readonly length: number; readonly there: number };

export function structuresIn(bytes: Uint8Array): Structures {
  const structures: Structure[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes[at] ?? 0;
    if (length === 0) break;
    const there = bytes.length - at - 1;
    if (length > there) return { ok: false, at, length, there };
    structures.push({ type: bytes[at + 1] ?? 0, data: bytes.subarray(at + 2, at + 1 + length) });
    at += 1 + length;
  }
  return { ok: true, structures };
}
