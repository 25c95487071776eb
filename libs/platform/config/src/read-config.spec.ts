import { describe, expect, it } from '@jest/globals';
import { ConfigError, choice, integer, list, readConfig, requiredText, text } from './index.ts';

const settings = {
  port: integer('PORT', 4400, { min: 0, max: 65_535 }),
  brokers: list('KAFKA_BROKERS'),
  level: choice('LOG_LEVEL', ['info', 'debug']),
  host: text('HOST', '127.0.0.1'),
  zone: text('ZONE'),
};

describe('the configuration', () => {
  it('has defaults for everything that is not set, or set to nothing', () => {
    expect(readConfig({ PORT: '' }, settings)).toEqual({
      port: 4400,
      brokers: [],
      level: 'info',
      host: '127.0.0.1',
      zone: undefined,
    });
  });

  it('reads what is set', () => {
    const config = readConfig({ PORT: '0', KAFKA_BROKERS: 'a:1, b:2,', LOG_LEVEL: 'debug', HOST: '::1' }, settings);
    expect(config).toEqual({ port: 0, brokers: ['a:1', 'b:2'], level: 'debug', host: '::1', zone: undefined });
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(readConfig({}, settings))).toBe(true);
  });

  it('names every wrong key and its rule at once, and no value', () => {
    const secret = 'hunter2';
    const read = () => readConfig({ PORT: secret, LOG_LEVEL: secret }, { ...settings, key: requiredText('API_KEY') });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/PORT must be a whole number from 0 to 65535/);
    expect(read).toThrow(/LOG_LEVEL must be one of info, debug/);
    expect(read).toThrow(/API_KEY must be set/);
    expect(read).not.toThrow(/hunter2/);
  });
});
