/** Does the river flow, how fast, and what becomes of events? */
import { dashboard } from '../grafana.mjs';
import { events, percentiles, rate } from './queries.mjs';

const door = 'method="POST", route=~"/v1/(track|identify|page|screen|group|alias|batch|import|[tipsgabm])"';

const rows = [
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
        'By fate; acknowledged = stored + rejected + suppressed + duplicate + in flight.',
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

export const overview = dashboard('tributary-overview', 'Tributary: overview', rows);
