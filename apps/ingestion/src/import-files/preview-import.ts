/** Shows what the first rows of a content become, and proposes a mapping, before anything is run. */
import { randomUUID } from 'node:crypto';
import { type Mapping } from '@tributary/domain-collection';
import { ImportError, type Preview, previewFile } from '@tributary/importer';
import { toldOfFile } from './import-failures.ts';
import { importProblems } from './import-problems.ts';
import { mappingIn } from './order.ts';
import { type FileImport, type ImportFailure, type ImportStore, type PieceStore } from './ports.ts';
import { type WorkFiles } from './work-files.ts';

export interface PreviewImportParts {
  readonly imports: Pick<ImportStore, 'find'>;
  readonly pieces: Pick<PieceStore, 'at'>;
  readonly files: WorkFiles;
}

/** A preview reads a thousand rows at most; those of Parquet are found from the end of the file. */
const enoughBytes = 64_000_000;
const parquet = 'PAR1';

const nothing = (): void => undefined;

export type ShownPreview = Omit<Preview, 'problem'> & { readonly problem: ImportFailure | null };

export class PreviewImport {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: PreviewImportParts) {}

  /** One after the other: each writes a file. `mapping`: to be tried instead of that of the import. */
  show(id: string, mapping: object | undefined): Promise<ShownPreview> {
    const shown = this.#last.then(() => this.#show(id, mapping));
    this.#last = shown.then(nothing, nothing);
    return shown;
  }

  async #show(id: string, given: object | undefined): Promise<ShownPreview> {
    const found = await this.parts.imports.find(id);
    if (!found) throw importProblems.notFound(id);
    if (!found.hasContent) throw importProblems.contentGone();
    if (found.received === 0) throw importProblems.nothingReceived();
    const mapping = mappingIn({ mapping: given ?? found.order.mapping });
    const { files } = this.parts;
    const file = files.place(id, `preview-${randomUUID()}`);
    try {
      await files.write(file, found, await this.#bytesNeeded(found));
      return await look(file, mapping);
    } finally {
      await files.remove(file);
    }
  }

  async #bytesNeeded({ id, received }: FileImport): Promise<number> {
    const first = await this.parts.pieces.at(id, 0);
    const isParquet = Buffer.from(first?.bytes.subarray(0, parquet.length) ?? []).toString('latin1') === parquet;
    return isParquet ? received : Math.min(received, enoughBytes);
  }
}

async function look(file: string, mapping: Mapping | undefined): Promise<ShownPreview> {
  try {
    const { problem, ...preview } = await previewFile(file, mapping);
    return { ...preview, problem: problem ? toldOfFile(problem, file) : null };
  } catch (error) {
    if (error instanceof ImportError) throw importProblems.unreadable(toldOfFile(error, file));
    throw error;
  }
}
