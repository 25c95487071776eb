import { describe, expect, it } from '@jest/globals';
import { BusError } from '@tributary/bus';
import { ConfigError } from '@tributary/config';
import mongoose from 'mongoose';
import { whyItEnded } from './why-it-ended.ts';

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
const refused = 'connect ECONNREFUSED 127.0.0.1:1';
const server = (code: number) => new mongoose.mongo.MongoServerError({ message: 'no', errmsg: 'no', code });

describe('whoever runs a process is told in one sentence', () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ['settings that are wrong', new ConfigError(['PORT must be a number']), 'PORT must be a number'],
    [
      'a store that is away',
      named('MongooseServerSelectionError', refused),
      `The store does not answer (${refused}): does it run, and does MONGODB_URI lead to it?`,
    ],
    [
      'a store that goes away',
      new mongoose.mongo.MongoNetworkError('connection reset'),
      'The store does not answer (connection reset): does it run, and does MONGODB_URI lead to it?',
    ],
    [
      'an address of a store that is none',
      new mongoose.mongo.MongoParseError('Invalid scheme'),
      'MONGODB_URI is no connection string: Invalid scheme',
    ],
    [
      'a user whom the store does not know',
      server(18),
      'The store does not let us in (no): check the user in MONGODB_URI and what it may do.',
    ],
    [
      'brokers that are away, however deep that is said',
      new Error('Could not start.', { cause: named('KafkaJSConnectionError', refused) }),
      `The brokers do not answer (${refused}): do they run, and does KAFKA_BROKERS lead to them?`,
    ],
    [
      'brokers that do not answer',
      new BusError('BUS_DEADLINE', 'Kafka has not answered within 30000 ms'),
      'The brokers do not answer (BUS_DEADLINE: Kafka has not answered within 30000 ms): do they run, and does KAFKA_BROKERS lead to them?',
    ],
    [
      'brokers that do not let us in',
      new BusError('BUS_ACCESS_DENIED', 'ann may not read: grant it'),
      'BUS_ACCESS_DENIED: ann may not read: grant it',
    ],
  ];
  it.each(cases)('of %s', (_, error, told) => {
    expect(whyItEnded(error).split('\n').at(-1)).toContain(told);
    expect(whyItEnded(error)).not.toContain('    at ');
  });

  it('and of what nobody has foreseen everything', () => {
    const error = new Error('it is stuck');
    expect(whyItEnded(error)).toBe(error.stack);
    expect(whyItEnded('a text')).toBe('a text');
    expect(whyItEnded(server(11_000))).toContain('    at ');
  });
});
