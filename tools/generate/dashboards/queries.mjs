/** Queries that panels share: what stands in `where` chooses, what stands in `by` is told apart. */

export const events = 'tributary_ingestion_events_total';

export const rate = (metric, by, where = '') =>
  `sum by (${by}) (rate(${metric}${where && `{${where}}`}[$__rate_interval]))`;

export const quantile = (q, metric, by = '', where = '') =>
  `histogram_quantile(${q}, sum by (le${by && `, ${by}`}) (rate(${metric}_bucket${where && `{${where}}`}[$__rate_interval])))`;

export const percentiles = (metric, where = '') => [
  [quantile(0.5, metric, '', where), 'p50'],
  [quantile(0.95, metric, '', where), 'p95'],
  [quantile(0.99, metric, '', where), 'p99'],
];
