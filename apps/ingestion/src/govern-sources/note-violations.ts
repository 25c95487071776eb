/** Counts what does not keep to a plan. An event that is replayed because the plan has refused it was counted when it was refused. */
import { type RejectionStore, type ViolationStore } from '../ports.ts';
import { groupViolations, type Violating } from './group-violations.ts';

export class NoteViolations {
  constructor(
    private readonly violations: Pick<ViolationStore, 'add'>,
    private readonly rejections: Pick<RejectionStore, 'refusedFor'>,
  ) {}

  async note(all: readonly Violating[]): Promise<void> {
    const replays = all.flatMap(({ replayOf }) => replayOf ?? []);
    const counted = await this.rejections.refusedFor('PLAN_VIOLATION', replays);
    const uncounted = all.filter(({ replayOf }) => replayOf === undefined || !counted.has(replayOf));
    await this.violations.add(groupViolations(uncounted));
  }
}
