/** The component for an MQTT broker: the way out to it, and who ingestion is there. */
import { type Manifest, selectorOf } from './manifest.ts';
import { authorities, mqtt } from './names.ts';
import { namespaceOf } from './reachability.ts';
import { fromSecret, mountOf, volumeOf } from './workloads.ts';

/** MQTT over TLS, by its registration. */
const port = 8883;

/** Beside the other policies, which say nothing of it: rules add up. An overlay puts another address and port into their places. */
export function mqttPolicy(): readonly Manifest[] {
  return [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'ingestion-to-mqtt' },
      spec: {
        podSelector: { matchLabels: selectorOf('ingestion') },
        policyTypes: ['Egress'],
        egress: [
          {
            to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespaceOf('mqtt') } } }],
            ports: [{ protocol: 'TCP', port }],
          },
        ],
      },
    },
  ];
}

/** Merged into the Deployment. */
export function mqttSettings(): readonly Manifest[] {
  const { secret } = mqtt;
  const container = {
    name: 'ingestion',
    env: [
      fromSecret('INGESTION_MQTT_URL', secret, mqtt.url),
      fromSecret('INGESTION_MQTT_USERNAME', secret, mqtt.username),
      fromSecret('INGESTION_MQTT_PASSWORD', secret, mqtt.password),
      { name: 'INGESTION_MQTT_CA', value: `${authorities.mqtt}/ca.crt` },
    ],
    volumeMounts: [mountOf('mqtt-authority', authorities.mqtt)],
  };
  const spec = { template: { spec: { containers: [container], volumes: [volumeOf('mqtt-authority', secret)] } } };
  return [{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'ingestion' }, spec }];
}
