/** The registry of topics. Names are `<noun>.<past participle>.v<n>`; a deployment's namespace is put before them. */
import { DeadLettered } from './dead-lettered.ts';
import { DecisionMade } from './decision-made.ts';
import { DecisionResponded } from './decision-responded.ts';
import { EventCollected } from './event-collected.ts';
import { EventReceived } from './event-received.ts';
import { EventRejected } from './event-rejected.ts';
import { EventResolved } from './event-resolved.ts';
import { IdentityAsserted } from './identity-asserted.ts';
import { type Message } from './message.ts';
import { ProfileMerged } from './profile-merged.ts';
import { ProfileSplit } from './profile-split.ts';
import { ProfileUpdated } from './profile-updated.ts';
import { SegmentMembershipChanged } from './segment-membership-changed.ts';
import { services, type Party, type ServiceName, type Topic } from './topic.ts';

/** The unit of parallelism; equal for co-keyed topics. */
const partitions = 12;

/** Ingestion is asked by message id what became of an event in every service. */
const tracers: readonly Party[] = ['ingestion'];

type Facts<T> = Omit<Topic<T>, 'name' | 'summary' | 'message' | 'partitions'>;

function topic<T>(name: string, message: Message<T>, facts: Facts<T>): Topic<T> {
  return { name, message, summary: message.summary, partitions, ...facts };
}

export const topics = {
  eventReceived: topic('event.received.v1', EventReceived, {
    key: 'record',
    // The HTTP door is part of ingestion; what was rejected comes in again through it.
    producers: ['ingestion', 'doors', 'channels'],
    consumers: ['ingestion'],
    retention: { days: 7 },
  }),
  eventCollected: topic('event.collected.v1', EventCollected, {
    key: 'record',
    producers: ['ingestion'],
    // Figures are kept per record, so analytics reads the stream that is keyed by record: a merge moves nothing there.
    consumers: ['identity', 'analytics'],
    tracedBy: tracers,
    retention: { days: 7 },
  }),
  eventRejected: topic('event.rejected.v1', EventRejected, {
    key: 'record',
    producers: ['ingestion'],
    // It reads its own: the list of rejections that people search and replay is a view of this topic.
    consumers: ['ingestion', 'operators'],
    retention: { days: 30 },
    // The largest body of a door (5 MB), in base64, with what is said about it.
    mostBytes: 8 * 1024 * 1024,
  }),
  eventResolved: topic('event.resolved.v1', EventResolved, {
    key: 'profile',
    producers: ['identity'],
    consumers: ['segmentation', 'decisioning', 'downstream'],
    tracedBy: tracers,
    retention: { days: 7 },
  }),
  identityAsserted: topic('identity.asserted.v1', IdentityAsserted, {
    key: 'pair',
    // Its HTTP door writes them; they hold for ever, so the log keeps the last word on every pair.
    producers: ['identity'],
    consumers: ['identity', 'downstream'],
    retention: 'compacted',
  }),
  profileUpdated: topic('profile.updated.v1', ProfileUpdated, {
    key: 'profile',
    producers: ['identity'],
    consumers: ['segmentation', 'analytics', 'decisioning', 'downstream'],
    tracedBy: tracers,
    retention: 'compacted',
  }),
  profileMerged: topic('profile.merged.v1', ProfileMerged, {
    key: 'profile',
    producers: ['identity'],
    consumers: ['decisioning', 'downstream'],
    retention: { days: 30 },
  }),
  profileSplit: topic('profile.split.v1', ProfileSplit, {
    key: 'profile',
    producers: ['identity'],
    consumers: ['decisioning', 'downstream'],
    retention: { days: 30 },
  }),
  segmentMembershipChanged: topic('segment.membership-changed.v1', SegmentMembershipChanged, {
    key: 'profile',
    producers: ['segmentation'],
    consumers: ['identity', 'downstream'],
    retention: { days: 30 },
  }),
  decisionMade: topic('decision.made.v1', DecisionMade, {
    key: 'profile',
    producers: ['decisioning'],
    consumers: ['downstream'],
    retention: { days: 30 },
  }),
  decisionResponded: topic('decision.responded.v1', DecisionResponded, {
    key: 'profile',
    producers: ['decisioning'],
    consumers: ['downstream'],
    retention: { days: 30 },
  }),
} as const;

/** Where the runner parks what a service can never process. */
export function deadLetterTopic(service: ServiceName): Topic<DeadLettered> {
  return topic(`${service}.dead-lettered.v1`, DeadLettered, {
    key: 'as the input',
    producers: [service],
    // What ingestion can never process is a rejection like any other, to be searched and replayed.
    consumers: service === 'ingestion' ? [service, 'operators'] : ['operators'],
    tracedBy: tracers,
    retention: { days: 30 },
    // The largest message of any topic, in base64, with its headers: what could not be parked would stop its partition for good.
    mostBytes: 16 * 1024 * 1024,
  });
}

/** Every topic of a deployment. */
export const allTopics: readonly Topic[] = [...Object.values(topics), ...services.map(deadLetterTopic)];
