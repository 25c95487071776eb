/** Eight ways to break the promise, each as a decorator around the engines: the product itself holds none of them. */
import { setTimeout as pause } from 'node:timers/promises';
import { type CheckName } from '../checks/check.ts';
import { type BusSteps } from '../system/decorated-bus.ts';
import { type StoreStep } from '../system/store-steps.ts';
import { droppedOnLeave } from './dropped-on-leave.ts';
import { fromTheEnd } from './from-the-end.ts';

export interface Bug {
  /** What is wrong, in words. */
  readonly what: string;
  /** The check that is meant for it. */
  readonly caughtBy: CheckName;
  readonly bus?: BusSteps;
  readonly store?: StoreStep;
}

/** Long enough for a kill to fall into it. */
const lateMs = 150;

const isReceived = (topic: string): boolean => topic.endsWith('event.received.v1');

export const bugs = {
  'acknowledge-before-durable': {
    what: 'an append is answered before it is durable',
    caughtBy: 'V1',
    bus: {
      append: (records, go) => {
        void pause(lateMs)
          .then(() => go(records))
          .catch(() => undefined);
        return Promise.resolve();
      },
    },
  },
  'commit-before-write': {
    what: 'an offset is committed when messages arrive, not when they are done',
    caughtBy: 'V8',
    bus: {
      listener: (inner, { commit }) => ({
        onRecords: (partition, records) => {
          void commit(partition, (records.at(-1)?.offset ?? -1) + 1).catch(() => undefined);
          setTimeout(() => {
            inner.onRecords(partition, records);
          }, lateMs);
        },
      }),
    },
  },
  'drop-on-rebalance': {
    what: 'what is queued when a member gives up its partitions counts as done',
    caughtBy: 'V1',
    bus: droppedOnLeave,
  },
  'no-unique-key': {
    what: 'the archive takes an event under any id, so that a copy does not collide',
    caughtBy: 'V3',
    store: (write, next) => (write.collection === 'archive' ? write.go(write.operations.map(withoutKey)) : next()),
  },
  'swallowed-error': {
    what: 'an append that fails is taken for one that did not',
    caughtBy: 'V1',
    bus: { append: (records, go) => go(records).catch(() => undefined) },
  },
  'wall-clock-order': {
    what: 'the last to arrive wins, not the last to happen',
    caughtBy: 'V5',
    bus: {
      append: (records, go) =>
        go(records.map((one) => (isReceived(one.topic) ? { ...one, value: stamped(one.value) } : one))),
    },
  },
  'start-at-the-end': {
    what: 'a group without a committed offset begins with what comes next',
    caughtBy: 'V1',
    bus: fromTheEnd,
  },
  'unbounded-retry': {
    what: 'a message that always fails is tried for ever: nothing is ever parked',
    caughtBy: 'V6',
    bus: {
      append: async (records, go) => {
        if (records.some(({ topic }) => topic.endsWith('dead-lettered.v1'))) throw new Error('Once more.');
        await go(records);
      },
    },
  },
} as const satisfies Readonly<Record<string, Bug>>;

export type BugName = keyof typeof bugs;
export const isBug = (name: string): name is BugName => Object.hasOwn(bugs, name);
export const bugOf = (name: BugName): Bug => bugs[name];

let inserted = 0;

/** The same document under a new `_id`. */
function withoutKey(operation: unknown): unknown {
  const inserts: unknown =
    typeof operation === 'object' && operation !== null ? Reflect.get(operation, 'insertOne') : undefined;
  const document: unknown =
    typeof inserts === 'object' && inserts !== null ? Reflect.get(inserts, 'document') : undefined;
  if (typeof document !== 'object' || document === null) return operation;
  inserted += 1;
  return {
    insertOne: { document: { ...document, _id: `${String(Reflect.get(document, '_id'))}-${process.pid}-${inserted}` } },
  };
}

/** The event as if it had happened when it came. */
function stamped(value: Uint8Array | null): Uint8Array | null {
  if (value === null) return value;
  const text = Buffer.from(value).toString('utf8');
  return Buffer.from(text.replaceAll(/"timestamp":"[^"]*"/g, `"timestamp":"${new Date().toISOString()}"`), 'utf8');
}
