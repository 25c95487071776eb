/** The composition root of ingestion: what is bound to what is visible here and nowhere else. */
import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { topics } from '@tributary/contracts';
import { openApiPart } from '@tributary/http';
import { type ServiceDeps } from '@tributary/runtime';
import { type FastifyInstance } from 'fastify';
import { AcceptEvents } from './accept-events/accept-events.ts';
import { Edge } from './accept-events/edge.ts';
import { edgeDescription } from './accept-events/edge-description.ts';
import { identityPeer } from './adapters/http/identity-peer.ts';
import { MongoArchiveStore } from './adapters/mongo/archive-store.ts';
import { MongoProgressStore } from './adapters/mongo/progress-store.ts';
import { MongoRejectionStore } from './adapters/mongo/rejection-store.ts';
import { MongoRulesStore } from './adapters/mongo/rules-store.ts';
import {
  type ArchivedDocument,
  collections,
  type ChangedDuplicateDocument,
  type ProgressDocument,
  type RejectionDocument,
  type RulesDocument,
  type SourceDocument,
  type ViolationDocument,
} from './adapters/mongo/schemas.ts';
import { MongoSourceStore } from './adapters/mongo/source-store.ts';
import { MongoViolationStore } from './adapters/mongo/violation-store.ts';
import { BridgeTopicsModule, bridgeDirectoryOf } from './bridge-topics/bridge-topics.module.ts';
import { redoMessages } from './bridge-topics/redo-messages.ts';
import { readImportConfig, readIngestionConfig } from './config.ts';
import { countEvents, countReasons } from './count-events.ts';
import { ChangeRules } from './govern-sources/change-rules.ts';
import { NoteViolations } from './govern-sources/note-violations.ts';
import { RulesDirectory } from './govern-sources/rules-directory.ts';
import { SeenEvents } from './govern-sources/seen-events.ts';
import { SourceRulesController } from './govern-sources/source-rules.controller.ts';
import { ImportFilesModule } from './import-files/import-files.module.ts';
import { KeepRejectionsConsumer } from './keep-rejections/keep-rejections.consumer.ts';
import { KeepRejections } from './keep-rejections/keep-rejections.ts';
import { RejectionsController } from './keep-rejections/rejections.controller.ts';
import { type ReplayParts, ReplayRejections } from './keep-rejections/replay-rejections.ts';
import { ListenMqttModule, mqttDoorOf, redoMqtt } from './listen-mqtt/listen-mqtt.module.ts';
import { serveScript } from './serve-script/serve-script.ts';
import { replaySightings } from './sight-beacons/replay-sightings.ts';
import { SightBeaconsModule, type SightBeaconsOptions, sightingsOf } from './sight-beacons/sight-beacons.module.ts';
import { SourceDirectory } from './manage-sources/source-directory.ts';
import { SourcesController } from './manage-sources/sources.controller.ts';
import { ArchiveController } from './read-archive/archive.controller.ts';
import { StoreEventsConsumer } from './store-events/store-events.consumer.ts';
import { Progress } from './store-events/progress.ts';
import { StoreEvents } from './store-events/store-events.ts';
import { ARCHIVE_STORE, CLOCK, REJECTION_STORE, SOURCE_STORE, VIOLATION_STORE } from './tokens.ts';
import { FollowEvent } from './trace-event/follow-event.ts';
import { TraceEvent, type TraceEventParts } from './trace-event/trace-event.ts';
import { TraceEventController } from './trace-event/trace-event.controller.ts';
import { LiveController } from './watch-door/live.controller.ts';
import { WatchDoor } from './watch-door/watch-door.ts';

/** Puts the edge's routes onto the server before it listens, and sees to the default source. */
class EdgeInstaller implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly edge: Edge,
    private readonly prepare: () => Promise<void>,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.prepare();
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    this.edge.register(fastify);
    serveScript(fastify);
  }
}

@Module({})
export class IngestionModule {
  static with(deps: ServiceDeps): DynamicModule {
    const { publisher, clock, metrics } = deps;
    const config = readIngestionConfig(deps.env);
    const count = countEvents(metrics);
    const { archive, rejections, sourceStore, rulesStore, violations, progress } = storesOf(deps);
    const sources = new SourceDirectory(sourceStore, clock);
    const rules = new RulesDirectory(rulesStore, clock);
    const accept = new AcceptEvents(publisher, clock, count);
    const inStore = inStoreDoors(deps, { accept, sources, config });
    const edge = new Edge({ ...config, accept, sight: inStore.sight, sources, clock, tracer: deps.tracer });
    const prepare = () => prepareSources(deps, { writeKey: config.writeKey, sourceStore, sources });
    const noted = new NoteViolations(violations, rejections);
    const stored = { archive, progress, rules, violations: noted, pepper: config.pseudonymKey, clock, count };
    const bridges = bridgeDirectoryOf(deps, sources);
    const redo: ReplayParts['redo'] = { ...inStore.redo, bridge: redoMessages({ directory: bridges, publisher }) };
    const changing = { store: rulesStore, directory: rules, sources, clock, hasPepper: config.pseudonymKey !== '' };
    return {
      module: IngestionModule,
      imports: [
        BridgeTopicsModule.with(deps, { sources, directory: bridges }),
        ImportFilesModule.with(deps, { accept, sources, config: readImportConfig(deps.env) }),
        ...inStore.modules,
      ],
      controllers: [
        ...[StoreEventsConsumer, KeepRejectionsConsumer],
        ...[SourcesController, RejectionsController, ArchiveController, TraceEventController, LiveController],
        SourceRulesController,
      ],
      providers: [
        openApiPart(edgeDescription),
        { provide: CLOCK, useValue: clock },
        { provide: ARCHIVE_STORE, useValue: archive },
        { provide: REJECTION_STORE, useValue: rejections },
        { provide: SOURCE_STORE, useValue: sourceStore },
        { provide: VIOLATION_STORE, useValue: violations },
        { provide: SourceDirectory, useValue: sources },
        { provide: ChangeRules, useValue: new ChangeRules(changing) },
        { provide: SeenEvents, useValue: seenEvents(deps) },
        { provide: TraceEvent, useValue: traceEvent(deps, { archive, rejections, sources }) },
        { provide: WatchDoor, useValue: watchDoor(deps) },
        { provide: StoreEvents, useFactory: () => new StoreEvents(stored) },
        {
          provide: KeepRejections,
          useFactory: () => new KeepRejections(rejections, count, countReasons(metrics), bridges),
        },
        {
          provide: ReplayRejections,
          useFactory: () => new ReplayRejections({ rejections, publisher, clock, count, redo }),
        },
        installerOf(edge, prepare),
      ],
    };
  }
}

const installerOf = (edge: Edge, prepare: () => Promise<void>) => ({
  provide: EdgeInstaller,
  useFactory: (host: HttpAdapterHost) => new EdgeInstaller(host, edge, prepare),
  inject: [HttpAdapterHost],
});

interface Prepared {
  readonly writeKey: string;
  readonly sourceStore: MongoSourceStore;
  readonly sources: SourceDirectory;
}

async function prepareSources(
  { clock, log }: ServiceDeps,
  { writeKey, sourceStore, sources }: Prepared,
): Promise<void> {
  if (writeKey === '') log.warn({}, 'TRIBUTARY_WRITE_KEY is not set: there is no default source');
  else await sourceStore.ensure(defaultSource(writeKey, clock.now()));
  await sources.reload();
}

/** The doors for beacons and for MQTT, through which sightings come, too. */
function inStoreDoors(deps: ServiceDeps, options: SightBeaconsOptions) {
  const { accept, sources, config } = options;
  const sightings = sightingsOf(deps, options);
  const { sight } = sightings;
  const mqtt = mqttDoorOf(deps, { accept, sight, sources });
  return {
    sight,
    redo: { beacon: replaySightings({ sight, sources }), mqtt: redoMqtt(mqtt) },
    modules: [SightBeaconsModule.with(deps, sightings, config), ListenMqttModule.with(deps, mqtt, { sources, config })],
  };
}

function storesOf({ connection, clock }: ServiceDeps) {
  return {
    archive: new MongoArchiveStore(
      connection.collection<ArchivedDocument>(collections.archive),
      connection.collection<ChangedDuplicateDocument>(collections.changedDuplicates),
    ),
    rejections: new MongoRejectionStore(connection.collection<RejectionDocument>(collections.rejections)),
    sourceStore: new MongoSourceStore(connection.collection<SourceDocument>(collections.sources)),
    rulesStore: new MongoRulesStore(connection.collection<RulesDocument>(collections.rules)),
    violations: new MongoViolationStore(connection.collection<ViolationDocument>(collections.violations)),
    progress: new Progress(
      new MongoProgressStore(connection.collection<ProgressDocument>(collections.progress)),
      clock,
    ),
  };
}

const traceEvent = (
  { whereabouts, peers, secretKey }: ServiceDeps,
  parts: Omit<TraceEventParts, 'follow'>,
): TraceEvent =>
  new TraceEvent({
    ...parts,
    follow: new FollowEvent({ whereabouts, personOf: identityPeer(peers.identity, secretKey) }),
  });

/** Of each partition: some ten thousand events are what a plan begins with. */
const mostSeen = 2_000;

const seenEvents = ({ tailOf, clock }: ServiceDeps): SeenEvents =>
  new SeenEvents({ tail: () => tailOf([topics.eventCollected], mostSeen), clock });

/** Messages of a partition that one look at the doors shows: five times what a busy shop has. */
const mostAtOnce = 500;

const watchDoor = ({ tailOf, log }: ServiceDeps): WatchDoor =>
  new WatchDoor({
    tail: () => tailOf([topics.eventCollected, topics.eventRejected], mostAtOnce),
    onTrouble: (error) => {
      log.warn({ err: error }, 'What passes the doors cannot be shown');
    },
  });

const defaultSource = (writeKey: string, now: number) =>
  ({
    id: 'default',
    name: 'Default source',
    kind: 'server',
    writeKey,
    createdAt: new Date(now).toISOString(),
  }) as const;
