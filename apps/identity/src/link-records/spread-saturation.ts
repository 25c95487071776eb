/**
 * Tells the components of a block that it is full, so that whoever met there before is judged as whoever meets there later.
 * That it has to be told stands in the block before anybody is settled who knows it, and until it is done.
 */
import { type RecordId } from '@tributary/contracts';
import { type BlockCode, blockKey } from '@tributary/domain-identity';
import { type BlockStore } from '../ports.ts';
import { type ProjectProfiles } from '../project-profiles/project-profiles.ts';
import { type FindRoots } from './find-roots.ts';
import { type UniteComponents } from './unite-components.ts';

export interface SpreadSaturationParts {
  readonly blocks: BlockStore;
  readonly roots: FindRoots;
  readonly unite: UniteComponents;
  readonly project: ProjectProfiles;
  /** Told how many blocks have become full. */
  readonly onTold: (count: number) => void;
}

export class SpreadSaturation {
  #waiting = new Set<BlockCode>();

  constructor(private readonly parts: SpreadSaturationParts) {}

  /** These have been announced in the store: should this process die, the sweeper finds them there. */
  add(codes: Iterable<BlockCode>): void {
    for (const code of codes) this.#waiting.add(code);
  }

  /** Tells what waits in this process. */
  async waiting(): Promise<void> {
    if (this.#waiting.size === 0) return;
    const codes = this.#waiting;
    this.#waiting = new Set();
    await this.of([...codes]);
  }

  async of(codes: readonly BlockCode[]): Promise<void> {
    const { blocks, roots, unite, project, onTold } = this.parts;
    const untold = [...(await blocks.find(codes))].filter(([, { told }]) => !told);
    const saturated = new Map<RecordId, string[]>();
    for (const [code, { records }] of untold) {
      for (const record of records) saturated.set(record, [...(saturated.get(record) ?? []), blockKey(code)]);
    }
    await unite.all([...saturated].map(([record, own]) => ({ record, others: [], saturated: own })));
    // Also those that another process has told and not lived to write the people of.
    const unsettled = [...(await roots.of(saturated.keys())).values()].filter((root) => root.unsettled);
    await project.of(unsettled.map(({ id }) => id));
    await blocks.told(codes);
    onTold(untold.length);
  }
}
