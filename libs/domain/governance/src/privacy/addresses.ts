/** Addresses of clients, as coarse as the source wants them. */

export type AddressRule = 'keep' | 'truncate' | 'drop';
export const addressRules = ['keep', 'truncate', 'drop'] as const;

/** Truncated: the last octet of IPv4, all but the first three groups of IPv6, as Google Analytics and Matomo do it. Undefined: dropped. */
export function coarseAddress(address: string, rule: AddressRule): string | undefined {
  if (rule === 'keep') return address;
  if (rule === 'drop') return undefined;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  const octets = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(mapped)?.[1];
  if (octets !== undefined) return `${octets}.0`;
  return address.includes(':') ? `${firstGroups(address)}::` : undefined;
}

/** The first 48 bits, with the groups that `::` stands for written out. */
function firstGroups(address: string): string {
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const between = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: between }, () => '0'), ...after];
  return groups
    .slice(0, 3)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':');
}
