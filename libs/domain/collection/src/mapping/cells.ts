/** Reads the text of a cell in the type that the mapping gives its column. */
import { textOf } from '../json.ts';
import { daysIn, parseInstant, utc } from '../time.ts';
import { type ColumnType } from './mapping.ts';

export type Cell = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly detail: string };

const dayMs = 86_400_000;

/** `shiftDays` moves times; they become text in RFC 3339, as events carry them. */
export function readCell(raw: unknown, type: ColumnType, shiftDays: number): Cell {
  // A file of texts has it as it was written; JSON has read it as a number before anybody could ask.
  if (typeof raw === 'number' && Number.isInteger(raw) && !Number.isSafeInteger(raw)) {
    return { ok: false, detail: 'is a whole number beyond 2^53 and has lost digits: write it as text' };
  }
  if (typeof raw === 'number' && !Number.isFinite(raw)) {
    return { ok: false, detail: 'is a number beyond what can be held: write it as text' };
  }
  const text = textOf(raw);
  const trimmed = type.type === 'text' && !type.trim ? text : text.trim();
  if (trimmed === '') return type.required ? { ok: false, detail: 'is empty' } : { ok: true, value: undefined };
  switch (type.type) {
    case 'text':
      return { ok: true, value: trimmed };
    case 'number':
    case 'integer':
      return readNumber(type.decimal === ',' ? trimmed.replace(',', '.') : trimmed, type.type);
    case 'boolean':
      return readBoolean(trimmed);
    case 'time': {
      const at = instantOf(trimmed, type);
      if (at === undefined) return { ok: false, detail: `is not a time of the form ${type.format}: ${shown(trimmed)}` };
      return { ok: true, value: new Date(at + shiftDays * dayMs).toISOString() };
    }
  }
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 64));

function readNumber(text: string, kind: 'number' | 'integer'): Cell {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) return { ok: false, detail: `is not a number: ${shown(text)}` };
  if (kind === 'integer' && !Number.isSafeInteger(value)) {
    return { ok: false, detail: `is not a whole number: ${shown(text)}` };
  }
  return { ok: true, value };
}

function readBoolean(text: string): Cell {
  if (/^(true|yes|y|1)$/i.test(text)) return { ok: true, value: true };
  if (/^(false|no|n|0)$/i.test(text)) return { ok: true, value: false };
  return { ok: false, detail: `is neither true nor false: ${shown(text)}` };
}

const tokens: Readonly<Record<string, string>> = {
  yyyy: '(?<yyyy>\\d{4})',
  MM: '(?<MM>\\d{1,2})',
  dd: '(?<dd>\\d{1,2})',
  HH: '(?<HH>\\d{1,2})',
  mm: '(?<mm>\\d{2})',
  ss: '(?<ss>\\d{2})',
};

/** `iso` is RFC 3339, `iso-local` the same where the offset may be absent; otherwise the tokens yyyy MM dd HH mm ss stand for numbers and everything else for itself. */
function timePattern(format: string): RegExp {
  const pattern = format.replaceAll(/yyyy|MM|dd|HH|mm|ss|[^\w\s]/g, (part) => tokens[part] ?? `\\${part}`);
  return new RegExp(`^${pattern}$`);
}

/** As `iso`; without an offset it is that of the column, without a time the beginning of the day. */
function localInstant(text: string, offsetMinutes: number): number | undefined {
  const withOffset = parseInstant(text);
  if (withOffset !== undefined) return withOffset;
  const utcTime = parseInstant(/^[\d-]+$/.test(text) ? `${text}T00:00:00Z` : `${text}Z`);
  return utcTime === undefined ? undefined : utcTime - offsetMinutes * 60_000;
}

function instantOf(text: string, type: ColumnType & { readonly type: 'time' }): number | undefined {
  if (type.format === 'iso') return parseInstant(text);
  if (type.format === 'iso-local') return localInstant(text, type.offsetMinutes);
  const found = timePattern(type.format).exec(text)?.groups;
  if (!found) return undefined;
  const part = (name: string, otherwise: number): number => Number(found[name] ?? otherwise);
  const [year, month, day] = [part('yyyy', 1970), part('MM', 1), part('dd', 1)];
  const [hour, minute, second] = [part('HH', 0), part('mm', 0), part('ss', 0)];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return utc(year, month, day) + ((hour * 60 + minute - type.offsetMinutes) * 60 + second) * 1000;
}
