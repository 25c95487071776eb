/** docs/reference/metrics.md: every metric, from the catalogue. */

export function metricsPage(catalogue) {
  const rows = Object.values(catalogue).map(
    ({ kind, name, help, labels }) => `| \`${name}\` | ${kind} | ${labelsOf(labels)} | ${escaped(help)} |`,
  );
  return `# Metrics

Written by \`npm run generate\` from [the catalogue](../../libs/platform/telemetry/src/catalogue.ts). Each service answers \`GET /metrics\` to a secret key
(\`Authorization: Bearer <secret key>\`); with \`npm start\`, all services answer together. Beside these there are the usual metrics of a process and of Node:
\`process_*\` and \`nodejs_*\`.

A label with a number takes that many values; what strangers invent beyond it is counted as \`other\`, so that it cannot fill the memory. A label without
one has the values that are named here.

| metric | kind | labels | meaning |
| --- | --- | --- | --- |
${rows.join('\n')}

## The conservation law

Every acknowledged event ends in exactly one place. Per source, for the last hour:

\`\`\`promql
  sum by (source) (increase(tributary_ingestion_events_total{fate="acknowledged"}[1h]))
- sum by (source) (increase(tributary_ingestion_events_total{fate=~"stored|rejected|duplicate"}[1h]))
\`\`\`

is by how much the events in flight have grown; what is in flight is also known from the log, independently of these counters:

\`\`\`promql
sum(max by (topic, partition) (tributary_lag_messages{group="ingestion"}))
\`\`\`

Both go to zero when input stops. \`tributary:events_unaccounted:increase1h\` and \`tributary:events_in_flight:sum\` record them, and
[TributaryConservationBroken](../runbooks/conservation-broken.md) compares them. Counters live in the memory of processes, and \`increase\` estimates at the
edges of its window, so this sees a loss of more than one percent; a process that is killed after the store and before the commit counts up to one batch
twice. \`npm run verify:conservation\` reads topics and stores instead, and is exact.
`;
}

const labelsOf = (labels) =>
  Object.entries(labels)
    .map(([name, values]) =>
      typeof values === 'number' ? `\`${name}\` (${values})` : `\`${name}\`: ${values.join(', ')}`,
    )
    .join('; ');

const escaped = (text) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
