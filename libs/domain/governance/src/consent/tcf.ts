/** The purposes of a consent string of IAB Europe's Transparency and Consent Framework, version 2 (core segment). */

/** Where the 24 purposes begin: after version, times, CMP, screen, language, vendor list, policy and two switches. */
const purposesAt = 6 + 36 + 36 + 12 + 12 + 6 + 12 + 12 + 6 + 1 + 1 + 12;
const purposeCount = 24;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Numbers of the purposes that were consented to, from 1; undefined where the string is none of version 2. */
export function purposesIn(consent: string): ReadonlySet<number> | undefined {
  const [core = ''] = consent.split('.', 1);
  const bits = Array.from({ length: core.length }, (_, at) => alphabet.indexOf(core.charAt(at)));
  if (bits.includes(-1) || bits.length * 6 < purposesAt + purposeCount || bits[0] !== 2) return undefined;
  const isSet = (at: number): boolean => (((bits[Math.floor(at / 6)] ?? 0) >> (5 - (at % 6))) & 1) === 1;
  const granted = new Set<number>();
  for (let purpose = 1; purpose <= purposeCount; purpose += 1)
    if (isSet(purposesAt + purpose - 1)) granted.add(purpose);
  return granted;
}
