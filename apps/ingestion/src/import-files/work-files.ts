/** The files that imports are read from: written from what the store keeps, because Parquet is read from its end. */
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ContentDamaged } from './import-failures.ts';
import { type FileImport, type Piece, type PieceStore } from './ports.ts';

/** A file says whose it is, so that whoever finds it knows whether it is still read. */
const nameOf = (id: string, of: string): string => `${id}.${of}`;

export class WorkFiles {
  constructor(
    private readonly dir: string,
    private readonly pieces: Pick<PieceStore, 'before'>,
  ) {}

  /** Where the file of this run lies, whether it is there or not. */
  place(id: string, of: string): string {
    return join(this.dir, nameOf(id, of));
  }

  /** The first so many bytes of the content. */
  async write(file: string, { id }: Pick<FileImport, 'id'>, bytes: number, signal?: AbortSignal): Promise<void> {
    await mkdir(this.dir, { recursive: true, mode: 0o700 });
    const content = bytesOf(this.pieces.before(id, bytes), bytes);
    await pipeline(content, createWriteStream(file, { mode: 0o600 }), signal ? { signal } : {});
  }

  async remove(file: string): Promise<void> {
    await rm(file, { force: true });
  }

  /** What processes have left behind that were gone before they could remove it: those files of which `isRead` knows nothing. */
  async sweep(isRead: (id: string, of: string, ageMs: number) => Promise<boolean>, now: number): Promise<void> {
    const names = await readdir(this.dir).catch(() => []);
    for (const name of names) {
      const [, id, of] = /^(imp_[0-9a-z]+)\.([\w-]+)$/.exec(name) ?? [];
      if (id === undefined || of === undefined) continue;
      const file = join(this.dir, name);
      const found = await stat(file).catch(() => undefined);
      if (found && !(await isRead(id, of, now - found.mtimeMs))) await this.remove(file);
    }
  }
}

/** Exactly so many bytes, or an error. */
async function* bytesOf(pieces: AsyncIterable<Piece>, wanted: number): AsyncGenerator<Uint8Array, void, undefined> {
  let position = 0;
  for await (const { offset, bytes } of pieces) {
    if (offset !== position) break;
    position += bytes.length;
    yield bytes.subarray(0, bytes.length - Math.max(0, position - wanted));
  }
  if (position < wanted) throw new ContentDamaged(`${position} of ${wanted} bytes of the content are there.`);
}
