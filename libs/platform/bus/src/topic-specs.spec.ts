import { describe, expect, it } from '@jest/globals';
import { allTopics, deadLetterTopic, services, topics, type ServiceName, type Topic } from '@tributary/contracts';
import { topicSpecs, usualMessageBytes } from './topic-specs.ts';

describe('what cannot be processed', () => {
  const base64 = (bytes: number): number => Math.ceil((bytes * 4) / 3);
  /** Of what stands around the bytes in JSON. */
  const around = 64 * 1024;
  const mostOf = (topic: Topic): number => topicSpecs([topic])[0]?.mostBytes ?? usualMessageBytes;
  const readBy = (service: ServiceName): readonly Topic[] =>
    allTopics.filter(({ consumers, name }) => consumers.includes(service) && name !== deadLetterTopic(service).name);

  it.each(services)('fits into the dead letters of %s, whatever topic it stood on', (service) => {
    const largest = Math.max(...readBy(service).map(mostOf));
    expect(mostOf(deadLetterTopic(service))).toBeGreaterThan(base64(largest) + around);
  });

  it('fits into a rejection when it was dead-lettered from where events are received', () => {
    expect(mostOf(topics.eventRejected)).toBeGreaterThan(base64(mostOf(topics.eventReceived)) + around);
  });
});
