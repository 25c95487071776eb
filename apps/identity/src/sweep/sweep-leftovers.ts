/**
 * Finishes what a process began and did not live to finish: absorbed facts that nobody forgot, full blocks that nobody told of,
 * messages that nobody sent, reviews of which nobody knows whether they came too late.
 * People that nobody wrote need no sweeper: the events that called for them were not committed and come again.
 */
import { type SettleComponents } from '../link-records/settle-components.ts';
import { type SpreadSaturation } from '../link-records/spread-saturation.ts';
import { type Stores } from '../ports.ts';
import { type ProjectProfiles } from '../project-profiles/project-profiles.ts';
import { type SendProfiles } from '../project-profiles/send-profiles.ts';

export interface SweepLeftoversParts {
  readonly stores: Stores;
  readonly settle: SettleComponents;
  readonly project: ProjectProfiles;
  readonly spread: SpreadSaturation;
  readonly send: SendProfiles;
}

// A round of this size takes well under a second; there is always another round.
const mostAtOnce = 200;
/** Each is as many components as a block has records. */
const mostBlocks = 20;

export class SweepLeftovers {
  constructor(private readonly parts: SweepLeftoversParts) {}

  /** Answers how much it finished. */
  async olderThan(before: number): Promise<number> {
    const { stores, settle, project, spread, send } = this.parts;
    const components = await stores.components.leftBehind(before, mostAtOnce);
    if (components.length > 0) {
      await settle.tidy(components);
      await project.of(components);
    }
    const blocks = await stores.blocks.leftBehind(before, mostBlocks);
    if (blocks.length > 0) await spread.of(blocks);
    await spread.waiting();
    const reviews = await stores.reviews.leftBehind(before, mostAtOnce);
    if (reviews.length > 0) {
      await project.of(reviews.map(({ record }) => record));
      await stores.reviews.confirm(reviews);
    }
    return components.length + blocks.length + reviews.length + (await send.sweep(before, mostAtOnce));
  }
}
