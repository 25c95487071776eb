import { describe, expect, it } from '@jest/globals';
import {
  accessOf,
  allTopics,
  deadLetterTopic,
  services,
  topics,
  topicsOf,
  watcherAccess,
  type Party,
} from './index.ts';

const access = accessOf(allTopics);
const operationsOn = (party: Party, name: string) =>
  access.get(party)?.find((grant) => grant.resource === 'topic' && grant.name === name)?.operations;

describe('the rights on Kafka', () => {
  it('let each party write what it produces, read what it consumes or traces (a service also what it wrote), and no more', () => {
    for (const [party, grants] of access) {
      for (const topic of allTopics) {
        const writes = topic.producers.includes(party);
        const readsBack = writes && services.some((service) => service === party);
        const traces = topic.tracedBy?.includes(party) === true;
        const reads = readsBack || topic.consumers.includes(party) || traces;
        const wanted = ['Describe', ...(reads ? ['Read'] : []), ...(writes ? ['Write'] : [])];
        expect({ party, topic: topic.name, may: operationsOn(party, topic.name) }).toEqual({
          party,
          topic: topic.name,
          may: reads || writes ? wanted : undefined,
        });
      }
      const seen = allTopics.filter(
        (topic) => topicsOf([party], [topic]).length > 0 || topic.tracedBy?.includes(party) === true,
      );
      expect(grants.filter(({ resource }) => resource === 'topic')).toHaveLength(seen.length);
    }
  });

  it('name everybody who touches a topic', () => {
    expect([...access.keys()].toSorted()).toEqual(
      [...services, 'channels', 'doors', 'downstream', 'operators'].toSorted(),
    );
  });

  it.each([...services])('let %s park what it can never process', (service) => {
    expect(operationsOn(service, deadLetterTopic(service).name)).toContain('Write');
  });

  it('let ingestion be a door', () => {
    expect(operationsOn('ingestion', topics.eventReceived.name)).toEqual(['Describe', 'Read', 'Write']);
    expect(operationsOn('doors', topics.eventReceived.name)).toEqual(['Describe', 'Write']);
  });

  it('keep each consumer within the groups that bear its name, and ingestion in those of bridges besides', () => {
    for (const [party, grants] of access) {
      const groups = grants.filter(({ resource, operations }) => resource === 'group' && operations.includes('Read'));
      const consumes = allTopics.some(({ consumers }) => consumers.includes(party));
      const bridges = party === 'ingestion' ? ['prefix bridge.'] : [];
      expect(groups.map(({ name, pattern }) => `${pattern} ${name}`)).toEqual(
        consumes ? [`literal ${party}`, `prefix ${party}.`, ...bridges] : [],
      );
    }
  });

  it('let ingestion see how far the services are, and those see nothing of each other', () => {
    for (const party of services) {
      const seen = (access.get(party) ?? []).filter(
        ({ resource, operations }) => resource === 'group' && !operations.includes('Read'),
      );
      const others = party === 'ingestion' ? services.filter((one) => one !== party) : [];
      expect(seen.map(({ name, pattern, operations }) => [name, pattern, operations])).toEqual(
        others.map((name) => [name, 'literal', ['Describe']]),
      );
    }
    expect(operationsOn('ingestion', topics.profileUpdated.name)).toEqual(['Describe', 'Read']);
  });

  it('stand in the namespace of the deployment', () => {
    const names = [...accessOf(allTopics, 'shop').values()].flat().map(({ name }) => name);
    expect(names.filter((name) => !name.startsWith('shop.'))).toEqual([]);
  });

  it('show a watcher every group and topic of the consumers, and no message', () => {
    const watched = watcherAccess(allTopics);
    expect(new Set(watched.flatMap(({ operations }) => operations))).toEqual(new Set(['Describe']));
    expect(new Set(watched.map(({ name }) => name)).size).toBe(watched.length);
    for (const service of services)
      expect(watched).toContainEqual(expect.objectContaining({ resource: 'group', name: service }));
  });
});
