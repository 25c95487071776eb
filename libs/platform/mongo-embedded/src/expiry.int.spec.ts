/** A TTL index removes what has expired, and nothing else. */
import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from './store.ts';
import { type Doc, doc } from './values/value.ts';

const at = Date.UTC(2024, 0, 1);

describe('a TTL index', () => {
  it('removes documents whose date has passed, and leaves those without a date', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tributary-expiry-'));
    const store = new Store({ file: join(folder, 'store.sqlite'), durability: 'normal' }, 'test');
    const ask = (body: Doc): Doc => {
      const [name = ''] = Object.keys(body);
      return store.answer([{ name, db: 'test', body, sequences: new Map() }])[0]?.reply ?? doc({});
    };
    try {
      ask(doc({ createIndexes: 'c', indexes: [doc({ key: doc({ at: 1 }), name: 'ttl', expireAfterSeconds: 60 })] }));
      const documents = [
        doc({ _id: 1, at: new Date(at) }),
        doc({ _id: 2, at: new Date(at + 1000) }),
        doc({ _id: 3, at: 'never' }),
        doc({ _id: 4 }),
        doc({ _id: 5, at: [new Date(at + 90_000), new Date(at)] }),
      ];
      ask(doc({ insert: 'c', documents }));
      store.sweep(at + 60_500);
      expect(ask(doc({ distinct: 'c', key: '_id' }))['values']).toEqual([2, 3, 4]);
      store.sweep(at + 61_000);
      expect(ask(doc({ distinct: 'c', key: '_id' }))['values']).toEqual([3, 4]);
    } finally {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
