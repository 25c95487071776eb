/** Reads answers of the API, of whatever release: what is absent is empty. */
type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

export const listOf = <T>(value: unknown, read: (fields: Fields) => T): readonly T[] =>
  Array.isArray(value) ? value.map((one) => read(fieldsOf(one))) : [];
