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
  /** Messages ever appended to the topics, summed over groups. */
  readonly appended: number;
}

export async function backlog({ engine, namespace, services }: BacklogOptions): Promise<Backlog> {
  let waiting = 0;
  let appended = 0;
  for (const service of services) {
    const read = allTopics.filter(({ consumers }) => consumers.includes(service));
    const names = read.map((topic) => topicName(topic, namespace));
    const committed = await engine.committed(inNamespace(service, namespace), names);
    const ends = await engine.ends(names);
    appended += sum(ends.flat());
    waiting += sum(ends.flatMap((all, at) => all.map((end, part) => Math.max(0, end - (committed[at]?.[part] ?? 0)))));
  }
  return { waiting, appended };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

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
