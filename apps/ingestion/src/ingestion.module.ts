/** The composition root of ingestion: what is bound to what is visible here and nowhere else. */
import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { openApiPart } from '@tributary/http';
import { type ServiceDeps } from '@tributary/runtime';
import { type FastifyInstance } from 'fastify';
import { AcceptEvents } from './accept-events/accept-events.ts';
import { Edge } from './accept-events/edge.ts';
import { edgeDescription } from './accept-events/edge-description.ts';
import { MongoArchiveStore } from './adapters/mongo/archive-store.ts';
import { MongoProgressStore } from './adapters/mongo/progress-store.ts';
import { MongoRejectionStore } from './adapters/mongo/rejection-store.ts';
import {
  type ArchivedDocument,
  collections,
  type ChangedDuplicateDocument,
  type ProgressDocument,
  type RejectionDocument,
  type SourceDocument,
} from './adapters/mongo/schemas.ts';
import { MongoSourceStore } from './adapters/mongo/source-store.ts';
import { readIngestionConfig } from './config.ts';
import { countEvents, countReasons } from './count-events.ts';
import { KeepRejectionsConsumer } from './keep-rejections/keep-rejections.consumer.ts';
import { KeepRejections } from './keep-rejections/keep-rejections.ts';
import { RejectionsController } from './keep-rejections/rejections.controller.ts';
import { ReplayRejections } from './keep-rejections/replay-rejections.ts';
import { SourceDirectory } from './manage-sources/source-directory.ts';
import { SourcesController } from './manage-sources/sources.controller.ts';
import { ArchiveController } from './read-archive/archive.controller.ts';
import { StoreEventsConsumer } from './store-events/store-events.consumer.ts';
import { Progress } from './store-events/progress.ts';
import { StoreEvents } from './store-events/store-events.ts';
import { ARCHIVE_STORE, CLOCK, REJECTION_STORE, SOURCE_STORE } from './tokens.ts';

/** Puts the edge's routes onto the server before it listens, and sees to the default source. */
class EdgeInstaller implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly edge: Edge,
    private readonly prepare: () => Promise<void>,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.prepare();
    this.edge.register(this.host.httpAdapter.getInstance<FastifyInstance>());
  }
}

@Module({})
export class IngestionModule {
  static with(deps: ServiceDeps): DynamicModule {
    const { publisher, connection, clock, metrics, log } = deps;
    const config = readIngestionConfig(deps.env);
    const count = countEvents(metrics);
    const archive = new MongoArchiveStore(
      connection.collection<ArchivedDocument>(collections.archive),
      connection.collection<ChangedDuplicateDocument>(collections.changedDuplicates),
    );
    const rejections = new MongoRejectionStore(connection.collection<RejectionDocument>(collections.rejections));
    const progress = new Progress(
      new MongoProgressStore(connection.collection<ProgressDocument>(collections.progress)),
      clock,
    );
    const sourceStore = new MongoSourceStore(connection.collection<SourceDocument>(collections.sources));
    const sources = new SourceDirectory(sourceStore, clock);
    const accept = new AcceptEvents(publisher, clock, count);
    const edge = new Edge({ ...config, accept, sources, tracer: deps.tracer });
    const prepare = async (): Promise<void> => {
      if (config.writeKey === '') log.warn({}, 'TRIBUTARY_WRITE_KEY is not set: there is no default source');
      else await sourceStore.ensure(defaultSource(config.writeKey, clock.now()));
      await sources.reload();
    };
    return {
      module: IngestionModule,
      controllers: [
        ...[StoreEventsConsumer, KeepRejectionsConsumer],
        ...[SourcesController, RejectionsController, ArchiveController],
      ],
      providers: [
        openApiPart(edgeDescription),
        { provide: CLOCK, useValue: clock },
        { provide: ARCHIVE_STORE, useValue: archive },
        { provide: REJECTION_STORE, useValue: rejections },
        { provide: SOURCE_STORE, useValue: sourceStore },
        { provide: SourceDirectory, useValue: sources },
        { provide: StoreEvents, useFactory: () => new StoreEvents({ archive, progress, clock, count }) },
        { provide: KeepRejections, useFactory: () => new KeepRejections(rejections, count, countReasons(metrics)) },
        {
          provide: ReplayRejections,
          useFactory: () => new ReplayRejections({ rejections, publisher, clock, count }),
        },
        {
          provide: EdgeInstaller,
          useFactory: (host: HttpAdapterHost) => new EdgeInstaller(host, edge, prepare),
          inject: [HttpAdapterHost],
        },
      ],
    };
  }
}

const defaultSource = (writeKey: string, now: number) =>
  ({
    id: 'default',
    name: 'Default source',
    kind: 'server',
    writeKey,
    createdAt: new Date(now).toISOString(),
  }) as const;
