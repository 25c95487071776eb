/** Names by which the manifests refer to each other, and to what the operators make. */
import { type ServiceName } from '@tributary/contracts';

/** The Kafka cluster; Strimzi derives `tributary-kafka-bootstrap` and `tributary-cluster-ca-cert` from it. */
export const kafka = {
  cluster: 'tributary',
  brokers: 'tributary-kafka-bootstrap:9093',
  caSecret: 'tributary-cluster-ca-cert',
  mechanism: 'scram-sha-512',
} as const;

/** A KafkaUser's secret bears the user's name. */
export const kafkaUserOf = (service: ServiceName): string => service;

export const mongodb = { cluster: 'mongodb', tlsSecret: 'mongodb-tls' } as const;

/** What is to be provided, and what the operator makes of it: the connection string. */
export const mongodbPasswordOf = (service: ServiceName): string => `mongodb-password-${service}`;
export const mongodbUriOf = (service: ServiceName): string => `mongodb-uri-${service}`;

/** The keys of the API; Prometheus sends one alone, the first of the secret keys. */
export const keys = {
  secret: 'tributary-keys',
  secretKeys: 'secret-keys',
  writeKey: 'write-key',
  metricsKey: 'metrics-key',
} as const;

/** What the component for MQTT needs to be provided, beside `ca.crt`. */
export const mqtt = { secret: 'mqtt', url: 'url', username: 'username', password: 'password' } as const;

/** Where the authorities of the engines, and of an MQTT broker, are mounted. */
export const authorities = {
  kafka: '/etc/tributary/kafka',
  mongodb: '/etc/tributary/mongodb',
  mqtt: '/etc/tributary/mqtt',
} as const;
