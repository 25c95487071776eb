/** An e-mail address in two forms: `exact` to send to, `match` to compare by. */
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import { memo } from './memo.ts';
import { isAscii } from './names/script.ts';

export interface Email {
  /** The address as its owner may be written to: local part as given, domain in ASCII lower case. */
  readonly exact: string;
  /** Equal for two spellings that reach the same mailbox. */
  readonly match: string;
  /** The mailbox belongs to a function, not to a person: `info@`, `noreply@`. */
  readonly role: boolean;
  /** The part of `match` before the @: two addresses of one person often share it. */
  readonly local: string;
  /** The mailbox is thrown away after use and may be anybody's: it identifies nobody. */
  readonly disposable: boolean;
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
  const text = (isAscii(raw) ? raw : raw.normalize('NFKC')).trim();
  const at = text.lastIndexOf('@');
  if (at < 1 || at > maxLocal || text.length > maxAddress) return undefined;
  const local = text.slice(0, at);
  const domain = asciiDomain(text.slice(at + 1));
  if (domain === undefined || !isPlainLocalPart(local)) return undefined;
  const folded = local.toLowerCase();
  const compared = comparedLocal(folded, domain);
  return {
    exact: `${local}@${domain}`,
    match: `${compared}@${sameMailbox.get(domain) ?? domain}`,
    role: roles.has(folded),
    local: compared,
    disposable: isDisposable(domain),
  };
}

function comparedLocal(local: string, domain: string): string {
  const untagged = plusDomains.has(domain) ? (local.split('+', 1)[0] ?? '') : local;
  const plain = dotlessDomains.has(domain) ? untagged.replaceAll('.', '') : untagged;
  return plain === '' ? local : plain;
}

const disposableDomains = disposableEmailBlocklistSet();

/** Such services hand out names under their domains as well. */
const isDisposable = (domain: string): boolean =>
  disposableDomains.has(domain) || disposableDomains.has(domain.slice(domain.indexOf('.') + 1));

/** No quoting, no spaces, no dots at the ends or doubled: quoted local parts do not occur among customers. */
const isPlainLocalPart = (local: string): boolean =>
  /^[\p{L}\p{N}\p{M}!#$%&'*+\-/=?^_`{|}~.]+$/u.test(local) && !/^\.|\.\.|\.$/.test(local);

/** Most customers share a few hundred domains. */
const asciiDomain = (domain: string): string | undefined => knownDomains(domain).ascii;
const knownDomains = memo((domain) => ({ ascii: readDomain(domain) }), 50_000);

/** The domain by UTS-46 (the URL parser implements it), with at least two labels and no port, path or address literal. */
function readDomain(domain: string): string | undefined {
  if (!/^[\p{L}\p{N}\p{M}\-.]+$/u.test(domain) || !URL.canParse(`http://${domain}`)) return undefined;
  const host = new URL(`http://${domain}`).hostname.replace(/\.$/, '');
  return /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(host) ? host : undefined;
}
