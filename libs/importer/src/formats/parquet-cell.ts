/** The values of a Parquet file as JSON has them: what JSON cannot hold becomes text that says the same. */

/** A date has no time and gets none. */
export const dateText = (days: number): string => isoOf(new Date(days * 86_400_000)).slice(0, 10);

export function plainCell(value: unknown): unknown {
  switch (typeof value) {
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'object':
      return plainObject(value);
    default:
      return value;
  }
}

function plainObject(value: object | null): unknown {
  if (value === null) return null;
  if (value instanceof Date) return isoOf(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plainCell);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plainCell(item)]));
}

/** A time beyond what a date can hold stays what it is, and is refused as a time. */
const isoOf = (date: Date): string => (Number.isFinite(date.getTime()) ? date.toISOString() : String(date));
