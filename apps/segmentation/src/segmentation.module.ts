/** The composition root: what is bound to what is visible here and nowhere else. */
import { archiveOf } from '@tributary/api-client';
import { randomUUID } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import { type ServiceDeps } from '@tributary/runtime';
import { catalogue as metricCatalogue } from '@tributary/telemetry';
import { MongoActivityStore } from './adapters/mongo/activity-store.ts';
import { MongoCoordination } from './adapters/mongo/coordination-store.ts';
import { MongoProfileStore } from './adapters/mongo/profile-store.ts';
import { collections } from './adapters/mongo/schemas.ts';
import { MongoSegmentStore } from './adapters/mongo/segment-store.ts';
import { BackgroundWork } from './background-work.ts';
import { BuildSegments } from './build-segments/build-segments.ts';
import { Catalogue } from './define-segments/catalogue.ts';
import { DefineSegments } from './define-segments/define-segments.ts';
import { FireTimers } from './fire-timers/fire-timers.ts';
import { FollowEvents } from './follow-events/follow-events.ts';
import { FollowEventsConsumer } from './follow-events/follow-events.consumer.ts';
import { KnowProfiles } from './know-profiles/know-profiles.ts';
import { KnowProfilesConsumer } from './know-profiles/know-profiles.consumer.ts';
import { ExplainMembership } from './read-segments/explain-membership.ts';
import { PreviewRule } from './read-segments/preview-rule.ts';
import { SegmentsController, segmentReads } from './read-segments/segments.controller.ts';
import { PublishChanges } from './settle-profiles/publish-changes.ts';
import { SettleProfiles } from './settle-profiles/settle-profiles.ts';

/** A longer silence ends this attempt; the build goes on from its cursor later. */
const archivePausesMs = [200, 1_000];

@Module({})
class SegmentationModule {}

export function segmentationModule(deps: ServiceDeps): DynamicModule {
  const { connection, publisher, freshness, clock, log, metrics, peers, secretKey } = deps;
  const profiles = new MongoProfileStore(connection.collection(collections.profiles));
  const activities = new MongoActivityStore(connection.collection(collections.activities));
  const coordination = new MongoCoordination(connection.collection(collections.coordination));
  const segments = new MongoSegmentStore(
    connection.collection(collections.segments),
    connection.collection(collections.coordination),
  );
  const process = randomUUID();
  const changes = metrics.counter(metricCatalogue.segmentChanges);
  const archive = archiveOf({ url: peers.ingestion, secretKey, pausesMs: archivePausesMs });
  const catalogue = new Catalogue({ segments, coordination, clock, process });
  const publish = new PublishChanges({
    publisher,
    profiles,
    observe: ({ segment, change }) => {
      changes.inc({ segment, change });
    },
  });
  const settle = new SettleProfiles({ profiles, activities, publish, clock });
  const kept = { catalogue, profiles, activities, settle };
  const build = new BuildSegments({ ...kept, segments, archive, coordination, clock, log, process });
  const timers = new FireTimers({ catalogue, profiles, settle, publish, freshness, clock });
  const work = new BackgroundWork({ catalogue, build, timers, log });
  const define = new DefineSegments({
    segments,
    catalogue,
    clock,
    onDefined: () => {
      work.buildNow();
    },
  });
  return {
    module: SegmentationModule,
    controllers: [FollowEventsConsumer, KnowProfilesConsumer, SegmentsController],
    providers: [
      { provide: FollowEvents, useValue: new FollowEvents(kept) },
      { provide: KnowProfiles, useValue: new KnowProfiles(kept) },
      { provide: DefineSegments, useValue: define },
      { provide: PreviewRule, useValue: new PreviewRule({ catalogue, profiles, activities, archive, clock }) },
      { provide: ExplainMembership, useValue: new ExplainMembership({ profiles, activities, clock }) },
      { provide: segmentReads, useValue: { segments, profiles, freshness } },
      { provide: BackgroundWork, useFactory: () => work },
    ],
  };
}
