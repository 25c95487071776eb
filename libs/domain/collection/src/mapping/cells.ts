/** Reads the text of a cell in the type that the mapping gives its column. */
import { textOf } from '../json.ts';
import { type ColumnType } from './mapping.ts';
import { numberIn } from './number-text.ts';
import { instantIn } from './time-form.ts';

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
      return readNumber(raw, trimmed, type);
    case 'boolean':
      return readBoolean(trimmed);
    case 'time': {
      const at = instantIn(trimmed, type.format, type.offsetMinutes);
      if (at === undefined) return { ok: false, detail: `is not a time of the form ${type.format}: ${shown(trimmed)}` };
      return { ok: true, value: new Date(at + shiftDays * dayMs).toISOString() };
    }
  }
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 64));

/** What the file itself holds as a number is one; signs between its digits are a matter of texts. */
function readNumber(raw: unknown, text: string, type: ColumnType & { readonly type: 'number' | 'integer' }): Cell {
  const found = typeof raw === 'number' ? ({ ok: true, value: raw } as const) : numberIn(text, type);
  if (!found.ok) {
    const detail = found.couldBe
      ? `is ${found.couldBe.join(' or ')}, as "decimal" of the column may say: ${shown(text)}`
      : `is not a number: ${shown(text)}`;
    return { ok: false, detail };
  }
  if (type.type === 'integer' && !Number.isSafeInteger(found.value)) {
    return { ok: false, detail: `is not a whole number: ${shown(text)}` };
  }
  return { ok: true, value: found.value };
}

function readBoolean(text: string): Cell {
  if (/^(true|yes|y|1)$/i.test(text)) return { ok: true, value: true };
  if (/^(false|no|n|0)$/i.test(text)) return { ok: true, value: false };
  return { ok: false, detail: `is neither true nor false: ${shown(text)}` };
}
