/** What a metric is before it is counted: its name, what it says, and labels whose number of values is bounded. */

/** The values that there are, or how many different ones are kept apart: what comes after them is counted as `other`. */
export type LabelValues = readonly string[] | number;
type LabelSpecs = Readonly<Record<string, LabelValues>>;

interface Described<L extends LabelSpecs> {
  /** With its unit, e.g. `tributary_decision_duration_seconds`. */
  readonly name: string;
  /** One sentence; shown by Prometheus and in docs/reference/metrics.md. */
  readonly help: string;
  readonly labels: L;
}

export interface CounterSpec<L extends LabelSpecs = LabelSpecs> extends Described<L> {
  readonly kind: 'counter';
}
export interface GaugeSpec<L extends LabelSpecs = LabelSpecs> extends Described<L> {
  readonly kind: 'gauge';
}
export interface HistogramSpec<L extends LabelSpecs = LabelSpecs> extends Described<L> {
  readonly kind: 'histogram';
  readonly buckets: readonly number[];
}
export type MetricSpec = CounterSpec | GaugeSpec | HistogramSpec;

/** What a metric is given with each value: one of the values of every label. */
export type LabelsOf<S extends MetricSpec> = {
  readonly [K in keyof S['labels']]: S['labels'][K] extends readonly (infer V)[] ? V : string;
};

/** From a millisecond to ten seconds: decisions sit at the low end, stalled batches at the high one. */
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function counter<const L extends LabelSpecs>(name: string, help: string, labels: L): CounterSpec<L> {
  return { kind: 'counter', name, help, labels };
}

export function gauge<const L extends LabelSpecs>(name: string, help: string, labels: L): GaugeSpec<L> {
  return { kind: 'gauge', name, help, labels };
}

export function histogram<const L extends LabelSpecs>(
  name: string,
  help: string,
  labels: L,
  buckets: readonly number[] = secondsBuckets,
): HistogramSpec<L> {
  return { kind: 'histogram', name, help, labels, buckets };
}
