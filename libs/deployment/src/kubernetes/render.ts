/** The manifests that follow from the registry and the code, by the file that they are kept in. */
import { services } from '@tributary/contracts';
import { Document, type CreateNodeOptions, type DocumentOptions, type ToStringOptions } from 'yaml';
import { horizontalAutoscalers, lagAutoscalers } from './autoscaling.ts';
import { externalSecrets } from './external-secrets.ts';
import { ingresses, type Routes } from './ingress.ts';
import { kafkaTopics, kafkaUsers, outsideKafkaUsers } from './kafka-resources.ts';
import { type Manifest } from './manifest.ts';
import { mongodbCluster } from './mongodb-resources.ts';
import { podMonitors, prometheusRules, type AlertGroups } from './monitoring.ts';
import { mqttPolicy, mqttSettings } from './mqtt.ts';
import { networkPolicies } from './policies.ts';
import { workloadsOf } from './workloads.ts';

export interface Sources {
  /** Paths that take events with a write key. */
  readonly doors: readonly string[];
  readonly api: Routes;
  readonly alerts: AlertGroups;
}

export function renderManifests({ doors, api, alerts }: Sources): Readonly<Record<string, string>> {
  const files: readonly (readonly [string, readonly Manifest[]])[] = [
    ...services.map((service) => [`base/services/${service}.yaml`, workloadsOf(service)] as const),
    ['base/kafka/topics.yaml', kafkaTopics()],
    ['base/kafka/users.yaml', kafkaUsers()],
    ['base/mongodb/cluster.yaml', [mongodbCluster()]],
    ['base/network/policies.yaml', networkPolicies()],
    ['base/network/ingress.yaml', ingresses(doors, api)],
    ['components/outside-users/users.yaml', outsideKafkaUsers()],
    ['components/scale-by-lag/scaled-objects.yaml', lagAutoscalers()],
    ['components/scale-by-processor/autoscalers.yaml', horizontalAutoscalers()],
    ['components/external-secrets/secrets.yaml', externalSecrets()],
    ['components/mqtt/policy.yaml', mqttPolicy()],
    ['components/mqtt/ingestion.yaml', mqttSettings()],
    ['components/prometheus/monitors.yaml', podMonitors()],
    ['components/prometheus/rules.yaml', prometheusRules(alerts)],
  ];
  return Object.fromEntries(files.map(([file, manifests]) => [`k8s/${file}`, text(manifests)]));
}

const head =
  '# Generated: `npm run generate` writes this file from the registry and the code. Change it in an overlay.\n';

const style: DocumentOptions & CreateNodeOptions & ToStringOptions = {
  aliasDuplicateObjects: false,
  singleQuote: true,
  lineWidth: 0,
};

function text(manifests: readonly Manifest[]): string {
  return head + manifests.map((manifest) => new Document(manifest, style).toString(style)).join('---\n');
}
