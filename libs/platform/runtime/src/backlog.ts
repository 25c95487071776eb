/** How much the services still have to do, read off the log and the registry. */
import { topicName, type BusEngine } from '@tributary/bus';
import { allTopics, inNamespace, type ServiceName } from '@tributary/contracts';

export interface BacklogOptions {
  readonly engine: BusEngine;
  readonly namespace: string;
  /** Whose work counts; a group bears the name of its service. */
  readonly services: readonly ServiceName[];
}

export interface Backlog {
  /** Messages that were appended and not yet committed by a group, summed over groups. */
  readonly waiting: number;
  /** Messages ever appended to the topics. */
  readonly appended: number;
}

export async function backlog({ engine, namespace, services }: BacklogOptions): Promise<Backlog> {
  let waiting = 0;
  let appended = 0;
  for (const topic of allTopics) {
    const groups = services.filter((service) => topic.consumers.includes(service));
    if (groups.length === 0) continue;
    const name = topicName(topic, namespace);
    const committed = await Promise.all(groups.map((group) => engine.committed(inNamespace(group, namespace), name)));
    const ends = (await engine.offsets(name)).map(({ latest }) => latest);
    appended += ends.reduce((sum, end) => sum + end, 0);
    for (const offsets of committed) {
      waiting += ends.reduce((sum, end, partition) => sum + Math.max(0, end - (offsets[partition] ?? 0)), 0);
    }
  }
  return { waiting, appended };
}

/** Polls often enough for tests, rarely enough not to disturb the work. */
const pollMs = 25;

/** Resolves when nothing waits and nothing was appended between two looks; rejects when that takes longer than `withinMs`. */
export async function settled(options: BacklogOptions, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  let before: Backlog = { waiting: -1, appended: -1 };
  for (;;) {
    const now = await backlog(options);
    if (now.waiting === 0 && before.waiting === 0 && now.appended === before.appended) return;
    if (Date.now() > deadline) throw new Error(`Not settled within ${withinMs} ms: ${now.waiting} messages wait.`);
    before = now;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
