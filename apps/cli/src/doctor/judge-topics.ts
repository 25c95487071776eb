/** What is wrong with topics as the brokers describe them, against what the registry asks for. */
import { type TopicSpec } from '@tributary/bus';
import { type Finding } from './finding.ts';

export interface SeenTopic {
  readonly name: string;
  readonly partitions: number;
  /** Of the partition that has the fewest. */
  readonly copies: number;
  /** Partitions of which a copy is behind. */
  readonly behind: number;
  readonly cleanup: string | undefined;
  readonly minInSync: number;
}

interface Circumstances {
  readonly brokers: number;
  /** What the services were told; undefined: whatever the topics have, as long as it is the same. */
  readonly partitions: number | undefined;
}

const area = 'kafka';
const wantedCopies = 3;

export function judgeTopics(
  specs: readonly TopicSpec[],
  seen: readonly SeenTopic[],
  { brokers, partitions }: Circumstances,
): readonly Finding[] {
  const found = new Map(seen.map((topic) => [topic.name, topic]));
  const wanted = partitions ?? mostCommon(seen.map((topic) => topic.partitions));
  const findings = specs.map((spec): Finding | undefined => {
    const topic = found.get(spec.name);
    return topic === undefined ? missing(spec.name) : judge(spec, topic, { brokers, partitions: wanted });
  });
  const wrong = findings.filter((finding) => finding !== undefined);
  const fine = specs.length - wrong.length;
  const what = `${fine} of ${specs.length} topics are as they should be (${wanted} partitions)`;
  return fine === 0 ? wrong : [...wrong, { level: 'ok', area, what }];
}

const missing = (name: string): Finding => ({
  ...{ level: 'FAIL', area, what: `the topic ${name} is missing` },
  fix: 'Services create their topics at start where they may; otherwise apply the KafkaTopic manifests. See TRIBUTARY_NAMESPACE.',
});

/** Undefined: it is as it should be. */
function judge(
  spec: TopicSpec,
  topic: SeenTopic,
  { brokers, partitions }: { readonly brokers: number; readonly partitions: number },
): Finding | undefined {
  const [copies, scattered] = [Math.min(wantedCopies, brokers), topic.partitions !== partitions];
  const troubles = [
    ...(scattered ? [`it has ${topic.partitions} partitions instead of ${partitions}`] : []),
    ...(topic.cleanup === spec.cleanup ? [] : [`its cleanup.policy is ${topic.cleanup} instead of ${spec.cleanup}`]),
    ...(topic.copies < copies ? [`it has ${copiesOf(topic.copies)} on ${brokers} brokers`] : []),
    ...(topic.copies >= wantedCopies && topic.minInSync < 2
      ? ['min.insync.replicas is 1: an acknowledged message may live on one broker']
      : []),
  ];
  const fix = scattered
    ? 'Topics with the same key must have the same number: services join them by partition. Set TRIBUTARY_PARTITIONS to what they have, or replay into topics of a new namespace.'
    : 'Alter the topic (kafka-configs, kafka-reassign-partitions).';
  if (troubles.length > 0) return { level: 'FAIL', area, what: `${topic.name}: ${troubles.join('; ')}`, fix };
  if (topic.behind === 0) return undefined;
  const what = `${topic.name}: ${topic.behind} partitions have copies that are behind`;
  return { level: 'warn', area, what, fix: 'Bring the broker back, or wait until it has caught up.' };
}

const copiesOf = (count: number): string => (count === 1 ? '1 copy' : `${count} copies`);

function mostCommon(numbers: readonly number[]): number {
  const counts = [...Map.groupBy(numbers, (number) => number)];
  return counts.sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? 0;
}
