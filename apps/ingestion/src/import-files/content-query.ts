/** Where an upload begins and whether it is the last, as the address says it. */
import { isObject } from '@tributary/domain-collection';
import { type FieldError, Problem } from '@tributary/http';

export interface ContentQuery {
  readonly id: string;
  readonly offset: number;
  readonly last: boolean;
}

export function contentQuery(parameters: unknown, query: unknown): ContentQuery {
  const { id } = isObject(parameters) ? parameters : {};
  const { offset = '0', last = 'false', ...others } = isObject(query) ? query : {};
  const bytes = typeof offset === 'string' && /^\d{1,15}$/.test(offset) ? Number(offset) : undefined;
  const isLast = last === 'true' ? true : last === 'false' ? false : undefined;
  const errors: readonly FieldError[] = [
    ...(bytes === undefined ? [{ at: '/offset', message: 'offset must be a whole number of bytes, from 0' }] : []),
    ...(isLast === undefined ? [{ at: '/last', message: 'last must be true or false' }] : []),
    ...Object.keys(others).map((name) => ({ at: `/${name}`, message: `property ${name} should not exist` })),
  ];
  if (typeof id === 'string' && bytes !== undefined && isLast !== undefined && errors.length === 0) {
    return { id, offset: bytes, last: isLast };
  }
  throw new Problem({
    status: 400,
    code: 'VALIDATION_FAILED',
    detail: errors.map(({ at, message }) => `${at}: ${message}`).join('; '),
    fix: 'Correct the named fields; /v1/openapi.json shows what the route takes.',
    errors,
  });
}
