/** Reads everything that a run left on the log and in the store, into evidence. */
import { rejectionOf } from '../reference/hashes.ts';
import { markersIn, personIn } from '../traffic/request.ts';
import {
  type DeadLetter,
  type DecisionRead,
  type Evidence,
  type Passed,
  type Received,
  type Rejected,
} from './evidence.ts';
import { type LogReader } from './log-reader.ts';
import { readProfiles } from './profiles.ts';
import { type StoreReader } from './store-reader.ts';
import { at, listAt, messageOf, numberAt, textAt, type Message } from './wire.ts';

export const serviceNames = ['ingestion', 'identity', 'segmentation', 'analytics', 'decisioning'] as const;

export interface CollectOptions {
  readonly namespace: string;
  readonly log: LogReader;
  readonly store: StoreReader;
  readonly services: readonly string[];
  /** What only the run itself knows. */
  readonly known: Pick<Evidence, 'sent' | 'samples' | 'figures' | 'caps'> & {
    readonly answers: readonly DecisionRead[];
  };
}

export async function collect({ namespace, log, store, services, known }: CollectOptions): Promise<Evidence> {
  const { answers, ...given } = known;
  const each = (name: string, see: (message: Message) => void): Promise<void> => {
    const topic = `${namespace}.${name}`;
    return log.readAll(topic, (record) => {
      see(messageOf(topic, record));
    });
  };
  const receivedAll = await received(each);
  const markers = new Map(receivedAll.map(({ partition, offset, marker }) => [`${partition}/${offset}`, marker]));
  const deadLetters = await letters(each, namespace, markers);
  const profiles = await readProfiles(each);
  const decisions = [...answers, ...(await store.decisions()), ...(await decisionsOnTopic(each))];
  return {
    namespace,
    ...given,
    received: receivedAll,
    rejected: await rejections(each, namespace, receivedAll),
    deadLetters,
    archive: await store.archive(),
    kept: await store.rejections(),
    collected: await passed(each, 'event.collected.v1', (value) => value),
    resolved: await passed(each, 'event.resolved.v1', (value) => at(value, 'event')),
    ...profiles,
    decisions,
    lags: await lagsOf(log, namespace, services),
  };
}

type Each = (topic: string, see: (message: Message) => void) => Promise<void>;

async function received(each: Each): Promise<readonly Received[]> {
  const found: Received[] = [];
  await each('event.received.v1', ({ partition, offset, id, key, value, text, timestamp }) => {
    const source = textAt(value, 'source');
    const receivedAt = Date.parse(textAt(value, 'receivedAt'));
    const marker = markersIn(text)[0] ?? markersIn(key ?? '')[0] ?? '';
    found.push({
      partition,
      offset,
      id,
      key,
      marker,
      source,
      receivedAt: Number.isNaN(receivedAt) ? timestamp : receivedAt,
    });
  });
  return found;
}

async function rejections(each: Each, namespace: string, all: readonly Received[]): Promise<readonly Rejected[]> {
  const topic = `${namespace}.event.received.v1`;
  const places = new Map(all.map(({ partition, offset, marker }) => [rejectionOf(topic, partition, offset), marker]));
  const found: Rejected[] = [];
  await each('event.rejected.v1', ({ value }) => {
    const rejection = textAt(value, 'rejection');
    const bytes = Buffer.from(textAt(value, 'bytes'), 'base64').toString('utf8');
    const marker = places.get(rejection) ?? markersIn(bytes)[0] ?? '';
    found.push({ rejection, marker, code: textAt(value, 'code'), source: textAt(value, 'source') });
  });
  return found;
}

async function letters(
  each: Each,
  namespace: string,
  markers: ReadonlyMap<string, string>,
): Promise<readonly DeadLetter[]> {
  const found: DeadLetter[] = [];
  for (const service of serviceNames) {
    await each(`${service}.dead-lettered.v1`, ({ id, value }) => {
      const topic = textAt(value, 'topic').replace(`${namespace}.`, '');
      const place = { partition: numberAt(value, 'partition'), offset: numberAt(value, 'offset') };
      const text = Buffer.from(textAt(value, 'value'), 'base64').toString('utf8');
      const ofReceived = topic === 'event.received.v1' ? markers.get(`${place.partition}/${place.offset}`) : undefined;
      const marker = ofReceived ?? markersIn(text)[0] ?? '';
      found.push({ id, group: textAt(value, 'group'), topic, place, marker, reason: textAt(value, 'reason') });
    });
  }
  return found;
}

async function passed(each: Each, topic: string, eventIn: (value: unknown) => unknown): Promise<readonly Passed[]> {
  const found: Passed[] = [];
  await each(topic, ({ partition, offset, id, value }) => {
    const event = eventIn(value);
    found.push({
      ...{ partition, offset, id },
      marker: textAt(event, 'messageId'),
      record: textAt(event, 'record'),
      profile: textAt(value, 'profile'),
    });
  });
  return found;
}

async function decisionsOnTopic(each: Each): Promise<readonly DecisionRead[]> {
  const found: DecisionRead[] = [];
  await each('decision.made.v1', ({ value }) => {
    const offers = listAt(value, 'offers').map(String);
    found.push({
      decision: textAt(value, 'decision'),
      profile: textAt(value, 'profile'),
      offers,
      from: 'topic',
      person: personIn(textAt(value, 'decision')),
    });
  });
  return found;
}

/** Who reads what, by the table of topics in the architecture. */
const readers: Readonly<Record<string, readonly string[]>> = {
  'event.received.v1': ['ingestion'],
  'event.rejected.v1': ['ingestion'],
  'ingestion.dead-lettered.v1': ['ingestion'],
  'event.collected.v1': ['identity', 'analytics'],
  'event.resolved.v1': ['segmentation', 'decisioning'],
  'profile.updated.v1': ['segmentation', 'analytics', 'decisioning'],
  'profile.merged.v1': ['decisioning'],
  'profile.split.v1': ['decisioning'],
  'segment.membership-changed.v1': ['identity'],
};

/** What the groups of these services still have to do. */
export async function lagsOf(
  log: LogReader,
  namespace: string,
  services: readonly string[],
): Promise<Evidence['lags']> {
  const lags = Object.entries(readers).map(async ([topic, all]) => {
    const groups = all.filter((service) => services.includes(service));
    const ends = await log.ends(`${namespace}.${topic}`);
    const each = groups.map(async (service) => {
      const committed = await log.committed(`${namespace}.${service}`, `${namespace}.${topic}`);
      const messages = ends.reduce((sum, end, partition) => sum + Math.max(0, end - (committed[partition] ?? 0)), 0);
      return { group: service, topic, messages };
    });
    return Promise.all(each);
  });
  return (await Promise.all(lags)).flat();
}
