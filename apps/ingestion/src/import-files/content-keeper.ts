/** What is kept of an import beside itself, and when it is no longer: one place, so that nothing is left behind. */
import {
  type FileImport,
  type ImportNoteStore,
  type ImportRejectionStore,
  type ImportStore,
  type PieceStore,
} from './ports.ts';

export interface ContentKeeperParts {
  readonly imports: Pick<ImportStore, 'find' | 'contentRemoved' | 'remove'>;
  readonly pieces: Pick<PieceStore, 'remove'>;
  readonly rejections: Pick<ImportRejectionStore, 'remove'>;
  readonly notes: Pick<ImportNoteStore, 'remove'>;
}

export class ContentKeeper {
  constructor(private readonly parts: ContentKeeperParts) {}

  /** Of an import that will not be run again; what it has come to stays. */
  async remove(id: string): Promise<void> {
    const { imports, pieces, notes } = this.parts;
    await Promise.all([pieces.remove(id), notes.remove(id)]);
    await imports.contentRemoved(id);
  }

  /** Everything; the import itself at last, so that a process that ends in between leaves what is begun again. */
  async forget(id: string): Promise<void> {
    const { imports, pieces, rejections, notes } = this.parts;
    await Promise.all([pieces.remove(id), notes.remove(id), rejections.remove(id)]);
    await imports.remove(id);
  }

  /** For whoever has written something of an import that was cancelled or forgotten meanwhile. */
  async removeIfGone(id: string): Promise<void> {
    const found = await this.parts.imports.find(id);
    if (!found) await this.forget(id);
    else if (isOver(found)) await this.remove(id);
  }
}

/** Nobody can have it run again. */
export const isOver = ({ state, order }: FileImport): boolean =>
  state === 'cancelled' || (state === 'done' && !order.dryRun);
