/** Keeps what an import refuses where people look for it, up to a bound: who has so much refused has the wrong mapping. */
import { type Rejection, type Report } from '@tributary/importer';
import { type Claim, type ImportRejectionStore } from './ports.ts';

/** Some tens of megabytes; how many there were is counted beyond it. */
export const mostKept = 100_000;
const rowsAtOnce = 500;

export class RefusedRows implements Report {
  #waiting: Rejection[] = [];
  #kept = 0;

  constructor(
    private readonly rejections: Pick<ImportRejectionStore, 'add'>,
    private readonly run: Pick<Claim, 'id' | 'run'>,
  ) {}

  async write(rejections: readonly Rejection[]): Promise<void> {
    const room = Math.max(0, mostKept - this.#kept - this.#waiting.length);
    this.#waiting.push(...rejections.slice(0, room));
    if (this.#waiting.length >= rowsAtOnce) await this.#keep();
  }

  async close(): Promise<void> {
    await this.#keep();
  }

  async #keep(): Promise<void> {
    const rows = this.#waiting;
    const from = this.#kept;
    this.#waiting = [];
    this.#kept += rows.length;
    await this.rejections.add(this.run, rows, from);
  }
}
