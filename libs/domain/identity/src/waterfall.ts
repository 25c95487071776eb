/** A comparison as it is read: in words for whoever runs the shop, and step by step in bits for whoever doubts it. */
import { type ComparedField, type Comparison } from './matching/matcher.ts';

type Weighed = Pick<Comparison, 'prior' | 'fields' | 'bits' | 'p'>;

export interface Waterfall extends Weighed {
  /** `prior -19.9, name: exact +13.2, birth: one edit +8.0 = +1.3 bits, p 0.71`. */
  readonly text: string;
}

export function waterfallOf({ prior, fields, bits, p }: Weighed): Waterfall {
  const known = fields.filter(({ level }) => level !== null);
  const steps = known.map(({ field, level, bits: own }) => `${field}: ${level} ${signed(own)}`);
  const text = `${[`prior ${signed(prior)}`, ...steps].join(', ')} = ${signed(bits)} bits, p ${shownOdds(p)}`;
  return { prior, fields, bits, p, text };
}

/** One decimal: more would pretend that the model knows better. */
const signed = (bits: number): string => (weighs(bits) && bits < 0 ? bits.toFixed(1) : `+${Math.abs(bits).toFixed(1)}`);

/** What is shown as 0.0 speaks neither for one person nor against. */
const weighs = (bits: number): boolean => Math.abs(bits) >= 0.05;

/** As many digits as tell it from certainty. */
function shownOdds(p: number): string {
  if (p > 0.999999) return 'over 0.999999';
  if (p < 0.000001) return 'under 0.000001';
  return p >= 0.01 && p <= 0.99 ? p.toFixed(2) : String(Number(p.toFixed(6)));
}

/** What speaks for one person, what against, and how much that is worth; a sentence or two. */
export function comparisonWords({ fields, p }: Weighed): string {
  const named = (fits: (bits: number) => boolean): string =>
    fields
      .filter(({ level, bits }) => level !== null && weighs(bits) && fits(bits))
      .map(fieldWords)
      .join(', ');
  const [speaking, against] = [named((bits) => bits > 0), named((bits) => bits < 0)];
  const parts = [
    ...(speaking === '' ? [] : [`${speaking} ${speaking.includes(', ') ? 'speak' : 'speaks'} for one person`]),
    ...(against === '' ? [] : [`${against} ${against.includes(', ') ? 'do' : 'does'} not`]),
  ];
  const said = parts.length === 0 ? 'they say nothing of the same kind' : parts.join('; ');
  return `${said}. ${oddsWords(p)}`;
}

const fieldNames: Readonly<Record<string, string>> = {
  birth: 'date of birth',
  email: 'e-mail address',
  phone: 'telephone number',
  address: 'street address',
};

export const fieldName = (field: string): string => fieldNames[field] ?? field;

/** `else` is the level of what agrees in no known way. */
const fieldWords = ({ field, level }: ComparedField): string =>
  `the ${fieldName(field)} (${level === 'else' ? 'different' : level})`;

function oddsWords(p: number): string {
  if (p >= 0.9995) return 'Of a thousand such pairs, nearly all are one person.';
  if (p >= 0.995) return 'Of a hundred such pairs, nearly all are one person.';
  if (p >= 0.01) return `Of a hundred such pairs, about ${Math.round(p * 100)} are one person.`;
  return p >= 0.001 ? 'Of a hundred such pairs, hardly one is.' : 'Of a thousand such pairs, hardly one is.';
}
