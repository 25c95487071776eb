/** What becomes of decisions whose process dies before they are published, or before it has noted that they are. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Output } from '@tributary/bus';
import { connectStore, migrate } from '@tributary/mongo';
import { openStore } from '@tributary/mongo-embedded';
import { createLogger } from '@tributary/telemetry';
import { type Connection } from 'mongoose';
import { MongoDecisionLog } from '../adapters/mongo/decision-log.ts';
import { collections, type DecisionDocument } from '../adapters/mongo/schemas.ts';
import { decisioningService } from '../index.ts';
import { type DecisionRecord } from '../ports.ts';
import { PublishDecisions, type PublishDecisionsParts } from './publish-decisions.ts';

const now = Date.parse('2026-02-01');

const record = (decision: string): DecisionRecord => ({
  ...{ decision, profile: 'p_1', subject: 'p_1', fingerprint: 'f', placement: { id: 'home', version: 1 } },
  ...{ candidates: [], fallbackOffer: null, inputs: '{}', result: { chosen: [], fallback: null, candidates: [] } },
  ...{ at: now, asOf: now, responses: [] },
});

describe('logged decisions', () => {
  let store: Awaited<ReturnType<typeof openStore>>;
  let connection: Connection;
  let decisions: MongoDecisionLog;
  let published: string[];
  let started: PublishDecisions[];

  beforeAll(async () => {
    store = await openStore({ file: ':memory:' });
    connection = await connectStore({ uri: store.uri, database: 'decisioning', namespace: '' });
    await migrate(connection, decisioningService);
    decisions = new MongoDecisionLog(connection.collection<DecisionDocument>(collections.decisions));
  });
  afterAll(async () => {
    await connection.close();
    await store.close();
  });
  beforeEach(async () => {
    await connection.collection(collections.decisions).deleteMany({});
    published = [];
    started = [];
  });
  afterEach(async () => {
    for (const one of started) await stop(one);
  });

  const publisher = {
    publish: (outputs: readonly Output[]): Promise<void> => {
      published.push(...outputs.map(({ id }) => id));
      return Promise.resolve();
    },
  };
  const dies = () => Promise.reject(new Error('killed'));
  const process = (parts: Partial<PublishDecisionsParts> = {}): PublishDecisions => {
    const logger = createLogger({ service: 'test', level: 'silent' });
    const one = new PublishDecisions({ log: decisions, publisher, clock: { now: () => now }, logger, ...parts });
    started.push(one);
    return one;
  };
  const stop = async (one: PublishDecisions): Promise<void> => {
    await one.onModuleDestroy();
    await one.onApplicationShutdown();
  };
  const left = async () => (await decisions.leftBehind(Number.MAX_SAFE_INTEGER, 10)).map(({ decision }) => decision);
  const decide = async (one: PublishDecisions, decision: string): Promise<void> => {
    await decisions.add(record(decision));
    one.soon(record(decision));
  };

  it('are published behind the answer, all of them before the process ends', async () => {
    const one = process();
    for (const decision of ['d_1', 'd_2', 'd_3']) await decide(one, decision);
    await stop(one);
    expect(published).toEqual(['d_1:made', 'd_2:made', 'd_3:made']);
    expect(await left()).toEqual([]);
  });

  it('wait in the log while the bus does not take them, and go out when the process starts again', async () => {
    const first = process({ publisher: { publish: dies } });
    await decide(first, 'd_1');
    await stop(first);
    expect(await left()).toEqual(['d_1']);
    await process().onModuleInit();
    expect(published).toEqual(['d_1:made']);
    expect(await left()).toEqual([]);
  });

  it('are repeated under the same id when the process died before it had noted them', async () => {
    const log = new Proxy(decisions, {
      get: (target, name): unknown => (name === 'clear' ? dies : Reflect.get(target, name, target)),
    });
    const first = process({ log });
    await decide(first, 'd_1');
    await stop(first);
    await process().onModuleInit();
    expect(published).toEqual(['d_1:made', 'd_1:made']);
    expect(await left()).toEqual([]);
  });
});
