/** An e-mail address in two forms: `exact` to send to, `match` to compare by. */

export interface Email {
  /** The address as its owner may be written to: local part as given, domain in ASCII lower case. */
  readonly exact: string;
  /** Equal for two spellings that reach the same mailbox. */
  readonly match: string;
  /** The mailbox belongs to a function, not to a person: `info@`, `noreply@`. */
  readonly role: boolean;
}

// RFC 5321: 64 octets before the @, 254 in all.
const maxLocal = 64;
const maxAddress = 254;

const dotlessDomains = new Set(['gmail.com', 'googlemail.com']);
const plusDomains = new Set([
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com'],
  ...['icloud.com', 'me.com', 'mac.com', 'fastmail.com', 'proton.me', 'protonmail.com'],
]);
const sameMailbox = new Map([['googlemail.com', 'gmail.com']]);

const roles = new Set([
  ...['abuse', 'admin', 'administrator', 'billing', 'contact', 'help', 'hello', 'hostmaster', 'info', 'mail'],
  ...['mailer-daemon', 'marketing', 'no-reply', 'noreply', 'donotreply', 'do-not-reply', 'office', 'orders'],
  ...['postmaster', 'root', 'sales', 'security', 'service', 'support', 'team', 'test', 'webmaster'],
]);

/** Undefined when the text is not one plain address. */
export function readEmail(raw: string): Email | undefined {
  const text = raw.normalize('NFKC').trim();
  const at = text.lastIndexOf('@');
  if (at < 1 || at > maxLocal || text.length > maxAddress) return undefined;
  const local = text.slice(0, at);
  const domain = asciiDomain(text.slice(at + 1));
  if (domain === undefined || !isPlainLocalPart(local)) return undefined;
  const folded = local.toLowerCase();
  return { exact: `${local}@${domain}`, match: matchKey(folded, domain), role: roles.has(folded) };
}

function matchKey(local: string, domain: string): string {
  const untagged = plusDomains.has(domain) ? (local.split('+', 1)[0] ?? '') : local;
  const plain = dotlessDomains.has(domain) ? untagged.replaceAll('.', '') : untagged;
  return `${plain === '' ? local : plain}@${sameMailbox.get(domain) ?? domain}`;
}

/** No quoting, no spaces, no dots at the ends or doubled: quoted local parts do not occur among customers. */
const isPlainLocalPart = (local: string): boolean =>
  /^[\p{L}\p{N}\p{M}!#$%&'*+\-/=?^_`{|}~.]+$/u.test(local) && !/^\.|\.\.|\.$/.test(local);

/** The domain by UTS-46 (the URL parser implements it), with at least two labels and no port, path or address literal. */
function asciiDomain(domain: string): string | undefined {
  if (!/^[\p{L}\p{N}\p{M}\-.]+$/u.test(domain) || !URL.canParse(`http://${domain}`)) return undefined;
  const host = new URL(`http://${domain}`).hostname.replace(/\.$/, '');
  return /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(host) ? host : undefined;
}
