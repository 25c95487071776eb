/** What a connection keeps to at a broker that speaks MQTT 5, in the clear and encrypted, over TCP and WebSockets. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '@tributary/telemetry';
import { readIngestionConfig } from '../config.ts';
import { type Authority, newAuthority } from '../testing/certificates.ts';
import { Mqtt5Broker } from '../testing/mqtt5-broker.ts';
import { BrokerConnection } from './broker-connection.ts';
import { mqttSettings } from './mqtt-settings.ts';
import { type MqttMessage } from './take-message.ts';

type Env = Readonly<Record<string, string>>;
interface Line {
  readonly msg: string;
  readonly err?: { readonly message: string };
  readonly filters?: readonly string[];
  readonly [field: string]: unknown;
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries === 1_000) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

let stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.toReversed()) await stop();
  stops = [];
});

async function brokerWith(options: Parameters<typeof Mqtt5Broker.start>[0] = {}): Promise<Mqtt5Broker> {
  const broker = await Mqtt5Broker.start(options);
  stops.push(() => broker.stop());
  return broker;
}

/** `take`: what becomes of a message; it is durable when that resolves. */
function connected(broker: Mqtt5Broker, env: Env = {}, take = (): Promise<void> => Promise.resolve()) {
  const settings = mqttSettings(readIngestionConfig({ INGESTION_MQTT_URL: broker.url, ...env }), '');
  if (!settings) throw new Error('There is no broker.');
  const taken: MqttMessage[] = [];
  const lines: Line[] = [];
  const log = createLogger({ service: 'test', level: 'info', write: (line) => lines.push(JSON.parse(line)) });
  const open = (slot: number): void => {
    const connection = new BrokerConnection({
      ...{ url: settings.url, options: settings.optionsOf(slot), about: { connection: slot }, log },
      filters: () => ({
        wanted: ['shops/+/tills', 'doors/#'].map(settings.shared),
        unwanted: [settings.shared('old/#')],
      }),
      holds: () => true,
      take: async (message) => {
        await take();
        taken.push(message);
      },
      onRetry: () => undefined,
    });
    stops.push(() => connection.stop());
    connection.start();
  };
  for (let slot = 0; slot < settings.connections; slot += 1) open(slot);
  const said = (text: string) => lines.find(({ msg }) => msg.includes(text));
  return { taken, said, topics: () => taken.map(({ topic }) => topic).toSorted() };
}
const listens = (broker: Mqtt5Broker, count = 2) => until('it listens', () => broker.subscribed.length >= count);
const many = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `doors/${String(n).padStart(3, '0')}`);

describe('a connection with MQTT 5', () => {
  it('asks for a session that is kept, for few messages at once, and for retained ones only where a filter is new', async () => {
    const broker = await brokerWith();
    connected(broker, {
      INGESTION_MQTT_USERNAME: 'cdp',
      INGESTION_MQTT_PASSWORD: 'x',
      INGESTION_MQTT_SESSION_SECONDS: '600',
    });
    await listens(broker);
    const [packet] = broker.connects;
    expect(packet).toMatchObject({ clientId: 'tributary-0', protocolVersion: 5, clean: false, username: 'cdp' });
    expect(packet?.properties).toMatchObject({ sessionExpiryInterval: 600, receiveMaximum: 20 });
    expect(broker.subscribed).toMatchObject([
      { topic: 'shops/+/tills', qos: 1, rh: 1 },
      { topic: 'doors/#', qos: 1, rh: 1 },
    ]);
  });

  it('acknowledges each message when it is durable, one after the other, and is sent no more than it has asked for', async () => {
    const broker = await brokerWith();
    let atOnce = 0;
    const { taken } = connected(broker, {}, async () => {
      atOnce += 1;
      expect([atOnce, broker.acknowledged.length <= taken.length]).toEqual([1, true]);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce -= 1;
    });
    await listens(broker);
    for (const topic of many(50)) broker.publish(topic, 'open');
    await until('all are acknowledged', () => broker.acknowledged.length === 50);
    expect(taken.map(({ topic }) => topic)).toEqual(many(50));
    expect(broker.mostOpen).toBe(20);
  });

  it('is sent again what it had not acknowledged, and what came while it was away', async () => {
    const broker = await brokerWith();
    const { topics } = connected(broker);
    await listens(broker);
    broker.acksToLose = 1;
    for (const topic of many(3)) broker.publish(topic);
    await until('all are acknowledged', () => broker.acknowledged.length === 3);
    expect(broker.repeated).toContain('doors/000');
    expect(new Set(topics())).toEqual(new Set(many(3)));
  });

  it('shares topics with others: each message goes to one of the connections', async () => {
    const broker = await brokerWith();
    const { topics } = connected(broker, { INGESTION_MQTT_GROUP: 'shop', INGESTION_MQTT_CONNECTIONS: '3' });
    await listens(broker, 6);
    expect(new Set(broker.subscribed.map(({ topic }) => topic))).toEqual(
      new Set(['$share/shop/shops/+/tills', '$share/shop/doors/#']),
    );
    for (const topic of many(30)) broker.publish(topic);
    await until('all are acknowledged', () => broker.acknowledged.length === 30);
    expect(topics()).toEqual(many(30));
    expect(new Set(broker.acknowledged.map(([, clientId]) => clientId)).size).toBe(3);
  });

  it('comes back when the broker sends it away or refuses it, and says why by name', async () => {
    const broker = await brokerWith();
    const { said, topics } = connected(broker);
    await listens(broker);
    broker.refusals.push(0x89, 0x87);
    broker.sendAway(0x8b, 'until noon');
    await until('it is gone', () => broker.connected.length === 0);
    broker.publish('doors/away');
    await until('it is acknowledged', () => broker.acknowledged.length === 1);
    expect(topics()).toEqual(['doors/away']);
    expect(broker.connects.length).toBe(4);
    expect(said('is away')?.err?.message).toBe(
      'The broker has closed the connection: Server shutting down: until noon.',
    );
  });

  it('names the topics that it may not read, and reads the others', async () => {
    const broker = await brokerWith();
    broker.forbidden.add('doors/#');
    const { said, topics } = connected(broker);
    await until('it is told', () => said('refuses topics') !== undefined);
    expect(said('refuses topics')?.filters).toEqual(['doors/# (Not authorized)']);
    broker.publish('shops/leeds/tills');
    await until('it is acknowledged', () => broker.acknowledged.length === 1);
    expect(topics()).toEqual(['shops/leeds/tills']);
  });

  it('says so when the broker keeps the session for less time than was asked for', async () => {
    const broker = await brokerWith();
    broker.keepsSeconds = 60;
    const { said } = connected(broker);
    await listens(broker);
    expect(said('for fewer seconds than asked')).toMatchObject({ asked: 86_400, granted: 60 });
  });
});

describe('an encrypted connection', () => {
  let folder: string;
  let ours: Authority;
  const file = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-mqtt-'));
    ours = newAuthority('Ours');
    const client = ours.issue('tributary');
    const contents = {
      'ca.pem': ours.cert,
      'other.pem': newAuthority('Other').cert,
      'us.pem': client.cert,
      'us.key': client.key,
    };
    for (const [name, content] of Object.entries(contents)) await writeFile(file(name), content);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(['mqtts', 'wss'] as const)(
    'trusts the authority that it is given, and shows what it is asked for: %s',
    async (protocol) => {
      const tls = { ...ours.issue('broker'), ca: ours.cert, requestCert: true, rejectUnauthorized: true };
      const broker = await brokerWith({ protocol, tls });
      const env = {
        INGESTION_MQTT_CA: file('ca.pem'),
        INGESTION_MQTT_CERT: file('us.pem'),
        INGESTION_MQTT_KEY: file('us.key'),
      };
      const { topics } = connected(broker, env);
      await listens(broker);
      broker.publish('doors/1', 'open');
      await until('it is acknowledged', () => broker.acknowledged.length === 1);
      expect(topics()).toEqual(['doors/1']);
    },
  );

  it.each(['mqtts', 'wss'] as const)('is not made to a broker of somebody else: %s', async (protocol) => {
    const broker = await brokerWith({ protocol, tls: ours.issue('broker') });
    const { said } = connected(broker, { INGESTION_MQTT_CA: file('other.pem') });
    await until('it is told', () => said('is away') !== undefined);
    expect(said('is away')?.err?.message).toMatch(/unable to verify|self-signed|signature/i);
    expect(broker.connects).toEqual([]);
  });
});

describe('a connection over WebSockets', () => {
  it('carries messages as any other', async () => {
    const broker = await brokerWith({ protocol: 'ws' });
    const { topics } = connected(broker);
    await listens(broker);
    broker.publish('doors/1');
    await until('it is acknowledged', () => broker.acknowledged.length === 1);
    expect(topics()).toEqual(['doors/1']);
  });

  it('is tried again, and says why, where there is no such address', async () => {
    const broker = await brokerWith({ protocol: 'ws' });
    const { said } = connected(broker, { INGESTION_MQTT_URL: broker.url.replace('/mqtt', '/elsewhere') });
    await until('it is told', () => said('is away') !== undefined);
    expect(said('is away')?.err?.message).toMatch(/Unexpected server response: 400/);
  });
});
