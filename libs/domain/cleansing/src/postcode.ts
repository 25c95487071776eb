/** A postcode in one spelling, with the ever wider places it lies in. */
// cspell:ignore sortation
import { isPlaceholder } from './placeholder.ts';

export interface Postcode {
  /** Without spaces and marks, in capitals. */
  readonly full: string;
  /** Each a prefix of the one before it: some streets, a quarter, a region. */
  readonly sector: string;
  readonly district: string;
  readonly area: string;
}

/** How many signs of the full code each level has. */
type Levels = readonly [sector: number, district: number, area: number];

/** Where the postal service cuts its codes elsewhere than the general rule; by length, as a shape tells a country. */
const levels: Readonly<Record<string, Levels>> = {
  NL: [5, 4, 2], // 1012 AB: quarter 1012, region 10
  CA: [5, 3, 1], // K1A 0B1: forward sortation area K1A
  IE: [5, 3, 1], // D02 X285: routing key D02
  BR: [5, 3, 1], // 01310-100
  JP: [5, 3, 2], // 100-0001
  US: [4, 3, 1], // sectional centre 100, region 1
};

// The Post Office's own shapes: one or two letters, district, then sector digit and two letters of the unit.
const british = /^([A-Z]{1,2})(\d[A-Z\d]?)(\d)([A-Z]{2})$/;
const dutch = /^\d{4}[A-Z]{2}$/;
const canadian = /^[A-Z]\d[A-Z]\d[A-Z]\d$/;

const shortest = 3;
const longest = 10;

/** `country` is ISO 3166, two letters; without it British, Dutch and Canadian codes are known by their shape. Undefined for no code. */
export function readPostcode(raw: string, country?: string): Postcode | undefined {
  if (raw.length > 20 || isPlaceholder(raw)) return undefined;
  const region = country?.toUpperCase();
  const code = completed(withoutCountry(compactForm(raw), region), region);
  if (code.length < shortest || code.length > longest || !/\d/.test(code) || /^(.)\1+$/.test(code)) return undefined;
  const parts = region === undefined || britishPost.has(region) ? british.exec(code) : null;
  if (parts) {
    const [full, area = '', district = '', sector = ''] = parts;
    return { full, sector: area + district + sector, district: area + district, area };
  }
  if (region !== undefined && britishPost.has(region)) return undefined;
  return cut(code, levels[region ?? byShape(code)] ?? general(code.length));
}

const britishPost = new Set(['GB', 'UK', 'GG', 'JE', 'IM']);

const compactForm = (raw: string): string =>
  raw
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const byShape = (code: string): string => (dutch.test(code) ? 'NL' : canadian.test(code) ? 'CA' : '');

/** D-10115, NL1012AB: the code of the country was written before. */
const withoutCountry = (code: string, country: string | undefined): string =>
  country !== undefined && country !== 'GB' && code.startsWith(country) && /^\d/.test(code.slice(2))
    ? code.slice(2)
    : code.replace(/^[A-Z](?=\d{5}$)/, '');

const fiveDigits = new Set(['US', 'DE', 'FR', 'IT', 'ES', 'FI', 'MX', 'TR', 'KR']);

/** Spreadsheets eat the leading zero; the four digits behind an American code name a letter box. */
function completed(code: string, country: string | undefined): string {
  if (country === undefined || !fiveDigits.has(country)) return code;
  if (/^\d{4}$/.test(code)) return `0${code}`;
  return country === 'US' && /^\d{9}$/.test(code) ? code.slice(0, 5) : code;
}

const general = (length: number): Levels => [length - 1, Math.max(2, length - 2), Math.max(1, length - 3)];

const cut = (full: string, [sector, district, area]: Levels): Postcode => ({
  full,
  sector: full.slice(0, sector),
  district: full.slice(0, district),
  area: full.slice(0, area),
});
