/** The README's tables are true: everything in them is accepted, and what is not there is refused by its name. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { type Socket, connect } from 'node:net';
import { expressionOperators } from './aggregate/expression.ts';
import { accumulatorNames } from './aggregate/accumulators.ts';
import { stageNames } from './aggregate/stages.ts';
import { commandNames } from './commands/registry.ts';
import { type OpenStore, openStore } from './open-store.ts';
import { updateOperatorNames } from './update/update.ts';
import { decode } from './values/decode.ts';
import { encodeAfter } from './values/encode.ts';
import { Doc, doc, type Value } from './values/value.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The names in code quotes of the table row that starts with `title`. */
function listed(title: string): string[] {
  const row = readme.split('\n').find((line) => line.startsWith(`| ${title} |`)) ?? '';
  return [...row.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).sort();
}

const nested = (fields: Readonly<Record<string, Value>>): Doc => doc(fields);

describe('the tables of the README', () => {
  const open: { store?: OpenStore; socket?: Socket } = {};
  beforeAll(async () => {
    open.store = await openStore({ file: ':memory:' });
    open.socket = connect(open.store.port, '127.0.0.1');
  });
  afterAll(async () => {
    open.socket?.destroy();
    await open.store?.close();
  });

  /** One command over a bare socket: no driver stands between. */
  const command = (fields: Readonly<Record<string, Value>>): Promise<Doc> => {
    const frame = encodeAfter(21, doc({ ...fields, $db: 'support' }));
    frame.fill(0, 0, 21);
    frame.writeInt32LE(frame.length, 0);
    frame.writeInt32LE(2013, 12);
    return new Promise((resolve) => {
      open.socket?.once('data', (reply) => {
        resolve(decode(reply, 21));
      });
      open.socket?.write(frame);
    });
  };

  it('name every command', () => {
    const aliases = ['buildinfo', 'findandmodify', 'ismaster'];
    expect(listed('commands')).toEqual(commandNames().filter((name) => !aliases.includes(name)));
  });

  it('name every stage, accumulator, expression and update operator', () => {
    expect(listed('stages')).toEqual([...stageNames()]);
    expect(listed('accumulators')).toEqual([...accumulatorNames()]);
    expect(listed('expressions')).toEqual([...expressionOperators()]);
    expect(listed('update operators')).toEqual([...updateOperatorNames()]);
  });

  it('list query operators that are accepted', async () => {
    const operands: Readonly<Record<string, Value>> = {
      $in: [1],
      $nin: [1],
      $all: [1],
      $mod: [2, 0],
      $type: 'int',
      $elemMatch: nested({ $gt: 1 }),
      $not: nested({ $gt: 1 }),
      $regex: 'x',
    };
    const top: Readonly<Record<string, Value>> = {
      $and: [new Doc()],
      $or: [new Doc()],
      $nor: [new Doc()],
      $expr: true,
      $comment: 'x',
    };
    for (const name of listed('query operators').filter((operator) => operator !== '$options')) {
      const filter =
        name in top ? nested({ [name]: top[name] ?? 1 }) : nested({ a: nested({ [name]: operands[name] ?? 1 }) });
      expect([name, await command({ find: 'c', filter })]).toMatchObject([name, { ok: 1 }]);
    }
  });

  it.each(['mapReduce', 'bulkWrite', 'commitTransaction', 'saslStart', 'createUser', 'renameCollection', 'collMod'])(
    'leave out the command %s, which is refused by its name',
    async (name) => {
      const reply = await command({ [name]: 1 });
      expect(reply).toMatchObject({ ok: 0, code: 115, codeName: 'CommandNotSupported' });
      expect(reply['errmsg']).toContain(name);
    },
  );

  it.each(['$where', '$text', '$near', '$geoWithin', '$jsonSchema'])(
    'leave out the query operator %s',
    async (name) => {
      const top = ['$where', '$text', '$jsonSchema'].includes(name);
      const filter = top ? nested({ [name]: 'x' }) : nested({ a: nested({ [name]: 1 }) });
      const reply = await command({ find: 'c', filter });
      expect(reply).toMatchObject({ ok: 0, code: 238, codeName: 'OperatorNotSupported' });
      expect(reply['errmsg']).toContain(name);
    },
  );

  it.each(['$graphLookup', '$geoNear', '$densify', '$changeStream', '$setWindowFields'])(
    'leave out the stage %s',
    async (name) => {
      const reply = await command({ aggregate: 'c', pipeline: [nested({ [name]: new Doc() })], cursor: new Doc() });
      expect(reply).toMatchObject({ ok: 0, code: 40324 });
      expect(reply['errmsg']).toContain(name);
    },
  );

  it('leave out transactions, collation and special indexes', async () => {
    const find = { find: 'c', filter: new Doc() };
    expect(await command({ ...find, startTransaction: true, autocommit: false })).toMatchObject({ ok: 0, code: 115 });
    expect(await command({ ...find, collation: nested({ locale: 'de' }) })).toMatchObject({ ok: 0, code: 72 });
    for (const kind of ['text', '2dsphere', 'hashed']) {
      const index = nested({ key: nested({ a: kind }), name: 'x' });
      expect(await command({ createIndexes: 'c', indexes: [index] })).toMatchObject({ ok: 0, code: 67 });
    }
  });
});
