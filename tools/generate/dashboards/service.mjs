/** What does one service do, what waits, how is its process? */
import { dashboard, source } from '../grafana.mjs';
import { quantile, rate } from './queries.mjs';

const rows = [
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

/** Chooses the service. */
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

export const service = dashboard('tributary-service', 'Tributary: a service', rows, [groups]);
