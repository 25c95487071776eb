/** Prometheus metrics; each is declared once by name, a second declaration with the same name answers the first. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

interface MetricSpec {
  /** With unit, e.g. `tributary_decision_duration_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

interface HistogramSpec extends MetricSpec {
  readonly buckets?: readonly number[];
}

type Labels = Readonly<Record<string, string>>;

export interface Metrics {
  counter(spec: MetricSpec): { inc(labels?: Labels, value?: number): void };
  gauge(spec: MetricSpec): { set(labels: Labels, value: number): void };
  histogram(spec: HistogramSpec): { observe(labels: Labels, value: number): void };
  /** The text that Prometheus scrapes. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** From a millisecond to ten seconds: decisions sit at the low end, stalled batches at the high one. */
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface MetricsOptions {
  /** Memory, event loop and garbage collection of the process. */
  readonly process: boolean;
}

export function createMetrics(options: MetricsOptions = { process: false }): Metrics {
  const registry = new Registry();
  if (options.process) collectDefaultMetrics({ register: registry });
  const declared = new Map<string, unknown>();
  const once = <M>(name: string, make: () => M): M => {
    // eslint-disable-next-line no-restricted-syntax -- a name is only ever declared through the method of its kind
    const known = declared.get(name) as M | undefined;
    const metric = known ?? make();
    declared.set(name, metric);
    return metric;
  };
  const common = (spec: MetricSpec) => ({
    name: spec.name,
    help: spec.help,
    labelNames: [...(spec.labels ?? [])],
    registers: [registry],
  });
  return {
    counter: (spec) => {
      const counter = once(spec.name, () => new Counter(common(spec)));
      return {
        inc: (labels = {}, value = 1) => {
          counter.inc(labels, value);
        },
      };
    },
    gauge: (spec) => {
      const gauge = once(spec.name, () => new Gauge(common(spec)));
      return {
        set: (labels, value) => {
          gauge.set(labels, value);
        },
      };
    },
    histogram: (spec) => {
      const buckets = [...(spec.buckets ?? secondsBuckets)];
      const histogram = once(spec.name, () => new Histogram({ ...common(spec), buckets }));
      return {
        observe: (labels, value) => {
          histogram.observe(labels, value);
        },
      };
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
