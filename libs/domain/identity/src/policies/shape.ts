/** Descriptions of data that came from outside, and what is wrong with data that does not fit: where, what, and how to mend it. */

type PolicyIssueCode =
  | 'POLICY_NOT_AN_OBJECT'
  | 'POLICY_FIELD_MISSING'
  | 'POLICY_FIELD_UNKNOWN'
  | 'POLICY_NUMBER_INVALID'
  | 'POLICY_TEXT_INVALID'
  | 'POLICY_LIST_INVALID'
  | 'POLICY_NAME_INVALID'
  | 'POLICY_TOO_MANY'
  | 'POLICY_NUMBERS_DISAGREE'
  | 'POLICY_MODEL_UNUSABLE'
  | 'POLICY_TOO_LARGE';

export interface PolicyIssue {
  readonly code: PolicyIssueCode;
  /** JSON pointer. */
  readonly at: string;
  readonly detail: string;
  readonly fix: string;
}

export type Shape =
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly whole: boolean }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'text'; readonly pattern: RegExp; readonly wanted: string }
  | { readonly kind: 'list'; readonly of: Shape; readonly most: number }
  | { readonly kind: 'map'; readonly name: RegExp; readonly wanted: string; readonly of: Shape; readonly most: number }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Field>> }
  | { readonly kind: 'flag' }
  | { readonly kind: 'expression'; readonly most: number };

export interface Field {
  readonly shape: Shape;
  readonly optional: boolean;
}

export const whole = (min: number, max: number): Shape => ({ kind: 'number', min, max, whole: true });
export const between = (min: number, max: number): Shape => ({ kind: 'number', min, max, whole: false });
export const must = (shape: Shape): Field => ({ shape, optional: false });
export const may = (shape: Shape): Field => ({ shape, optional: true });
export const object = (fields: Readonly<Record<string, Field>>): Shape => ({ kind: 'object', fields });

export function issuesOf(value: unknown, shape: Shape, at: string): readonly PolicyIssue[] {
  switch (shape.kind) {
    case 'number':
      return fitsNumber(value, shape) ? [] : [misfit('POLICY_NUMBER_INVALID', at, value, numberWanted(shape))];
    case 'choice':
      return shape.of.some((choice) => choice === value)
        ? []
        : [misfit('POLICY_TEXT_INVALID', at, value, `one of ${shape.of.join(', ')}`)];
    case 'text':
      return typeof value === 'string' && shape.pattern.test(value)
        ? []
        : [misfit('POLICY_TEXT_INVALID', at, value, shape.wanted)];
    case 'list':
      return listIssues(value, shape, at);
    case 'map':
      return mapIssues(value, shape, at);
    case 'object':
      return objectIssues(value, shape.fields, at);
    case 'flag':
      return typeof value === 'boolean' ? [] : [misfit('POLICY_TEXT_INVALID', at, value, 'true or false')];
    case 'expression':
      return isExpression(value, shape.most)
        ? []
        : [misfit('POLICY_TEXT_INVALID', at, value, `a regular expression of at most ${shape.most} characters`)];
    default:
      return shape satisfies never;
  }
}

type Of<K extends Shape['kind']> = Extract<Shape, { readonly kind: K }>;

function listIssues(value: unknown, shape: Of<'list'>, at: string): readonly PolicyIssue[] {
  if (!Array.isArray(value)) return [misfit('POLICY_LIST_INVALID', at, value, 'a list')];
  if (value.length > shape.most) return [tooMany(at, value.length, shape.most)];
  return value.flatMap((item, index) => issuesOf(item, shape.of, `${at}/${index}`));
}

function mapIssues(value: unknown, shape: Of<'map'>, at: string): readonly PolicyIssue[] {
  if (!isObject(value)) return [misfit('POLICY_NOT_AN_OBJECT', at, value, 'an object')];
  const entries = Object.entries(value);
  if (entries.length > shape.most) return [tooMany(at, entries.length, shape.most)];
  return entries.flatMap(([name, own]) =>
    shape.name.test(name)
      ? issuesOf(own, shape.of, inside(at, name))
      : [misfit('POLICY_NAME_INVALID', inside(at, name), name, shape.wanted)],
  );
}

function objectIssues(value: unknown, fields: Of<'object'>['fields'], at: string): readonly PolicyIssue[] {
  if (!isObject(value)) return [misfit('POLICY_NOT_AN_OBJECT', at, value, 'an object')];
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(fields, name));
  const known = Object.keys(fields).join(', ');
  return [
    ...unknown.map((name): PolicyIssue => ({
      ...{ code: 'POLICY_FIELD_UNKNOWN', at: inside(at, name) },
      ...{ detail: `Nothing reads ${name.slice(0, 100)}.`, fix: `Leave it out; known here: ${known}.` },
    })),
    ...Object.entries(fields).flatMap(([name, { shape, optional }]) => {
      if (value[name] !== undefined) return issuesOf(value[name], shape, inside(at, name));
      return optional ? [] : [missing(inside(at, name), shape)];
    }),
  ];
}

const missing = (at: string, shape: Shape): PolicyIssue => ({
  ...{ code: 'POLICY_FIELD_MISSING', at, detail: 'This is missing.' },
  fix: `Give ${wantedBy(shape)}, or patch a version that has it.`,
});

function wantedBy(shape: Shape): string {
  switch (shape.kind) {
    case 'number':
      return numberWanted(shape);
    case 'choice':
      return `one of ${shape.of.join(', ')}`;
    case 'text':
      return shape.wanted;
    case 'list':
      return 'a list';
    default:
      return 'an object';
  }
}

function isExpression(value: unknown, most: number): boolean {
  if (typeof value !== 'string' || value.length > most) return false;
  try {
    return new RegExp(value, 'iu') instanceof RegExp;
  } catch {
    return false;
  }
}

const fitsNumber = (value: unknown, { min, max, whole: integer }: Of<'number'>): boolean =>
  typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value));

const numberWanted = ({ min, max, whole: integer }: Of<'number'>): string =>
  `a ${integer ? 'whole ' : ''}number from ${min} to ${max}`;

const shown = (value: unknown): string => JSON.stringify([value]).slice(1, -1).slice(0, 100);

const misfit = (code: PolicyIssueCode, at: string, value: unknown, wanted: string): PolicyIssue => ({
  ...{ code, at, detail: `${shown(value)} does not fit here.`, fix: `Give ${wanted}.` },
});

const tooMany = (at: string, count: number, most: number): PolicyIssue => ({
  ...{ code: 'POLICY_TOO_MANY', at, detail: `${count} are too many.`, fix: `Keep at most ${most}.` },
});

/** As RFC 6901 writes it. */
export const inside = (at: string, name: string): string =>
  `${at}/${name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`;

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
