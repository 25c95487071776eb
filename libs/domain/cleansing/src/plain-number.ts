/** Reads phone numbers in their plainest spelling at a hundredth of the price: what it answers is what the library would, else it is silent. */
import metadata from 'libphonenumber-js/max/metadata';

/** A mobile is one person's; a landline a household's or an office's. In some countries the number does not tell. */
export type PhoneKind = 'mobile' | 'landline' | 'either' | 'other';

export interface Phone {
  readonly e164: string;
  readonly kind: PhoneKind;
}

/** The part of a country's numbering plan that plain spellings need. */
interface Plan {
  readonly callingCode: string;
  readonly national: RegExp;
  /** What may be dialled before a national number; a number that begins so is read by the library. */
  readonly prefix: RegExp | undefined;
  readonly trunk: string;
  readonly abroad: RegExp;
  readonly fixed: Line;
  readonly mobile: Line;
  /** Its calling code is its own, or it is the first that the library tries for it. */
  readonly main: boolean;
}

type Line = (national: string) => boolean;

/** Only what stands alone: no letters, no extension, no plus but the first sign, no bracketed zero. */
const plain = /^\+?[\d .\-/]*(?:\(\d+\)[\d .\-/]+)?$/;
const longestCode = 3;

/** Undefined says nothing about the number: the library must look at it. `region` is an ISO country with a plan. */
export function readPlainNumber(text: string, region: string | undefined): Phone | undefined {
  if (!plain.test(text) || !/\d$/.test(text)) return undefined;
  const digits = text.replace(/\D/g, '');
  if (text.startsWith('+')) return text.includes('(') ? undefined : international(digits);
  return region === undefined ? undefined : national(digits, region);
}

function international(digits: string): Phone | undefined {
  for (let length = 1; length <= longestCode; length += 1) {
    const plan = planOf(countriesOf.get(digits.slice(0, length)));
    if (plan)
      return plan.prefix?.test(digits.slice(length)) === true ? undefined : numberOf(digits.slice(length), plan);
  }
  return undefined;
}

function national(digits: string, region: string): Phone | undefined {
  const plan = planOf(region);
  if (!plan?.main || plan.abroad.test(digits)) return undefined;
  if (plan.prefix?.test(digits) !== true) return numberOf(digits, plan);
  const bare = digits.slice(plan.trunk.length);
  const isTrunk = plan.trunk !== '' && digits.startsWith(plan.trunk) && !plan.prefix.test(bare);
  return isTrunk && !plan.national.test(digits) ? numberOf(bare, plan) : undefined;
}

function numberOf(national: string, plan: Plan): Phone | undefined {
  if (!plan.national.test(national)) return undefined;
  const fixed = plan.fixed(national);
  const mobile = plan.mobile(national);
  if (!fixed && !mobile) return undefined;
  return { e164: `+${plan.callingCode}${national}`, kind: !mobile ? 'landline' : fixed ? 'either' : 'mobile' };
}

const countriesOf = new Map(
  Object.entries(metadata.country_calling_codes).map(([code, countries]) => [code, countries[0] ?? '']),
);
const plans = new Map<string, Plan | undefined>();

/** Patterns are made when a country first comes. */
function planOf(country: string | undefined): Plan | undefined {
  if (country === undefined) return undefined;
  if (!plans.has(country)) plans.set(country, readPlan(country));
  return plans.get(country);
}

/**
 * The library's metadata, version 4: calling code, prefix to dial abroad, pattern, lengths, formats, trunk prefix, its format, pattern of
 * prefixes, its transformation, ..., leading digits, lines by type. A later version is not read, which costs time and nothing else.
 */
function readPlan(country: string): Plan | undefined {
  const countries: Readonly<Record<string, readonly unknown[]>> = metadata.countries;
  const [callingCode, abroad, pattern, , , trunk, , prefixes, transformation, , leadingDigits, lines] =
    countries[country] ?? [];
  const readable = typeof callingCode === 'string' && typeof abroad === 'string' && typeof pattern === 'string';
  if (metadata.version !== 4 || !readable || filled(leadingDigits) || filled(transformation) || !Array.isArray(lines))
    return undefined;
  const types: readonly unknown[] = lines;
  const written = textOf(prefixes) ?? textOf(trunk);
  const fixed = lineOf(types[0]);
  return {
    callingCode,
    national: whole(pattern),
    prefix: written === undefined ? undefined : new RegExp(`^(?:${written})`),
    trunk: textOf(trunk) ?? '',
    abroad: new RegExp(`^(?:${abroad})`),
    fixed,
    mobile: sameAsFixed(types[1]) ? fixed : lineOf(types[1]),
    main: countriesOf.get(callingCode) === country,
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const filled = (value: unknown): boolean => value !== undefined && value !== 0 && value !== '';

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

/** A type that is left out, or has an empty pattern, is told by the pattern of landlines. */
const sameAsFixed = (type: unknown): boolean => !Array.isArray(type) || !filled(type[0]);

function lineOf(type: unknown): Line {
  if (!Array.isArray(type)) return () => false;
  const parts: readonly unknown[] = type;
  const [pattern, lengths] = parts;
  if (typeof pattern !== 'string' || pattern === '') return () => false;
  const exact = whole(pattern);
  return (national) => (!Array.isArray(lengths) || lengths.includes(national.length)) && exact.test(national);
}
