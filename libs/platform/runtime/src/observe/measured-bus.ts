/** The bus as every service of the process uses it, counted: what is appended, how long it takes, what fails, who works on what. */
import { BusError, topicName, type BusEngine, type JoinOptions, type MemberListener } from '@tributary/bus';
import { allTopics, inNamespace } from '@tributary/contracts';
import { catalogue, type Metrics } from '@tributary/telemetry';

export function measuredBus(engine: BusEngine, metrics: Metrics, namespace: string): Required<BusEngine> {
  const appended = metrics.counter(catalogue.appended);
  const duration = metrics.histogram(catalogue.appendDuration);
  const failures = metrics.counter(catalogue.appendFailures);
  const bare = new Map(allTopics.map((topic) => [topicName(topic, namespace), topic.name]));
  const bareTopic = (name: string): string => bare.get(name) ?? name;
  const count = (records: readonly { readonly topic: string }[]): void => {
    const counts = new Map<string, number>();
    for (const { topic } of records) counts.set(topic, (counts.get(topic) ?? 0) + 1);
    for (const [topic, messages] of counts) appended.inc({ topic: bareTopic(topic) }, messages);
  };
  const prefix = inNamespace('', namespace);
  const bareGroup = (group: string): string => (group.startsWith(prefix) ? group.slice(prefix.length) : group);
  const listening = assignments(metrics, bareTopic);
  return {
    name: engine.name,
    ensureTopics: (topics) => engine.ensureTopics(topics),
    partitionsOf: (topic) => engine.partitionsOf(topic),
    append: async (records) => {
      const started = performance.now();
      try {
        await engine.append(records);
      } catch (error) {
        failures.inc({ code: codeOf(error) });
        throw error;
      }
      duration.observe({}, (performance.now() - started) / 1_000);
      count(records);
    },
    join: (options: JoinOptions) =>
      engine.join({ ...options, listener: listening(bareGroup(options.group), options.listener) }),
    read: (partition, offset, limit) => engine.read(partition, offset, limit),
    offsets: (topic) => engine.offsets(topic),
    ends: (topics) => engine.ends(topics),
    committed: (group, topics) => engine.committed(group, topics),
    close: () => engine.close(),
  };
}

export const codeOf = (error: unknown): string => (error instanceof BusError ? error.code : 'UNEXPECTED');

/** Follows what the process is given to work on, and what is taken from it. */
function assignments(metrics: Metrics, bareTopic: (name: string) => string) {
  const rebalances = metrics.counter(catalogue.rebalances);
  const assigned = metrics.gauge(catalogue.assigned);
  return (group: string, listener: MemberListener): Required<MemberListener> => {
    const held = new Map<string, Set<number>>();
    const note = (topic: string, change: (partitions: Set<number>) => void): void => {
      const partitions = held.get(topic) ?? new Set();
      held.set(topic, partitions);
      change(partitions);
      assigned.set({ group, topic: bareTopic(topic) }, partitions.size);
    };
    return {
      onAssigned: (given) => {
        rebalances.inc({ group });
        for (const { topic, partition } of given) note(topic, (partitions) => partitions.add(partition));
        return listener.onAssigned(given);
      },
      onRevoked: (taken) => {
        for (const { topic, partition } of taken) note(topic, (partitions) => partitions.delete(partition));
        return listener.onRevoked(taken);
      },
      onRecords: (partition, records) => {
        listener.onRecords(partition, records);
      },
      onFailed: (error) => {
        listener.onFailed(error);
      },
    };
  };
}
