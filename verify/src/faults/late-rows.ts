/** Rows at the end of a run, when the doors are closed: what was committed is forgotten, and everything comes again. */
import { type ServiceName } from '@tributary/contracts';
import { hashOfPeople } from '../checks/v5-fold.ts';
import { type Figures } from '../reading/evidence.ts';
import { readFigures } from '../reading/figures.ts';
import { readProfiles } from '../reading/profiles.ts';
import { messageOf } from '../reading/wire.ts';
import { type Five } from '../servers/five.ts';
import { type Run } from '../system/run.ts';

export interface LateRow {
  readonly name: string;
  readonly fault: string;
  readonly bar: string;
  readonly tiers: readonly ('short' | 'long')[];
  /** Whose offsets are touched. */
  readonly groups: readonly ServiceName[];
  readonly forget: 'reset to the first record' | 'deleted';
}

export const lateRows: readonly LateRow[] = [
  {
    name: 'replay from offset 0',
    fault: 'the committed offsets of every consumer behind ingestion set back to the first record',
    bar: 'identical state hash, nothing sent out again',
    tiers: ['short', 'long'],
    groups: ['identity', 'segmentation', 'analytics', 'decisioning'],
    forget: 'reset to the first record',
  },
  {
    name: 'offsets deleted',
    fault: 'the consumer group of ingestion deleted, so that it is new',
    bar: 'it starts from the earliest record; identical state hash, nothing sent out again',
    tiers: ['short', 'long'],
    groups: ['ingestion'],
    forget: 'deleted',
  },
];

export interface LateResult {
  readonly row: string;
  readonly fault: string;
  readonly bar: string;
  readonly met: boolean;
  readonly note: string;
  readonly backMs: number;
}

const settleWithinMs = 900_000;

export async function runLate(row: LateRow, five: Five, run: Run): Promise<LateResult> {
  const before = await stateOf(five);
  const { admin } = five.log;
  const { namespace } = five.deployment;
  await Promise.all(row.groups.map((name) => five.service(name).stop()));
  await Promise.all(
    row.groups.map(async (name) => {
      const groupId = `${namespace}.${name}`;
      if (row.forget === 'deleted') return admin.deleteGroups([groupId]);
      const known = await admin.fetchOffsets({ groupId });
      // One after the other: each of these joins the group for a moment.
      for (const { topic } of known) await admin.resetOffsets({ groupId, topic, earliest: true });
      return undefined;
    }),
  );
  const started = Date.now();
  await Promise.all(row.groups.map((name) => five.service(name).start()));
  const settled = await run.idle(settleWithinMs);
  const after = await stateOf(five);
  const differences = Object.entries(before).flatMap(([what, value]) =>
    after[what] === value ? [] : [`${what} ${value} became ${after[what] ?? 'nothing'}`],
  );
  return {
    ...{ row: row.name, fault: row.fault, bar: row.bar },
    met: settled && differences.length === 0,
    note: [...(settled ? [] : ['not done in time']), ...differences].join('; '),
    backMs: Date.now() - started,
  };
}

/** What must not change, by name. */
async function stateOf({ log, store, deployment, url }: Five): Promise<Readonly<Record<string, string>>> {
  const each = (topic: string, see: (message: ReturnType<typeof messageOf>) => void): Promise<void> =>
    log.readAll(`${deployment.namespace}.${topic}`, (record) => {
      see(messageOf(topic, record));
    });
  const { profiles } = await readProfiles(each);
  const sent = new Set<string>();
  for (const topic of ['decision.made.v1', 'decision.responded.v1', 'segment.membership-changed.v1']) {
    await each(topic, ({ id }) => sent.add(`${topic} ${id}`));
  }
  const figures = await readFigures(url('analytics'), deployment.secretKey);
  return {
    'the hash of all people': hashOfPeople(profiles),
    'messages sent out': String(sent.size),
    'events in the archive': String((await store.archive()).length),
    'rejections kept': String((await store.rejections()).length),
    'what analytics has counted': wordsOf(figures),
    decisions: String((await store.decisions()).length),
  };
}

function wordsOf(figures: Figures | undefined): string {
  if (figures === undefined) return 'nothing';
  const events = Object.entries(figures.events).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${figures.orders} orders of ${figures.gross}, ${events.map(([name, count]) => `${count} ${name}`).join(', ')}`;
}
