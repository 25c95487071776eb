import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientIdOf, kafkaOptionsFromEnv } from './kafka-config.ts';

const env = { KAFKA_BROKERS: 'one:9092, two:9092' };

describe('the configuration of Kafka', () => {
  it('needs the brokers and nothing else', () => {
    expect(kafkaOptionsFromEnv(env)).toEqual({
      brokers: ['one:9092', 'two:9092'],
      clientId: expect.stringMatching(new RegExp(`^tributary-.+-${process.pid}$`)),
      ssl: false,
      sessionTimeoutMs: 45_000,
      maxWaitMs: 100,
      sendDeadlineMs: 5_000,
      appendDeadlineMs: 30_000,
    });
    expect(() => kafkaOptionsFromEnv({})).toThrow('KAFKA_BROKERS');
  });

  it('tells the brokers which process this is, unless it is named otherwise', () => {
    expect(kafkaOptionsFromEnv(env, 'identity').clientId).toMatch(/^tributary-identity-.+-\d+$/);
    expect(kafkaOptionsFromEnv({ ...env, KAFKA_CLIENT_ID: 'ours' }, 'identity').clientId).toBe('ours');
    expect(clientIdOf({ program: 'identity', host: 'home:7', pid: 1 })).toBe('tributary-identity-home_7-1');
  });

  it('knows the rack where it is named', () => {
    expect(kafkaOptionsFromEnv({ ...env, KAFKA_CLIENT_RACK: 'eu-west-1a' }).rack).toBe('eu-west-1a');
    expect(kafkaOptionsFromEnv(env)).not.toHaveProperty('rack');
  });

  it('reads SCRAM credentials', () => {
    const secured = {
      ...env,
      KAFKA_SSL: 'true',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: 'river',
      KAFKA_SASL_PASSWORD: 'hush',
    };
    expect(kafkaOptionsFromEnv(secured)).toMatchObject({
      ssl: true,
      sasl: { mechanism: 'scram-sha-512', username: 'river', password: 'hush' },
    });
  });

  it('reads certificates from their files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kafka-config-'));
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, 'authority');
    const options = kafkaOptionsFromEnv({ ...env, KAFKA_SSL: 'true', KAFKA_SSL_CA_FILE: ca });
    rmSync(folder, { recursive: true });
    expect(options.ssl).toEqual({ ca: 'authority' });
  });

  it.each([
    ['a mechanism without credentials', { KAFKA_SASL_MECHANISM: 'plain' }, 'KAFKA_SASL_USERNAME'],
    ['an unknown mechanism', { KAFKA_SASL_MECHANISM: 'secret-word' }, 'KAFKA_SASL_MECHANISM'],
    ['a certificate without its key', { KAFKA_SSL: 'true', KAFKA_SSL_CERT_FILE: 'x' }, 'KAFKA_SSL_KEY_FILE'],
    ['a file that is not there', { KAFKA_SSL: 'true', KAFKA_SSL_CA_FILE: '/none/secret-word' }, 'KAFKA_SSL_CA_FILE'],
    ['a wait out of range', { KAFKA_MAX_WAIT_MS: '4' }, 'KAFKA_MAX_WAIT_MS'],
  ])('names the variable for %s, never its value', (_name, wrong, variable) => {
    let message = '';
    try {
      kafkaOptionsFromEnv({ ...env, ...wrong });
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain(variable);
    expect(message).not.toContain('secret-word');
  });
});
