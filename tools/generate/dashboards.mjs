/** What the Grafana dashboards show: rows of panels, each a title, what it says, its unit and its queries with their legends. */
import { dashboard, source } from './grafana.mjs';

const door = 'method="POST", route=~"/v1/(track|identify|page|screen|group|alias|batch|import|[tipsgabm])"';

const rate = (metric, by, where = '') => `sum by (${by}) (rate(${metric}${where && `{${where}}`}[$__rate_interval]))`;
const quantile = (q, metric, by = '', where = '') =>
  `histogram_quantile(${q}, sum by (le${by && `, ${by}`}) (rate(${metric}_bucket${where && `{${where}}`}[$__rate_interval])))`;
const percentiles = (metric, where = '') => [
  [quantile(0.5, metric, '', where), 'p50'],
  [quantile(0.95, metric, '', where), 'p95'],
  [quantile(0.99, metric, '', where), 'p99'],
];
const increase = (metric, where) => `sum by (source) (increase(${metric}{${where}}[1h]))`;
const events = 'tributary_ingestion_events_total';

const overview = [
  [
    'Now',
    [
      [
        'Events accepted',
        'Events that a door acknowledged, a second.',
        'ops',
        [[`sum(rate(${events}{fate="acknowledged"}[$__rate_interval]))`, 'events']],
        'stat',
      ],
      [
        'Door to profile',
        'Half of the events take less, and one in twenty more than the second figure.',
        's',
        percentiles('tributary_door_to_profile_seconds').slice(0, 2),
        'stat',
      ],
      [
        'Decisions',
        'Decisions a second.',
        'ops',
        [['sum(rate(tributary_decisions_total[$__rate_interval]))', 'decisions']],
        'stat',
      ],
      [
        'Furthest behind',
        'How old the moment is up to which every service has processed everything.',
        's',
        [['max(tributary_lag_seconds)', 'lag']],
        'stat',
      ],
      [
        'Refused at the door',
        'Requests with events that were answered 503, a second: nothing was lost, nothing was taken.',
        'ops',
        [[`sum(rate(tributary_http_requests_total{${door}, status="503"}[$__rate_interval])) or vector(0)`, 'refused']],
        'stat',
      ],
      [
        'Alerts',
        'Alerts that are firing.',
        'none',
        [['count(ALERTS{alertstate="firing", alertname=~"Tributary.*"}) or vector(0)', 'firing']],
        'stat',
      ],
    ],
  ],
  [
    'The river',
    [
      [
        'What became of events',
        'By fate; acknowledged = stored + rejected + duplicate + in flight.',
        'ops',
        [[rate(events, 'fate'), '{{fate}}']],
      ],
      [
        'Messages onto the log',
        'By topic: the stages of the river, from left to right.',
        'ops',
        [[rate('tributary_bus_appended_total', 'topic'), '{{topic}}']],
      ],
      ['Messages finished', 'By group.', 'ops', [[rate('tributary_messages_total', 'group'), '{{group}}']]],
      ['Lag', 'By group, in seconds.', 's', [['max by (group) (tributary_lag_seconds)', '{{group}}']]],
      [
        'Door to profile',
        'From receiving an event until the profile that holds it is announced.',
        's',
        percentiles('tributary_door_to_profile_seconds'),
      ],
      [
        'Decision',
        'From a request for a decision to its answer.',
        's',
        percentiles('tributary_decision_duration_seconds'),
      ],
    ],
  ],
  [
    'What people see',
    [
      [
        'Decisions by outcome',
        "offer: one fits; fallback: the placement's own; nothing: neither; failed: an error.",
        'ops',
        [[rate('tributary_decisions_total', 'outcome'), '{{outcome}}']],
      ],
      [
        'Segment changes',
        'Memberships entered and left.',
        'ops',
        [[rate('tributary_segment_changes_total', 'change'), '{{change}}']],
      ],
      [
        'Rejections by reason',
        'Events that were kept with the reason, to be replayed.',
        'ops',
        [[rate('tributary_rejections_total', 'code'), '{{code}}']],
      ],
    ],
  ],
];

const service = [
  [
    'Consumers',
    [
      [
        'Messages by outcome',
        'By topic and what became of them.',
        'ops',
        [[rate('tributary_messages_total', 'topic, outcome', 'group=~"$group"'), '{{topic}} {{outcome}}']],
      ],
      [
        'Waiting',
        'Messages that are appended and not committed.',
        'short',
        [['sum by (topic) (tributary_lag_messages{group=~"$group"})', '{{topic}}']],
      ],
      [
        'Lag',
        'How old the moment is up to which everything is processed.',
        's',
        [['max by (group) (tributary_lag_seconds{group=~"$group"})', '{{group}}']],
      ],
      [
        'Batch',
        '95 of 100 batches are faster, from taking one to its commit.',
        's',
        [[quantile(0.95, 'tributary_batch_duration_seconds', 'topic', 'group=~"$group"'), '{{topic}}']],
      ],
      [
        'Tried again',
        'Batches after a transient failure.',
        'ops',
        [[rate('tributary_batch_retries_total', 'topic', 'group=~"$group"'), '{{topic}}']],
      ],
      [
        'Dead letters',
        'In the last hour, by reason.',
        'short',
        [
          [
            'sum by (topic, reason) (increase(tributary_dead_letters_total{group=~"$group"}[1h]))',
            '{{topic}} {{reason}}',
          ],
        ],
      ],
      [
        'Partitions',
        'That each process works on.',
        'short',
        [['sum by (instance) (tributary_partitions_assigned{group=~"$group"})', '{{instance}}']],
      ],
      [
        'Rebalances',
        'Times that a process was given partitions, in ten minutes.',
        'short',
        [['sum by (group) (increase(tributary_rebalances_total{group=~"$group"}[10m]))', '{{group}}']],
      ],
    ],
  ],
  [
    'Requests',
    [
      [
        'Requests by status',
        'Of every route.',
        'ops',
        [[rate('tributary_http_requests_total', 'status', 'service_name=~"$group"'), '{{status}}']],
      ],
      [
        'Slowest routes',
        '95 of 100 requests are faster.',
        's',
        [
          [
            `topk(5, ${quantile(0.95, 'tributary_http_request_duration_seconds', 'route', 'service_name=~"$group"')})`,
            '{{route}}',
          ],
        ],
      ],
    ],
  ],
  [
    'Process',
    [
      [
        'Processor',
        'Cores in use.',
        'short',
        [
          [
            'sum by (instance) (rate(process_cpu_seconds_total{service_name=~"$group"}[$__rate_interval]))',
            '{{instance}}',
          ],
        ],
      ],
      ['Memory', 'Resident.', 'bytes', [['process_resident_memory_bytes{service_name=~"$group"}', '{{instance}}']]],
      [
        'Event loop',
        'How long it is held up at most, 99 times in 100.',
        's',
        [['nodejs_eventloop_lag_p99_seconds{service_name=~"$group"}', '{{instance}}']],
      ],
      [
        'What runs',
        'Version and engines of each process.',
        'short',
        [
          [
            'tributary_build_info{service_name=~"$group"}',
            '{{instance}} {{version}} on {{bus}} and {{store}}, Node {{node}}',
          ],
        ],
        'table',
      ],
    ],
  ],
];

const engines = [
  [
    'The log',
    [
      [
        'Appends',
        'Messages a second, by topic.',
        'ops',
        [[rate('tributary_bus_appended_total', 'topic'), '{{topic}}']],
      ],
      [
        'Time to durability',
        'Of an append, which may hold hundreds of messages.',
        's',
        percentiles('tributary_bus_append_duration_seconds'),
      ],
      [
        'Failed appends',
        'By code; BUS_APPEND_FAILED: too few brokers in sync, or none that answers.',
        'ops',
        [[rate('tributary_bus_append_failures_total', 'code'), '{{code}}']],
      ],
      [
        'Refused publications',
        'What services could not make durable.',
        'ops',
        [[rate('tributary_send_refusals_total', 'service, code'), '{{service}} {{code}}']],
      ],
    ],
  ],
  [
    'The store',
    [
      [
        'Round trips',
        'Operations a second, by service.',
        'ops',
        [[rate('tributary_store_round_trip_seconds_count', 'service'), '{{service}}']],
      ],
      [
        'Time of a round trip',
        '95 of 100 are faster.',
        's',
        [[quantile(0.95, 'tributary_store_round_trip_seconds', 'service'), '{{service}}']],
      ],
      [
        'Wait for a connection',
        '95 of 100 are shorter.',
        's',
        [[quantile(0.95, 'tributary_store_pool_wait_seconds', 'service'), '{{service}}']],
      ],
      [
        'Connections at work',
        'Of at most twenty a process.',
        'short',
        [['sum by (service) (tributary_store_connections_in_use)', '{{service}}']],
      ],
      [
        'Signs that it is away',
        'By kind.',
        'ops',
        [[rate('tributary_store_failures_total', 'service, kind'), '{{service}} {{kind}}']],
      ],
      [
        'Outboxes',
        'For how long the oldest message has waited in its document.',
        's',
        [['max by (service, collection) (tributary_outbox_oldest_seconds)', '{{service}} {{collection}}']],
      ],
      [
        'Waiting in outboxes',
        'Documents with messages that are not published.',
        'short',
        [['max by (service, collection) (tributary_outbox_waiting_documents)', '{{service}} {{collection}}']],
      ],
    ],
  ],
  [
    'Embedded engines',
    [
      ['Data folder', 'Size.', 'bytes', [['tributary_data_bytes', '{{instance}}']]],
      ['Room on its disk', 'What is left.', 'bytes', [['tributary_data_free_bytes', '{{instance}}']]],
      [
        'Clocks',
        'Messages that arrived before they were sent, by more than a second.',
        'ops',
        [[rate('tributary_messages_from_the_future_total', 'group'), '{{group}}']],
      ],
    ],
  ],
];

const conservation = [
  [
    'acknowledged = stored + rejected + duplicate + in flight',
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

const groups = {
  name: 'group',
  label: 'Service',
  type: 'query',
  datasource: source,
  definition: 'label_values(tributary_lag_seconds, group)',
  query: { query: 'label_values(tributary_lag_seconds, group)', refId: 'groups' },
  refresh: 2,
  includeAll: true,
  multi: true,
  current: { text: 'All', value: '$__all' },
};

export const dashboards = {
  overview: dashboard('tributary-overview', 'Tributary: overview', overview),
  service: dashboard('tributary-service', 'Tributary: a service', service, [groups]),
  engines: dashboard('tributary-engines', 'Tributary: log and store', engines),
  conservation: dashboard('tributary-conservation', 'Tributary: conservation', conservation),
};
