/** Writes that do not wait for the disk are followed by one that does, before anybody is told of what they are part of. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectStore, followed, migrate } from '@tributary/mongo';
import { openStore } from '@tributary/mongo-embedded';
import { type Connection } from 'mongoose';
import { composeIdentity } from '../../compose.ts';
import { identityService } from '../../index.ts';
import { ChangingPolicies } from '../../simulation/changing-policies.ts';
import { scenarioOf } from '../../simulation/scenario.ts';
import { seededRandom } from '../../simulation/seeded-schedule.ts';
import { tinyComparisons, tinyPolicy } from '../../simulation/tiny-matcher.ts';
import { mongoStores } from './mongo-stores.ts';
import { collections } from './schemas.ts';

const scenarios = 20;
const writing = ['insert', 'update', 'delete'];
const clock = { now: () => 1_000 };

/** What may be lost while what was told is not: it is done again. */
const repeated = { untilPublished: [collections.reviews], untilDone: [collections.reviews, collections.profiles] };

/** What a connection writes, as far as it may still be lost. */
function watched(connection: Connection) {
  const started = new Map<
    number,
    { readonly collection: string; readonly waits: boolean; readonly lost: Set<string> }
  >();
  /** Collections with writes that nothing has followed yet. */
  let open = new Set<string>();
  let counted = 0;
  const client = connection.getClient();
  client.on('commandStarted', ({ requestId, commandName, command }) => {
    if (!writing.includes(commandName)) return;
    const waits = command['comment'] !== followed.comment;
    started.set(requestId, { collection: String(command[commandName]), waits, lost: open });
    if (waits) open = new Set();
  });
  client.on('commandSucceeded', ({ requestId }) => {
    const ended = started.get(requestId);
    started.delete(requestId);
    if (ended === undefined) return;
    if (ended.waits) ended.lost.clear();
    else {
      open.add(ended.collection);
      counted += 1;
    }
  });
  const unfollowed = (): string[] =>
    [...new Set([...open, ...[...started.values()].flatMap(({ lost }) => [...lost])])].sort();
  return { unfollowed, followedSoFar: () => counted };
}

describe('what identity writes', () => {
  const open: { close(): Promise<void> }[] = [];
  let connection: Connection;
  beforeAll(async () => {
    const store = await openStore({ file: ':memory:' });
    const watcher = (): void => undefined; // without one the driver does not tell of commands
    connection = await connectStore({ uri: store.uri, database: 'identity', namespace: 'durable', watcher });
    open.push(connection, store);
    await migrate(connection, identityService);
  });
  afterAll(async () => {
    for (const one of open) await one.close();
  });

  it('is durable before a profile that it led to is published, and when the batch is done', async () => {
    const { unfollowed, followedSoFar } = watched(connection);
    const lost: string[] = [];
    const note = (when: string, repeatable: readonly string[]): void => {
      lost.push(...unfollowed().flatMap((name) => (repeatable.includes(name) ? [] : [`${name}, ${when}`])));
    };
    let published = 0;
    const identity = composeIdentity({
      stores: mongoStores(connection, clock),
      publisher: {
        publish: (outputs) => {
          published += outputs.length;
          note('published', repeated.untilPublished);
          return Promise.resolve();
        },
      },
      policies: new ChangingPolicies(tinyPolicy).view({ looks: () => false, step: () => Promise.resolve() }),
      compares: () => tinyComparisons,
      clock,
      refused: { onFrozen: () => undefined, onFull: () => undefined, onSkipped: () => undefined },
    });
    for (let seed = 1; seed <= scenarios; seed += 1) {
      const { arriving } = scenarioOf(seededRandom(seed), true);
      for (let at = 0; at < arriving.length; at += 4) {
        await identity.resolve.all(arriving.slice(at, at + 4));
        note('done', repeated.untilDone);
      }
    }
    expect(lost).toEqual([]);
    expect(published).toBeGreaterThan(scenarios);
    expect(followedSoFar()).toBeGreaterThan(10 * scenarios);
  });
});
