/** Where records that may be one person meet. Keys are hashes: two values in one place cost a comparison, and decide nothing. */
import { type BirthDate, type MatchForm, type NamePart } from './form.ts';
import { mixed } from './text/hash.ts';

/** By what records meet. Their order is written into stores: a rule never moves, a new one stands last. A place is a postcode, or the town where none is said. */
export const blockingRules = [
  'email',
  'phone',
  'number',
  'first3+last4',
  'last+birth',
  'first+birth',
  'birth+place3',
  'place+last',
  'place+first',
  'sound+year',
  'nickname+last',
  'initial+last+place3',
  'names',
  'street+place',
  'mailbox',
  'initials+birth',
] as const;

export type BlockingRule = (typeof blockingRules)[number];

export type Emit = (rule: number, hash: number) => void;

/** Keys as numbers, without duplicates: above the 32 bits of the hash stands the rule. Few are ever met by another record, and only those are spelled. */
export function blockingCodesOf(form: MatchForm): readonly number[] {
  const codes = new Set<number>();
  emitKeys(form, (rule, hash) => codes.add(rule * hashes + (hash >>> 0)));
  return [...codes];
}

const hashes = 2 ** 32;

export const ruleOfCode = (code: number): BlockingRule | undefined => blockingRules[Math.floor(code / hashes)];

export const keyOfCode = (code: number): string => blockingKey(Math.floor(code / hashes), code % hashes);

/** What `keyOfCode` has spelled. */
export function codeOfKey(key: string): number {
  const at = key.lastIndexOf('|');
  const rule = blockingRules.findIndex((name) => name === key.slice(0, at));
  return rule * hashes + Number.parseInt(key.slice(at + 1), 36);
}

/** Stored among what is saturated, so its spelling stays: the hash without a sign, in base 36. */
const blockingKey = (rule: number, hash: number): string => `${blockingRules[rule] ?? ''}|${(hash >>> 0).toString(36)}`;

/** Every key as (index of its rule, hash); a key may come twice. */
export function emitKeys(form: MatchForm, emit: Emit): void {
  const { first, last, postcode, city } = form;
  for (const { hash, local, tells } of form.emails) {
    emit(0, hash);
    if (tells) emit(14, local.hash);
  }
  for (const { hash } of form.phones) emit(1, hash);
  if (form.number) emit(2, form.number.hash);
  if (first && last) emitNames(first, last, emit);
  const place = postcode?.hash ?? city?.hash ?? 0;
  const around = postcode?.start ?? city?.hash ?? 0;
  for (const birth of form.births) emitBirth(form, birth, around, emit);
  if (place === 0) return;
  if (last) emit(7, mixed(place, last.latin.hash));
  if (first) emit(8, mixed(place, first.latin.hash));
  if (first && last) emit(11, mixed(mixed(first.initial, last.latin.hash), around));
  if (form.street)
    emit(
      13,
      form.street.words.reduce((sum, { hash }) => mixed(sum, hash), place),
    );
}

function emitNames(first: NamePart, last: NamePart, emit: Emit): void {
  emit(3, mixed(first.beginning, last.beginning));
  for (const set of first.nicknames) emit(10, mixed(set, last.latin.hash));
  // Reversed cards meet here too, so the order of the two names must not matter.
  for (const one of first.leads) for (const other of last.romanised) emit(12, one ^ other);
}

function emitBirth({ first, last }: MatchForm, { digits, year }: BirthDate, around: number, emit: Emit): void {
  if (last) emit(4, mixed(last.latin.hash, digits));
  if (first) emit(5, mixed(first.latin.hash, digits));
  if (around !== 0) emit(6, mixed(around, digits));
  for (const sound of last?.sounds ?? []) emit(9, mixed(sound, year));
  if (first && last) emit(15, mixed(first.initial ^ last.initial, digits));
}
