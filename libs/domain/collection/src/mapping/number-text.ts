/** Reads a number as people and programs write it. A text that could be two numbers is none: one of them would be wrong by a thousand. */

/** How the texts of a column are written. */
export interface NumberForm {
  /** Between the whole and its part. Undefined: nobody has said; then it is a point, as programs write it. */
  readonly decimal: '.' | ',' | undefined;
  /** The sign that may stand before or behind. */
  readonly currency?: string | undefined;
}

type NumberRead =
  { readonly ok: true; readonly value: number } | { readonly ok: false; readonly couldBe?: readonly [string, string] };

const spaces = '[ \\u00a0\\u2009\\u202f]';
/** Digits in a row, or parted into thousands by one and the same sign. */
const patterns = {
  '.': patternsOf('\\.', `,|'|’|${spaces}`),
  ',': patternsOf(',', `\\.|'|’|${spaces}`),
} as const;

function patternsOf(decimal: string, thousands: string) {
  return {
    plain: new RegExp(`^[+-]?(\\d+(${decimal}\\d*)?|${decimal}\\d+)(e[+-]?\\d+)?$`, 'i'),
    grouped: new RegExp(`^[+-]?[1-9]\\d{0,2}(${thousands})\\d{3}(\\1\\d{3})*(${decimal}\\d*)?$`),
  };
}

export function numberIn(text: string, { decimal, currency }: NumberForm): NumberRead {
  const bare = currency === undefined ? text : withoutSign(text, currency);
  const { plain, grouped } = patterns[decimal ?? '.'];
  if (plain.test(bare)) return numberOf(bare.replace(',', '.'));
  if (!grouped.test(bare)) return { ok: false };
  if (decimal === undefined && /^[^,]*,\d+$/.test(bare)) {
    return { ok: false, couldBe: [bare.replace(',', ''), bare.replace(',', '.')] };
  }
  const [whole = '', part = ''] = bare.split(decimal ?? '.');
  return numberOf(`${whole.replaceAll(/[^\d+-]/g, '')}.${part}`);
}

function numberOf(text: string): NumberRead {
  const value = Number(text);
  return Number.isFinite(value) ? { ok: true, value } : { ok: false };
}

/** `-$5`, `$-5`, `$ 5` and `5 $` alike. */
function withoutSign(text: string, currency: string): string {
  const [, minus = ''] = /^([+-]?)/.exec(text) ?? [];
  const rest = text.slice(minus.length);
  if (rest.startsWith(currency)) return `${minus}${rest.slice(currency.length).trim()}`;
  return rest.endsWith(currency) ? `${minus}${rest.slice(0, -currency.length).trim()}` : text;
}
