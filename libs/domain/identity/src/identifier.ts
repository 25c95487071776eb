/** Reads a claimed identifier: the value to keep, the keys it is compared by, or why it identifies nobody. */
import { type Identifier } from '@tributary/contracts';
import { isPlaceholder, readEmail, readPhone, type Email } from '@tributary/domain-cleansing';
import { isDisposable, isIllegal } from './illegal.ts';
import { type Policy } from './policy.ts';

/** Why a value can never identify, whoever carries it. */
export type Unfit = 'placeholder' | 'invalid' | 'role' | 'disposable';

export interface ReadIdentifier {
  readonly type: string;
  /** As it may be shown and written to: an exact e-mail address, a number in E.164, else the value as sent. */
  readonly value: string;
  /** What it is compared by, where that is not the value. */
  readonly match?: string;
  readonly unfit?: Unfit;
}

/** `country`: of whoever it belongs to, as a national number is written there. */
export function readIdentifier(
  { type, value: raw }: Identifier,
  policy: Policy,
  country = policy.country,
): ReadIdentifier {
  const value = raw.trim();
  if (isPlaceholder(value) || isIllegal(type, value, policy)) {
    return { type, value: value === '' ? raw : value, unfit: 'placeholder' };
  }
  if (type === 'email') {
    const email = readEmail(value);
    if (!email) return { type, value, unfit: 'invalid' };
    const match = email.match === email.exact ? {} : { match: email.match };
    const unfit = unfitMailbox(email, policy);
    return { type, value: email.exact, ...match, ...(unfit === undefined ? {} : { unfit }) };
  }
  if (type === 'phone') {
    const phone = readPhone(value, country);
    if (phone === undefined) return { type, value, unfit: 'invalid' };
    return isIllegal(type, phone, policy) ? { type, value: phone, unfit: 'placeholder' } : { type, value: phone };
  }
  return { type, value };
}

function unfitMailbox({ exact, match, role, disposable }: Email, policy: Policy): Unfit | undefined {
  if (isIllegal('email', exact, policy) || isIllegal('email', match, policy)) return 'placeholder';
  if (role) return 'role';
  return disposable || isDisposable(match, policy) ? 'disposable' : undefined;
}

/** An identifier as one text, equal exactly when two identifiers are compared as equal. */
export const identifierKey = (type: string, match: string): string => `${type}|${match}`;

/** The former id of an alias may have been a login or a device: it meets either. */
const formerTypes = ['user_id', 'anonymous_id'] as const;

/** The keys under which records meet; none for what identifies nobody. */
export function keysOf(identifier: ReadIdentifier, policy: Policy): readonly string[] {
  const match = matchOf(identifier);
  return typesOf(identifier, policy).map((type) => identifierKey(type, match));
}

/** The types as which it meets others; none for what identifies nobody. */
export function typesOf({ type, unfit }: ReadIdentifier, policy: Policy): readonly string[] {
  if (unfit !== undefined) return none;
  if (type === 'previous_id') return formerTypes.filter((former) => policy.identifiers[former] !== undefined);
  return policy.identifiers[type] === undefined ? none : [type];
}

/** What it is compared by. */
export const matchOf = ({ match, value }: ReadIdentifier): string => match ?? value;

const none: readonly never[] = [];
