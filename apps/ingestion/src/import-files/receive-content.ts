/** Takes the content of an import in, in one upload or in several; when it is whole, the import begins by itself. */
import { Problem } from '@tributary/http';
import { type Clock } from '@tributary/telemetry';
import { type ContentKeeper } from './content-keeper.ts';
import { importProblems, OffsetMismatch } from './import-problems.ts';
import { type FileImport, type ImportStore, type PieceStore } from './ports.ts';
import { ContentWriter } from './write-content.ts';

export interface ReceiveContentParts {
  readonly imports: ImportStore;
  readonly pieces: PieceStore;
  readonly content: Pick<ContentKeeper, 'removeIfGone'>;
  readonly clock: Clock;
  /** The most that a content may have. */
  readonly mostBytes: number;
  /** Called when an import waits to be run. */
  readonly onWaiting: () => void;
}

export interface ContentUpload {
  readonly id: string;
  readonly offset: number;
  /** Nothing follows it. */
  readonly last: boolean;
  /** Undefined where it is not known before. */
  readonly length: number | undefined;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export class ReceiveContent {
  constructor(private readonly parts: ReceiveContentParts) {}

  async take(upload: ContentUpload): Promise<FileImport> {
    const { imports, clock } = this.parts;
    const found = await this.#find(upload.id);
    if (found.state !== 'receiving') return again(found, upload);
    if (upload.offset > found.received) throw new OffsetMismatch(found.received, upload.offset);
    const checkSize = this.#sizeCheck(found);
    if (upload.length !== undefined) checkSize(upload.offset + upload.length);
    const begun = await imports.beginUpload(found.id, clock.now());
    if (!begun) return again(await this.#find(upload.id), upload);
    const writer = new ContentWriter(
      { ...this.parts, now: () => clock.now() },
      { upload: begun, offset: upload.offset, checkSize },
    );
    const received = await writer.all(upload.chunks).catch(async (error: unknown) => {
      // The import may have been cancelled before the last piece was written.
      if (error instanceof Problem) await this.parts.content.removeIfGone(found.id);
      throw error;
    });
    const { size, preview } = found.order;
    if (upload.last && size !== undefined && received < size) throw importProblems.lessThanDeclared(size, received);
    if (!upload.last && received !== size) return this.#find(upload.id);
    const whole = await imports.complete(begun, preview ? 'held' : 'waiting', clock.now());
    if (!whole) throw importProblems.takenOver();
    if (whole.state === 'waiting') this.parts.onWaiting();
    return whole;
  }

  async #find(id: string): Promise<FileImport> {
    const found = await this.parts.imports.find(id);
    if (found) return found;
    throw importProblems.notFound(id);
  }

  #sizeCheck({ order: { size } }: FileImport): (bytes: number) => void {
    const { mostBytes } = this.parts;
    return (bytes) => {
      if (bytes > mostBytes) throw importProblems.tooLarge(mostBytes);
      if (size !== undefined && bytes > size) throw importProblems.moreThanDeclared(size);
    };
  }
}

/** The last part comes again where its answer was lost. */
function again(found: FileImport, { offset, length }: ContentUpload): FileImport {
  if (found.state === 'cancelled') throw importProblems.wasCancelled();
  if (found.state !== 'receiving' && length !== undefined && offset + length <= found.received) return found;
  throw importProblems.alreadyWhole(found);
}
