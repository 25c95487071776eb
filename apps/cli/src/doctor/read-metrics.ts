/** Samples of the Prometheus text format, as far as our own services write it. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const line = /^([a-z_:][\w:]*)(?:\{(.*)\})? (\S+)$/i;
const label = /(\w+)="((?:[^"\\]|\\.)*)"/g;

export function readMetrics(text: string): readonly Sample[] {
  return text.split('\n').flatMap((one) => {
    const [, name, labels = '', value] = line.exec(one) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(label)].map(([, key = '', own = '']) => [key, own] as const);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}
