/** Reads the type of a column: its name alone, or an object with the details of the type. */
import { isObject, member, pointer } from '../json.ts';
import { type ColumnType } from './mapping.ts';
import { type NumberForm } from './number-text.ts';
import { type Compilation } from './scope.ts';
import { formError } from './time-form.ts';

const members: Readonly<Record<ColumnType['type'], readonly string[]>> = {
  text: ['trim'],
  number: ['decimal', 'currency'],
  integer: ['decimal', 'currency'],
  boolean: [],
  time: ['format', 'offset'],
};

const isTypeName = (name: unknown): name is ColumnType['type'] =>
  typeof name === 'string' && Object.hasOwn(members, name);

export function parseColumnType(spec: unknown, at: string, into: Compilation): ColumnType {
  const name = typeof spec === 'string' ? spec : member(spec, 'type');
  const refuse = (message: string, where = at): void => void into.errors.push({ at: where, message });
  if (!isTypeName(name)) {
    refuse(`Must be one of ${Object.keys(members).join(', ')}, or an object with such a "type".`);
    return { type: 'text', trim: false, required: false };
  }
  const known = ['type', 'required', 'from', ...members[name]];
  for (const key of isObject(spec) ? Object.keys(spec) : []) {
    if (!known.includes(key)) refuse(`Unknown for ${name}; known are ${known.join(', ')}.`, pointer(at, key));
  }
  const flag = (key: string, otherwise: boolean): boolean => {
    const value = member(spec, key) ?? otherwise;
    if (typeof value !== 'boolean') refuse('Must be true or false.', pointer(at, key));
    return value === true;
  };
  const required = flag('required', false);
  switch (name) {
    case 'text':
      return { type: name, trim: flag('trim', true), required };
    case 'boolean':
      return { type: name, required };
    case 'number':
    case 'integer':
      return { type: name, ...numberForm(spec, at, refuse), required };
    case 'time':
      return { type: name, ...timeFacts(spec, at, refuse), required };
  }
}

type Refuse = (message: string, where: string) => void;

function numberForm(spec: unknown, at: string, refuse: Refuse): NumberForm {
  const [decimal, currency] = [member(spec, 'decimal'), member(spec, 'currency')];
  const isSign = typeof currency === 'string' && /^[^\d\s.,+-]+$/.test(currency);
  if (currency !== undefined && !isSign) refuse('Must be a sign such as "$" or "EUR".', pointer(at, 'currency'));
  const form: Omit<NumberForm, 'decimal'> = isSign ? { currency } : {};
  if (decimal === undefined || decimal === '.' || decimal === ',') return { ...form, decimal };
  refuse('Must be "." or ",".', pointer(at, 'decimal'));
  return { ...form, decimal: '.' };
}

function timeFacts(spec: unknown, at: string, refuse: Refuse) {
  const format = member(spec, 'format') ?? 'iso';
  const wrong = typeof format === 'string' ? formError(format) : 'Must be a text.';
  if (wrong !== undefined) refuse(wrong, pointer(at, 'format'));
  const offset = member(spec, 'offset') ?? '+00:00';
  const [, sign, hours, minutes] = /^([+-])(\d{2}):(\d{2})$/.exec(typeof offset === 'string' ? offset : '') ?? [];
  if (sign === undefined) refuse('Must be an offset from UTC such as +01:00.', pointer(at, 'offset'));
  const offsetMinutes = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1);
  return { format: typeof format === 'string' ? format : 'iso', offsetMinutes };
}

/** Names or paths in the file, tried in this order; undefined where the column stands under its own name. */
export function parseFrom(spec: unknown, at: string, into: Compilation): readonly string[] | undefined {
  const from = member(spec, 'from');
  if (from === undefined) return undefined;
  const names: readonly unknown[] = Array.isArray(from) ? from : [from];
  const texts = names.filter((name) => typeof name === 'string' && name !== '').map(String);
  if (texts.length > 0 && texts.length === names.length) return texts;
  into.errors.push({ at: pointer(at, 'from'), message: 'Must be the name or path of a column, or a list of such.' });
  return undefined;
}
