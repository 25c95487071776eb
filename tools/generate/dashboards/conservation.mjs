/** Did every acknowledged event end in exactly one place? */
import { dashboard } from '../grafana.mjs';
import { events } from './queries.mjs';

const increase = (metric, where) => `sum by (source) (increase(${metric}{${where}}[1h]))`;

const rows = [
  [
    'acknowledged = stored + rejected + suppressed + duplicate + in flight',
    [
      [
        'Unaccounted for',
        'Acknowledged in the last hour and ended nowhere, less what is in flight: zero, but for the estimate at the edges of the hour.',
        'short',
        [['sum(tributary:events_unaccounted:increase1h) - (tributary:events_in_flight:sum or vector(0))', 'events']],
        'stat',
      ],
      [
        'In flight',
        'As the log knows it: received, rejected or parked, and not yet processed by ingestion.',
        'short',
        [['tributary:events_in_flight:sum', 'events']],
        'stat',
      ],
      [
        'Unanswered',
        'In the last hour: durable or not, the client was told to send again. What comes twice is known as a duplicate.',
        'short',
        [[`sum(increase(${events}{fate="unanswered"}[1h])) or vector(0)`, 'events']],
        'stat',
      ],
    ],
  ],
  [
    'By source, in the last hour',
    [
      ['Acknowledged', 'Durable on the log.', 'short', [[increase(events, 'fate="acknowledged"'), '{{source}}']]],
      [
        'Stored',
        'In the archive, and on the way to profiles.',
        'short',
        [[increase(events, 'fate="stored"'), '{{source}}']],
      ],
      ['Rejected', 'Kept with the reason.', 'short', [[increase(events, 'fate="rejected"'), '{{source}}']]],
      [
        'Suppressed',
        'Not kept, because somebody has not consented.',
        'short',
        [[increase(events, 'fate="suppressed"'), '{{source}}']],
      ],
      ['Duplicate', 'Known already.', 'short', [[increase(events, 'fate="duplicate"'), '{{source}}']]],
      [
        'Growth of what is in flight',
        'Zero when input stops.',
        'short',
        [['tributary:events_unaccounted:increase1h', '{{source}}']],
      ],
      [
        'Changed duplicates',
        'Another event came with the id of a known one: a client that uses ids twice.',
        'short',
        [[increase(events, 'fate="changed-duplicate"'), '{{source}}']],
      ],
    ],
  ],
];

export const conservation = dashboard('tributary-conservation', 'Tributary: conservation', rows);
