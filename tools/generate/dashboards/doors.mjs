/** What comes in by the doors beside HTTP: MQTT, beacons, bridged topics, files. */
import { dashboard } from '../grafana.mjs';
import { rate } from './queries.mjs';

const ofBridges = 'group=~"bridge[.].+"';

const rows = [
  [
    'MQTT',
    [
      [
        'Connections',
        'To the broker, as they are: what is published waits there while one is away.',
        'short',
        [['sum by (state) (tributary_mqtt_connections)', '{{state}}']],
      ],
      [
        'Messages',
        'That were acknowledged to the broker, by subscription; refused: something in them is kept as a rejection.',
        'ops',
        [[rate('tributary_mqtt_messages_total', 'subscription, outcome'), '{{subscription}} {{outcome}}']],
      ],
      [
        'Tried again',
        'Messages that could not be made durable at once; the broker sends no other until they are.',
        'ops',
        [['sum(rate(tributary_mqtt_retries_total[$__rate_interval]))', 'tries']],
      ],
    ],
  ],
  [
    'Beacons',
    [
      [
        'Sightings',
        'Applied; repeated or late, which change nothing; refused.',
        'ops',
        [[rate('tributary_beacon_sightings_total', 'outcome'), '{{outcome}}']],
      ],
      [
        'Unknown beacons',
        'Sightings of beacons that nobody has registered, in an hour.',
        'short',
        [['sum(increase(tributary_rejections_total{code="UNKNOWN_BEACON"}[1h]))', 'sightings']],
      ],
    ],
  ],
  [
    'Bridged topics',
    [
      [
        'Bridges',
        'By what they do; one that does different things in two processes stands under both.',
        'short',
        [['count by (state) (max by (bridge, state) (tributary_bridge_state))', '{{state}}']],
      ],
      [
        'Waiting',
        'Messages of bridged topics that are not taken yet.',
        'short',
        [[`sum by (group) (tributary_lag_messages{${ofBridges}})`, '{{group}}']],
      ],
      [
        'Messages by outcome',
        'ok: taken or kept as a rejection; suppressed: left out.',
        'ops',
        [[rate('tributary_messages_total', 'group, outcome', ofBridges), '{{group}} {{outcome}}']],
      ],
    ],
  ],
  [
    'Imports',
    [
      ['Running', 'Imports of files.', 'short', [['sum(tributary_imports_running)', 'imports']]],
      ['Rows', 'That they read.', 'ops', [['sum(rate(tributary_import_rows_total[$__rate_interval]))', 'rows']]],
      [
        'Ended',
        'In the last hour: done, or the code of the failure.',
        'short',
        [['sum by (code) (increase(tributary_imports_ended_total[1h]))', '{{code}}']],
      ],
    ],
  ],
];

export const doors = dashboard('tributary-doors', 'Tributary: other doors', rows);
