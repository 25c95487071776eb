/** Are the engines well? */
import { dashboard } from '../grafana.mjs';
import { percentiles, quantile, rate } from './queries.mjs';

const rows = [
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

export const engines = dashboard('tributary-engines', 'Tributary: log and store', rows);
