/** Begins imports, has them run again, and ends them. */
import { randomBytes } from 'node:crypto';
import { type Clock } from '@tributary/telemetry';
import { type Source } from '../ports.ts';
import { type ContentKeeper, isOver } from './content-keeper.ts';
import { importProblems } from './import-problems.ts';
import { changedOrder, checkOrder } from './order.ts';
import { type FileImport, type ImportOrder, type ImportStore } from './ports.ts';

export interface ManageImportsParts {
  readonly imports: ImportStore;
  readonly content: ContentKeeper;
  readonly sourceOf: (id: string) => Promise<Source | undefined>;
  readonly clock: Clock;
  /** The most that a content may have. */
  readonly mostBytes: number;
  /** Called when an import waits to be run. */
  readonly onWaiting: () => void;
}

/** From where it can be told to run; a dry run that is done may be followed by a real one. */
const mayRun = ['held', 'failed', 'done'] as const;

export class ManageImports {
  constructor(private readonly parts: ManageImportsParts) {}

  async begin(order: ImportOrder): Promise<FileImport> {
    const { imports, sourceOf, clock, mostBytes } = this.parts;
    checkOrder(order);
    if (order.size !== undefined && order.size > mostBytes) throw importProblems.tooLarge(mostBytes);
    if (!(await sourceOf(order.source))) throw importProblems.unknownSource(order.source);
    const now = clock.now();
    return imports.add(newId(now), order, now);
  }

  async find(id: string): Promise<FileImport> {
    const found = await this.parts.imports.find(id);
    if (found) return found;
    throw importProblems.notFound(id);
  }

  async run(id: string, change: Partial<Pick<ImportOrder, 'mapping' | 'shiftDays' | 'dryRun'>>): Promise<FileImport> {
    const { imports, clock, onWaiting } = this.parts;
    const found = await this.find(id);
    if (found.state === 'cancelled') throw importProblems.wasCancelled();
    if (!mayRun.some((state) => state === found.state) || isOver(found)) throw importProblems.notToBeRun(found.state);
    if (!found.hasContent) throw importProblems.contentGone();
    const order = changedOrder(found.order, change);
    const waiting = await imports.restart(id, [found.state], order, clock.now());
    if (!waiting) throw importProblems.notToBeRun((await this.find(id)).state);
    onWaiting();
    return waiting;
  }

  /** Ends what goes on, and what was sent stays; forgets what has ended. */
  async end(id: string): Promise<'cancelled' | 'forgotten'> {
    const { imports, content, clock } = this.parts;
    if (await imports.cancel(id, clock.now())) {
      await content.remove(id);
      return 'cancelled';
    }
    await this.find(id);
    await content.forget(id);
    return 'forgotten';
  }
}

/** In the order of time, and nobody guesses one. */
const newId = (now: number): string => `imp_${now.toString(36).padStart(9, '0')}${randomBytes(10).toString('hex')}`;
