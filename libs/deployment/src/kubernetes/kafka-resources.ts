/** Topics, users and their rights as Strimzi's resources, from the registry. */
import { topicSpecs } from '@tributary/bus';
import { kafkaTopicConfig } from '@tributary/bus-kafka';
import { accessOf, allTopics, services, watcherAccess, type Grant } from '@tributary/contracts';
import { type Manifest } from './manifest.ts';
import { kafka } from './names.ts';

/** The principal that reads how far consumers are, to scale them. */
export const autoscaler = 'autoscaler';

const labels = { 'strimzi.io/cluster': kafka.cluster };

export function kafkaTopics(): readonly Manifest[] {
  return topicSpecs(allTopics).map((spec) => ({
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'KafkaTopic',
    metadata: { name: spec.name, labels },
    spec: { partitions: spec.partitions, config: kafkaTopicConfig(spec) },
  }));
}

/** The services and the autoscaler; who else takes part gets a user when there is somebody. */
export function kafkaUsers(): readonly Manifest[] {
  const access = accessOf(allTopics);
  return [
    ...services.map((service) => userOf(service, access.get(service) ?? [])),
    userOf(autoscaler, watcherAccess(allTopics)),
  ];
}

/** Doors, channels, operators and subscribers of their own. */
export function outsideKafkaUsers(): readonly Manifest[] {
  const own: readonly string[] = services;
  return [...accessOf(allTopics)]
    .filter(([party]) => !own.includes(party))
    .map(([party, grants]) => userOf(party, grants));
}

function userOf(name: string, grants: readonly Grant[]): Manifest {
  return {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'KafkaUser',
    metadata: { name, labels },
    spec: {
      authentication: { type: kafka.mechanism },
      authorization: {
        type: 'simple',
        acls: grants.map(({ resource, name: resourceName, pattern, operations }) => ({
          resource: { type: resource, name: resourceName, patternType: pattern },
          operations,
        })),
      },
    },
  };
}
