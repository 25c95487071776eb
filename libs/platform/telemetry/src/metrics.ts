/** Prometheus metrics, taken from the catalogue; the memory they cost is bounded, whatever values their labels get. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import {
  type CounterSpec,
  type GaugeSpec,
  type HistogramSpec,
  type LabelsOf,
  type LabelValues,
  type MetricSpec,
} from './metric-spec.ts';

export interface Metrics {
  counter<S extends CounterSpec>(spec: S): { inc(labels: LabelsOf<S>, value?: number): void };
  gauge<S extends GaugeSpec>(
    spec: S,
  ): {
    set(labels: LabelsOf<S>, value: number): void;
    /** The value is no longer known here. */
    remove(labels: LabelsOf<S>): void;
  };
  histogram<S extends HistogramSpec>(spec: S): { observe(labels: LabelsOf<S>, value: number): void };
  /** Runs before each scrape, to bring gauges up to date. It must not wait for anything. */
  beforeScrape(update: () => void): void;
  /** The text that Prometheus scrapes. */
  text(): Promise<string>;
  readonly contentType: string;
}

export interface MetricsOptions {
  /** Memory, event loop and garbage collection of the process. */
  readonly process: boolean;
}

export function createMetrics(options: MetricsOptions = { process: false }): Metrics {
  const registry = new Registry();
  if (options.process) collectDefaultMetrics({ register: registry });
  const once = onceByName();
  const bound = boundLabels();
  const updates: (() => void)[] = [];
  const common = ({ name, help, labels }: MetricSpec) => ({
    name,
    help,
    labelNames: Object.keys(labels),
    registers: [registry],
  });
  return {
    counter: (spec) => {
      const metric = once(spec.name, () => new Counter(common(spec)));
      return {
        inc: (labels, value = 1) => {
          metric.inc(bound(spec.labels, labels), value);
        },
      };
    },
    gauge: (spec) => {
      const metric = once(spec.name, () => new Gauge(common(spec)));
      return {
        set: (labels, value) => {
          metric.set(bound(spec.labels, labels), value);
        },
        remove: (labels) => {
          metric.remove(bound(spec.labels, labels));
        },
      };
    },
    histogram: (spec) => {
      const metric = once(spec.name, () => new Histogram({ ...common(spec), buckets: [...spec.buckets] }));
      return {
        observe: (labels, value) => {
          metric.observe(bound(spec.labels, labels), value);
        },
      };
    },
    beforeScrape: (update) => {
      updates.push(update);
    },
    text: () => {
      for (const update of updates) update();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

/** Several services of a process share a metric. */
function onceByName(): <M>(name: string, make: () => M) => M {
  const made = new Map<string, unknown>();
  return <M>(name: string, make: () => M): M => {
    // eslint-disable-next-line no-restricted-syntax -- a name of the catalogue has one kind
    const known = made.get(name) as M | undefined;
    const metric = known ?? make();
    made.set(name, metric);
    return metric;
  };
}

type Values = Readonly<Record<string, unknown>>;

/** A value that is one too many becomes `other`: a label that strangers can fill must not fill the memory. */
function boundLabels(): (specs: Readonly<Record<string, LabelValues>>, values: Values) => Record<string, string> {
  const known = new Map<string, Set<string>>();
  return (specs, values) => {
    const bounded: Record<string, string> = {};
    for (const label in specs) {
      const most = specs[label];
      const value = String(values[label]);
      bounded[label] = typeof most !== 'number' || isKnown(known, { label, value, most }) ? value : 'other';
    }
    return bounded;
  };
}

/** By label, not by metric: a source that is one of the others is so in every term of the conservation law. */
function isKnown(known: Map<string, Set<string>>, one: { label: string; value: string; most: number }): boolean {
  let values = known.get(one.label);
  if (values === undefined) known.set(one.label, (values = new Set()));
  if (values.has(one.value)) return true;
  if (values.size >= one.most) return false;
  values.add(one.value);
  return true;
}
