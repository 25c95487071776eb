/** How we speak to the broker, from the settings; what is wrong with them is told at the start, by their names. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { ConfigError } from '@tributary/config';
import { type IClientOptions } from 'mqtt';
import { type IngestionConfig } from '../config.ts';

export interface MqttSettings {
  readonly url: string;
  /** For people: without name and password. */
  readonly host: string;
  /** Slots begin with 0. */
  readonly connections: number;
  /** What a subscription asks the broker for. */
  readonly shared: (filter: string) => string;
  readonly optionsOf: (slot: number) => IClientOptions;
}

type Config = Pick<
  IngestionConfig,
  | 'mqttUrl'
  | 'mqttUsername'
  | 'mqttPassword'
  | 'mqttCa'
  | 'mqttCert'
  | 'mqttKey'
  | 'mqttProtocol'
  | 'mqttClientId'
  | 'mqttGroup'
  | 'mqttConnections'
  | 'mqttSessionSeconds'
>;

type Certificates = Readonly<Partial<Record<'ca' | 'cert' | 'key', Buffer>>>;

const protocols = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];
const encrypted = ['mqtts:', 'wss:'];
/** The broker is taken for silent after half as much again. */
const keepaliveSeconds = 30;
const connectTimeoutMs = 10_000;
/** Messages that the broker sends before it hears of the first (MQTT 5): they wait in our memory, one at a time is taken. */
const receiveMaximum = 20;

/** Undefined where there is no broker. */
export function mqttSettings(config: Config, namespace: string): MqttSettings | undefined {
  const { mqttUrl: url, mqttGroup: group, mqttConnections: connections } = config;
  if (url === '') return undefined;
  const wrong = [
    ...wrongOfConnection(config),
    ...(group === '' && connections > 1
      ? [
          'INGESTION_MQTT_GROUP must be set where INGESTION_MQTT_CONNECTIONS is more than 1, or each would get every message',
        ]
      : []),
    ...(/[/+#]/.test(group) ? ['INGESTION_MQTT_GROUP must not contain / + or #'] : []),
  ];
  if (wrong.length > 0) throw new ConfigError(wrong);
  const options = optionsFrom(config);
  const clientId =
    config.mqttClientId === '' ? ['tributary', namespace].filter(Boolean).join('-') : config.mqttClientId;
  return {
    ...{ url, connections, host: new URL(url).host },
    shared: (filter) => (group === '' ? filter : `$share/${group}/${filter}`),
    optionsOf: (slot) => ({ ...options, clientId: `${clientId}-${slot}` }),
  };
}

function wrongOfConnection({ mqttUrl, mqttCa, mqttCert, mqttKey }: Config): readonly string[] {
  const protocol = protocolOf(mqttUrl);
  if (!protocols.includes(protocol)) return [`INGESTION_MQTT_URL must begin with ${protocols.join('// or ')}//`];
  const isSecret = encrypted.includes(protocol);
  return [
    // Whoever names an authority must not find out one day that nothing was encrypted.
    ...(!isSecret && (mqttCa ?? mqttCert ?? mqttKey) !== undefined
      ? ['INGESTION_MQTT_URL must begin with mqtts:// or wss:// where INGESTION_MQTT_CA, _CERT or _KEY is set']
      : []),
    ...((mqttCert === undefined) === (mqttKey === undefined)
      ? []
      : ['INGESTION_MQTT_CERT and INGESTION_MQTT_KEY must be set together']),
  ];
}

function optionsFrom(config: Config): IClientOptions {
  const { mqttUsername: username, mqttPassword: password, mqttSessionSeconds } = config;
  const isFive = config.mqttProtocol === '5';
  return {
    protocolVersion: isFive ? 5 : 4,
    // The broker keeps the session, and in it what comes while we are away.
    clean: false,
    ...(isFive ? { properties: { sessionExpiryInterval: mqttSessionSeconds, receiveMaximum } } : {}),
    keepalive: keepaliveSeconds,
    connectTimeout: connectTimeoutMs,
    // Each connection is a client of its own: nothing that one has left behind is sent on the next.
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...certificatesIn(config),
  };
}

/** What is no certificate, and a key of another one, are told at the start: the connection itself would throw. */
const certificateIn = (pem: Buffer): X509Certificate => new X509Certificate(pem);

function certificatesIn({ mqttCa, mqttCert, mqttKey }: Config): Certificates {
  const files = {
    ...fileOf('ca', 'INGESTION_MQTT_CA', mqttCa),
    ...fileOf('cert', 'INGESTION_MQTT_CERT', mqttCert),
    ...fileOf('key', 'INGESTION_MQTT_KEY', mqttKey),
  };
  try {
    // What is no authority is otherwise passed over, and nobody is trusted.
    if (files.ca) certificateIn(files.ca);
    createSecureContext(files);
    return files;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([
      `INGESTION_MQTT_CA, _CERT and _KEY must hold certificates and the key of the second in PEM (${why})`,
    ]);
  }
}

function protocolOf(url: string): string {
  try {
    return new URL(url).protocol;
  } catch {
    return '';
  }
}

function fileOf(option: 'ca' | 'cert' | 'key', setting: string, file: string | undefined): Certificates {
  if (file === undefined) return {};
  try {
    return { [option]: readFileSync(file) };
  } catch (error) {
    const why =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'it cannot be read';
    throw new ConfigError([`${setting} must name a file that can be read (${why})`]);
  }
}
