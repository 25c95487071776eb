import { describe, expect, it } from '@jest/globals';
import { readIngestionConfig } from '../config.ts';
import { mqttSettings } from './mqtt-settings.ts';

const settingsOf = (env: Readonly<Record<string, string>>, namespace = '') =>
  mqttSettings(readIngestionConfig({ INGESTION_MQTT_URL: 'mqtt://broker.example:1883', ...env }), namespace);

const here = import.meta.filename;
const secret = { INGESTION_MQTT_URL: 'mqtts://broker.example' };

describe('the settings for MQTT', () => {
  it('ask for nothing where there is no broker', () => {
    expect(settingsOf({ INGESTION_MQTT_URL: '' })).toBeUndefined();
  });

  it('keep a session at the broker, for as long as MQTT 5 is asked to', () => {
    expect(settingsOf({})?.optionsOf(0)).toMatchObject({
      ...{ protocolVersion: 5, clean: false, clientId: 'tributary-0', reconnectPeriod: 0 },
      properties: { sessionExpiryInterval: 86_400, receiveMaximum: 20 },
    });
    const older = settingsOf({ INGESTION_MQTT_PROTOCOL: '3.1.1' }, 'acme')?.optionsOf(0);
    expect(older).toMatchObject({ protocolVersion: 4, clean: false, clientId: 'tributary-acme-0' });
    expect(older?.properties).toBeUndefined();
  });

  it('share the topics among several connections, each with an id of its own', () => {
    const settings = settingsOf({
      ...{ INGESTION_MQTT_GROUP: 'shop', INGESTION_MQTT_CONNECTIONS: '3', INGESTION_MQTT_CLIENT_ID: 'cdp' },
      ...{ INGESTION_MQTT_USERNAME: 'u', INGESTION_MQTT_PASSWORD: 'p' },
    });
    expect([settings?.connections, settings?.shared('a/#')]).toEqual([3, '$share/shop/a/#']);
    expect(settings?.optionsOf(2)).toMatchObject({ clientId: 'cdp-2', username: 'u', password: 'p' });
    expect(settingsOf({})?.shared('a/#')).toBe('a/#');
  });

  it.each([
    [{ INGESTION_MQTT_URL: 'http://broker' }, /INGESTION_MQTT_URL must begin with mqtt:/],
    [{ INGESTION_MQTT_URL: 'broker' }, /INGESTION_MQTT_URL must begin with mqtt:/],
    [{ INGESTION_MQTT_CONNECTIONS: '2' }, /INGESTION_MQTT_GROUP must be set/],
    [{ INGESTION_MQTT_GROUP: 'a/b' }, /INGESTION_MQTT_GROUP must not contain/],
    [
      { ...secret, INGESTION_MQTT_CA: '/nowhere/ca.pem' },
      /INGESTION_MQTT_CA must name a file that can be read \(ENOENT\)/,
    ],
    [{ ...secret, INGESTION_MQTT_CA: here }, /INGESTION_MQTT_CA, _CERT and _KEY must hold certificates/],
    [{ ...secret, INGESTION_MQTT_CERT: here, INGESTION_MQTT_KEY: here }, /must hold certificates and the key/],
    [{ ...secret, INGESTION_MQTT_CERT: 'us.pem' }, /INGESTION_MQTT_CERT and INGESTION_MQTT_KEY must be set together/],
    [{ INGESTION_MQTT_CA: 'ca.pem' }, /INGESTION_MQTT_URL must begin with mqtts:\/\/ or wss:\/\/ where/],
  ])('tell what is wrong by its name: %j', (env, message) => {
    expect(() => settingsOf(env as unknown as Record<string, string>)).toThrow(message);
  });

  it('never show the password in what is for people', () => {
    expect(settingsOf({ INGESTION_MQTT_URL: 'mqtts://u:secret@broker.example' })?.host).toBe('broker.example');
  });
});
