/** Web origins from which a source may send: `https://shop.example`, or with any one name before it, `https://*.shop.example`. */

const pattern = /^https?:\/\/(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?$/;

export const isOriginPattern = (text: string): boolean => pattern.test(text);

export function isFrom(origin: string, allowed: readonly string[]): boolean {
  const own = origin.toLowerCase();
  return allowed.some((one) => own === one || isBelow(own, one));
}

function isBelow(origin: string, allowed: string): boolean {
  const [scheme = '', domain] = allowed.split('*');
  if (domain === undefined || !origin.startsWith(scheme) || !origin.endsWith(domain)) return false;
  const name = origin.slice(scheme.length, origin.length - domain.length);
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(name);
}
