/** What nobody comes back for: contents that stand too long, imports that have ended long ago, and what a process has left behind. */
import { type Clock, type Logger } from '@tributary/telemetry';
import { type ContentKeeper, isOver } from './content-keeper.ts';
import { expired } from './import-failures.ts';
import { type FileImport, type ImportStore, type PieceStore } from './ports.ts';
import { type WorkFiles } from './work-files.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** A season's imports can be looked up; what they refused is some megabytes each. */
const keptMs = 90 * day;
/** No preview takes so long. */
const previewMs = hour;
/** A file of an import that this store has never heard of belongs to a deployment that shares the folder: unless nobody can be reading it. */
const strangerMs = day;
const importsAtOnce = 100;

export type Fate = 'stays' | 'expires' | 'without-content' | 'forgotten';

/** `contentMs`: how long a content stands when nothing happens to its import. */
export function fateOf(found: FileImport, now: number, contentMs: number): Fate {
  const { state, endedAt, changedAt, hasContent } = found;
  if (state === 'waiting' || state === 'running') return 'stays';
  const isStale = now - changedAt > contentMs;
  if (state === 'receiving' || state === 'held') return isStale ? 'expires' : 'stays';
  if (now - (endedAt ?? changedAt) > keptMs) return 'forgotten';
  return hasContent && (isOver(found) || isStale) ? 'without-content' : 'stays';
}

export interface SweepImportsParts {
  readonly imports: ImportStore;
  readonly pieces: Pick<PieceStore, 'imports'>;
  readonly content: ContentKeeper;
  readonly files: WorkFiles;
  readonly clock: Clock;
  readonly log: Logger;
  readonly contentMs: number;
}

export class SweepImports {
  constructor(private readonly parts: SweepImportsParts) {}

  async run(): Promise<void> {
    const { imports, pieces, content, files, clock } = this.parts;
    for await (const found of this.#all()) await this.#judge(found);
    // An upload may have been at it while its import was forgotten.
    for (const id of await pieces.imports()) if (!(await imports.find(id))) await content.forget(id);
    await files.sweep((id, of, ageMs) => this.#isRead(id, of, ageMs), clock.now());
  }

  async *#all(): AsyncGenerator<FileImport, void, undefined> {
    let after: string | undefined;
    for (;;) {
      const page = await this.parts.imports.page(after, importsAtOnce);
      yield* page;
      after = page.at(-1)?.id;
      if (page.length < importsAtOnce) return;
    }
  }

  async #judge(found: FileImport): Promise<void> {
    const { imports, content, clock, log, contentMs } = this.parts;
    const fate = fateOf(found, clock.now(), contentMs);
    switch (fate) {
      case 'stays':
        return;
      case 'expires':
        if (!(await imports.expire(found.id, found.state, expired, clock.now()))) return;
        log.info({ import: found.id }, 'An import has expired');
        return content.remove(found.id);
      case 'without-content':
        return content.remove(found.id);
      case 'forgotten':
        return content.forget(found.id);
    }
  }

  async #isRead(id: string, of: string, ageMs: number): Promise<boolean> {
    if (of.startsWith('preview')) return ageMs < previewMs;
    const found = await this.parts.imports.find(id);
    if (!found) return ageMs < strangerMs;
    return found.state === 'running' && String(found.run) === of;
  }
}
