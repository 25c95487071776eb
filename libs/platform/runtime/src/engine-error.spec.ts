import { describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { isEngineError } from './engine-error.ts';

const { mongo } = mongoose;
const server = (code: number, labels: string[] = []) =>
  new mongo.MongoServerError({ message: 'no', errmsg: 'no', code, errorLabels: labels });
const system = (code: string) => Object.assign(new Error(code), { code });
const bulk = (...codes: number[]) =>
  new mongo.MongoBulkWriteError(
    { message: 'bulk', code: codes[0] ?? 0, writeErrors: [] },
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- only what is read here
    Object.assign({}, { getWriteErrors: () => [] }) as any,
  );

describe('a failure is the engine’s', () => {
  const engines: readonly [string, unknown][] = [
    ['the store resets connections', new mongo.MongoNetworkError('reset')],
    ['the store is away', Object.assign(new Error('away'), { name: 'MongoServerSelectionError' })],
    ['mongoose says that it is away', Object.assign(new Error('away'), { name: 'MongooseServerSelectionError' })],
    ['the store is not primary', server(10_107)],
    ['the store steps down', server(11_602, ['RetryableWriteError'])],
    ['the store has no disk left', server(14_031)],
    ['the store refuses our password', server(18)],
    ['the embedded store fails inside', server(1)],
    ['the store asks to try again', server(424_242, ['TransientTransactionError'])],
    ['a write of a bulk meets a primary that steps down', bulk(189)],
    ['a peer refuses connections', new TypeError('fetch failed', { cause: system('ECONNREFUSED') })],
    ['a peer has an address that answers nothing', new AggregateError([system('ETIMEDOUT'), system('ENETUNREACH')])],
    ['a peer is overloaded', Object.assign(new Error('503'), { status: 503 })],
    ['a peer is slow', AbortSignal.timeout(0).reason ?? new DOMException('slow', 'TimeoutError')],
    ['the disk is full', system('ENOSPC')],
    ['it is wrapped', new Error('Could not read.', { cause: new Error('Store', { cause: server(91) }) })],
  ];
  it.each(engines)('%s', (_, error) => {
    expect(isEngineError(error)).toBe(true);
  });
});

describe('a failure is the message’s own', () => {
  const circle = new Error('in a circle');
  circle.cause = circle;
  const own: readonly [string, unknown][] = [
    ['a bug', new TypeError('x is not a function')],
    ['a document is too large', server(10_334)],
    ['a value is there already', server(11_000)],
    ['a document is invalid', server(121)],
    ['a bulk holds a value that is there already', bulk(11_000)],
    ['a peer knows no such thing', Object.assign(new Error('404'), { status: 404 })],
    ['an error of another kind has a code', system('ERR_INVALID_ARG_TYPE')],
    ['nothing was thrown', undefined],
    ['a sentence was thrown', 'no'],
    ['an error is its own cause', circle],
  ];
  it.each(own)('%s', (_, error) => {
    expect(isEngineError(error)).toBe(false);
  });
});
