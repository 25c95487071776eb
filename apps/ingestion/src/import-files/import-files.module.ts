/** The composition of imports: a part of that of the service, with a door and work of its own. */
import { type DynamicModule, Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { openApiPart } from '@tributary/http';
import { type ServiceDeps } from '@tributary/runtime';
import { type AcceptEvents } from '../accept-events/accept-events.ts';
import { MongoImportNoteStore } from '../adapters/mongo/import-note-store.ts';
import { MongoPieceStore } from '../adapters/mongo/import-piece-store.ts';
import { MongoImportRejectionStore } from '../adapters/mongo/import-rejection-store.ts';
import {
  importCollections,
  type ImportDocument,
  type ImportNoteDocument,
  type ImportRejectionDocument,
  type PieceDocument,
} from '../adapters/mongo/import-schemas.ts';
import { MongoImportStore } from '../adapters/mongo/import-store.ts';
import { type ImportConfig } from '../config.ts';
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { contentDescription } from './content-description.ts';
import { ContentKeeper } from './content-keeper.ts';
import { ContentRoute } from './content-route.ts';
import { countImports } from './count-imports.ts';
import { findSource } from './find-source.ts';
import { ImportReport } from './import-report.ts';
import { ImportWork } from './import-work.ts';
import { ImportsController } from './imports.controller.ts';
import { ManageImports } from './manage-imports.ts';
import { PreviewImport } from './preview-import.ts';
import { ReceiveContent } from './receive-content.ts';
import { RunImport } from './run-import.ts';
import { SweepImports } from './sweep-imports.ts';
import { IMPORT_STORE } from './tokens.ts';
import { WorkFiles } from './work-files.ts';

const times = {
  beatMs: 1_000, // somebody who cancels waits for it
  leaseMs: 15_000, // a store that is busy answers by then; so long stands an import whose process is gone
  patienceMs: 15 * 60_000, // a bus that was started anew is there again, and nobody has to come and look
};
/** A connection that is alive brings something in a minute. */
const idleMs = 60_000;
const day = 86_400_000;

export interface ImportFilesOptions {
  readonly accept: AcceptEvents;
  readonly sources: SourceDirectory;
  readonly config: ImportConfig;
}

@Module({})
export class ImportFilesModule {
  static with(deps: ServiceDeps, { accept, sources, config }: ImportFilesOptions): DynamicModule {
    const { clock, log, metrics } = deps;
    const stores = storesOf(deps);
    const { imports, pieces, rejections } = stores;
    const content = new ContentKeeper(stores);
    const files = new WorkFiles(config.dir, pieces);
    const sourceOf = findSource(sources);
    const common = { ...stores, content, files, sourceOf, clock, log, mostBytes: config.mostBytes };
    const work = new ImportWork({
      ...{ imports, clock, log, leaseMs: times.leaseMs },
      runImport: new RunImport({ ...common, accept, count: countImports(metrics), times }),
      sweep: new SweepImports({ ...common, contentMs: config.contentDays * day }),
    });
    const onWaiting = (): void => {
      work.wake();
    };
    const receive = new ReceiveContent({ ...common, onWaiting });
    return {
      module: ImportFilesModule,
      controllers: [ImportsController],
      providers: [
        openApiPart(contentDescription),
        { provide: IMPORT_STORE, useValue: imports },
        { provide: ManageImports, useValue: new ManageImports({ ...common, onWaiting }) },
        { provide: PreviewImport, useValue: new PreviewImport({ imports, pieces, files }) },
        { provide: ImportReport, useValue: new ImportReport(rejections) },
        { provide: ImportWork, useFactory: () => work },
        {
          provide: ContentRoute,
          useFactory: (host: HttpAdapterHost) => new ContentRoute({ host, receive, log, idleMs }),
          inject: [HttpAdapterHost],
        },
      ],
    };
  }
}

function storesOf({ connection }: ServiceDeps) {
  return {
    imports: new MongoImportStore(connection.collection<ImportDocument>(importCollections.imports)),
    pieces: new MongoPieceStore(connection.collection<PieceDocument>(importCollections.pieces)),
    rejections: new MongoImportRejectionStore(
      connection.collection<ImportRejectionDocument>(importCollections.rejections),
    ),
    notes: new MongoImportNoteStore(connection.collection<ImportNoteDocument>(importCollections.notes)),
  };
}
