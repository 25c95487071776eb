/**
 * Headers of a batch, written once where they repeat: records of one producer differ in id and time alone. Sets of header
 * names are `shapes`; a value that all records of a shape share stands in the shape, the others stand in the record.
 */

type Headers = Readonly<Record<string, string>>;

/** As stored, in JSON: what is shared, and the names of what each record brings itself. */
interface Shape {
  readonly shared: Headers;
  readonly own: readonly string[];
}

interface FoundShape {
  readonly number: number;
  readonly names: readonly string[];
  readonly shared: Map<string, string>;
}

const hasNames = (shape: FoundShape, names: readonly string[]): boolean =>
  shape.names.length === names.length && shape.names.every((name, i) => name === names[i]);

interface OwnHeaders {
  readonly shape: number;
  /** JSON, and how many bytes it has in UTF-8. */
  readonly own: string;
  readonly bytes: number;
}

export interface EncodedHeaders {
  readonly table: Buffer;
  /** By record: which shape, and its own values in the order of the shape. */
  readonly records: readonly OwnHeaders[];
}

export function encodeHeaders(all: readonly Headers[]): EncodedHeaders {
  const found: FoundShape[] = [];
  let last: FoundShape | undefined;
  const shapeOf = all.map((headers) => {
    const names = Object.keys(headers);
    // A batch knows a shape or two, and records of one follow each other.
    const known = last && hasNames(last, names) ? last : found.find((shape) => hasNames(shape, names));
    last = known ?? { number: found.length, names, shared: new Map(Object.entries(headers)) };
    if (known) for (const [name, value] of known.shared) if (headers[name] !== value) known.shared.delete(name);
    if (!known) found.push(last);
    return last;
  });
  const table = found.map(({ names, shared }): Shape => {
    return { shared: Object.fromEntries(shared), own: names.filter((name) => !shared.has(name)) };
  });
  return {
    table: Buffer.from(JSON.stringify(table)),
    records: all.map((headers, i) => {
      const shape = shapeOf[i]?.number ?? 0;
      const own = JSON.stringify(table[shape]?.own.map((name) => headers[name]) ?? []);
      return { shape, own, bytes: Buffer.byteLength(own) };
    }),
  };
}

/** Answers how to read the headers of one record: its shape and its own values. */
export function headerReader(table: string): (shape: number, own: string) => Headers {
  // eslint-disable-next-line no-restricted-syntax -- written by encodeHeaders and covered by the batch's checksum
  const shapes = JSON.parse(table) as readonly Shape[];
  return (number, own) => {
    const shape = shapes[number];
    if (!shape) throw new RangeError(`no header shape ${number}`);
    const headers: Record<string, string> = { ...shape.shared };
    if (shape.own.length === 0) return headers;
    // eslint-disable-next-line no-restricted-syntax -- as above
    const values = JSON.parse(own) as readonly string[];
    for (let i = 0; i < values.length; i++) headers[shape.own[i] ?? ''] = values[i] ?? '';
    return headers;
  };
}
