/** How Prometheus finds what it watches, and what it alerts on, as resources of the Prometheus Operator. */
import { type Labels, type Manifest } from './manifest.ts';
import { keys } from './names.ts';
import { labelsOf } from './reachability.ts';

/** The groups of observability/alerts/tributary.yaml. */
export type AlertGroups = readonly Readonly<Record<string, unknown>>[];

/** As often as observability/prometheus.yaml has it. */
const interval = '15s';

export function podMonitors(): readonly Manifest[] {
  return [
    podMonitor('services', { 'app.kubernetes.io/part-of': 'tributary' }, [
      {
        port: 'http',
        authorization: { type: 'Bearer', credentials: { name: keys.secret, key: keys.metricsKey } },
        relabelings: [
          // What observability/prometheus.yaml sets: alerts and dashboards choose by them.
          { targetLabel: 'job', replacement: 'tributary' },
          { sourceLabels: ['__meta_kubernetes_pod_label_app_kubernetes_io_name'], targetLabel: 'service_name' },
        ],
      },
    ]),
    podMonitor('kafka', labelsOf('kafka'), [{ port: 'tcp-prometheus' }]), // Strimzi's name of the port 9404
  ];
}

function podMonitor(name: string, matchLabels: Labels, endpoints: readonly Readonly<Record<string, unknown>>[]) {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name },
    spec: {
      selector: { matchLabels },
      podMetricsEndpoints: endpoints.map((endpoint) => ({ path: '/metrics', interval, ...endpoint })),
    },
  };
}

export function prometheusRules(groups: AlertGroups): readonly Manifest[] {
  return [
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: 'tributary' },
      spec: { groups },
    },
  ];
}
