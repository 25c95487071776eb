/** The projection of a find: inclusion, exclusion, expressions, and the array forms $slice, $elemMatch and positional `$`. */
import { compileProject, isFlag } from '../aggregate/transform.ts';
import { scopeOf } from '../aggregate/expression.ts';
import { StoreError, unsupportedOperator } from '../errors.ts';
import { matchedPosition } from '../update/placeholders.ts';
import { readPath, writePath } from '../update/target.ts';
import { encode, encodeChanged } from '../values/encode.ts';
import { decodeOnly, FieldNames } from '../values/fields.ts';
import { splitPath } from '../values/path.ts';
import { Doc, doc, isNumeric, toNumber, type Value } from '../values/value.ts';
import { elementTest, type Filter } from './filter.ts';

export type Projection = (document: Doc) => Doc;

/** A projection of whole fields at the top, which nobody need look into; undefined: it is another one. */
export function wholeFields(spec: Doc): ((encoded: Uint8Array) => Uint8Array) | undefined {
  const fields = Object.entries(spec);
  if (!fields.every(([name, value]) => /^[^.$]+$/.test(name) && isFlag(value))) return undefined;
  const [on, off] = [fields.filter(([, value]) => isOn(value)), fields.filter(([, value]) => !isOn(value))];
  if (on.length === 0) {
    const hidden = new FieldNames(off.map(([name]) => name));
    const nothing = new Doc();
    return (encoded) => encodeChanged(encoded, hidden, nothing);
  }
  if (off.some(([name]) => name !== '_id')) return undefined;
  const shown = new FieldNames([...(off.length === 0 ? ['_id'] : []), ...on.map(([name]) => name)]);
  return (encoded) => encode(decodeOnly(encoded, shown));
}

interface ArrayForm {
  readonly path: string;
  /** The part of the array that is kept; undefined removes the field. */
  readonly keep: (array: readonly Value[], document: Doc) => readonly Value[] | undefined;
}

export function compileProjection(spec: Doc, filter: Filter): Projection {
  const plain = new Doc();
  const forms: ArrayForm[] = [];
  let slicesOnly = true;
  for (const [name, value] of Object.entries(spec)) {
    const form = arrayForm(name, value, filter);
    if (!form) {
      plain[name] = value;
      if (name !== '_id') slicesOnly = false;
      continue;
    }
    forms.push(form);
    if (value instanceof Doc && '$slice' in value) continue;
    slicesOnly = false;
    plain[form.path] = true;
  }
  if (forms.length === 0) {
    const project = compileProject(plain);
    return (document) => project(scopeOf(document));
  }
  const project = slicesOnly ? excludeOnly(plain) : compileProject(withSlices(plain, forms));
  return (document) => {
    const projected = project(scopeOf(document));
    for (const { path, keep } of forms) keepPart(projected, document, { path, keep });
    return projected;
  };
}

/** A projection of nothing but $slice keeps the other fields. */
function excludeOnly(plain: Doc): ReturnType<typeof compileProject> {
  const id = plain['_id'];
  const hidesId = id === false || (isNumeric(id) && toNumber(id) === 0);
  return compileProject(hidesId ? plain : doc({ ' ': false }));
}

/** Beside an inclusion a sliced field is included, too. */
function withSlices(plain: Doc, forms: readonly ArrayForm[]): Doc {
  const including = Object.entries(plain).some(([name, value]) => name !== '_id' && isOn(value));
  if (!including) return plain;
  const all = doc(plain);
  for (const { path } of forms) all[path] = true;
  return all;
}

const isOn = (value: Value): boolean => value !== false && !(isNumeric(value) && toNumber(value) === 0);

function keepPart(projected: Doc, document: Doc, { path, keep }: ArrayForm): void {
  const parts = splitPath(path);
  const array = readPath(document, parts);
  if (!Array.isArray(array)) return;
  const kept = keep(array, document);
  const shell = parts
    .slice(0, -1)
    .reduce<Value | undefined>((at, part) => (at instanceof Doc ? at[part] : undefined), projected);
  if (kept) writePath(projected, parts, [...kept]);
  else if (shell instanceof Doc) Reflect.deleteProperty(shell, parts.at(-1) ?? '');
}

function arrayForm(name: string, value: Value, filter: Filter): ArrayForm | undefined {
  if (name.endsWith('.$')) {
    const path = name.slice(0, -2);
    const parts = splitPath(path);
    return {
      path,
      keep: (array, document) => {
        const element = array[matchedPosition(document, parts, filter)];
        return element === undefined ? [] : [element];
      },
    };
  }
  if (!(value instanceof Doc)) return undefined;
  if ('$slice' in value) return sliceForm(name, value['$slice'] ?? null);
  if ('$meta' in value) throw unsupportedOperator('$meta', 'a projection');
  const match = value['$elemMatch'];
  if (match === undefined) return undefined;
  if (!(match instanceof Doc)) throw new StoreError(31274, 'elemMatch: Invalid argument, object required');
  const test = elementTest(match);
  return {
    path: name,
    keep: (array) => {
      const element = array.find((candidate) => test(candidate));
      return element === undefined ? undefined : [element];
    },
  };
}

function sliceForm(path: string, operand: Value): ArrayForm {
  const [first, second] = Array.isArray(operand) ? operand.map(toNumber) : [toNumber(operand)];
  if (first === undefined || Number.isNaN(first)) throw new StoreError(28667, '$slice needs a number or [skip, limit]');
  if (second === undefined) return { path, keep: (array) => (first < 0 ? array.slice(first) : array.slice(0, first)) };
  if (second <= 0) throw new StoreError(28724, 'First argument to $slice must be an array or its limit positive');
  return {
    path,
    keep: (array) => {
      const start = first < 0 ? Math.max(0, array.length + first) : first;
      return array.slice(start, start + second);
    },
  };
}
