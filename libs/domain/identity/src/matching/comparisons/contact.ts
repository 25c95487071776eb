/** E-mail addresses, phone numbers, and numbers that one person was given. */
import { type Email, type MatchForm, type Value } from '../form.ts';
import { isOneEdit } from '../text/one-edit.ts';
import { isSimilar } from '../text/similar.ts';
import { best, type Level, unknown } from './level.ts';

export const emailLevels = [
  { name: 'exact', rank: 0 },
  { name: 'same mailbox', rank: 0 },
  { name: 'same local part', rank: 1 },
  { name: 'similar local part', rank: 2 },
  { name: 'else', rank: 3 },
] as const satisfies readonly Level[];

/** Jaro-Winkler from which on two local parts are alike. */
export const likeLocals = 0.88;

export const emailLevelOf = (a: MatchForm, b: MatchForm): number => best(a.emails, b.emails, levelOfEmail);

function levelOfEmail(a: Email, b: Email): number {
  if (isSame(a, b)) return a.exact === b.exact ? 0 : 1;
  const tells = a.tells && b.tells;
  if (isSame(a.local, b.local)) return tells || isOneEdit(a.text, b.text) ? 2 : unknown;
  if (!isSimilar(a.local, b.local, likeLocals)) return 4;
  return tells && isOneEdit(a.local.text, b.local.text) ? 3 : unknown; // the names in them have been compared already
}

export const editLevels = [
  { name: 'exact', rank: 0 },
  { name: 'one edit', rank: 1 },
  { name: 'else', rank: 2 },
] as const satisfies readonly Level[];

export const phoneLevelOf = (a: MatchForm, b: MatchForm): number => best(a.phones, b.phones, levelOfEdits);

export const numberLevelOf = (a: MatchForm, b: MatchForm): number =>
  a.number && b.number ? levelOfEdits(a.number, b.number) : -1;

const levelOfEdits = (a: Value, b: Value): number => (isSame(a, b) ? 0 : isOneEdit(a.text, b.text) ? 1 : 2);

const isSame = (a: Value, b: Value): boolean => a.hash === b.hash && a.text === b.text;
