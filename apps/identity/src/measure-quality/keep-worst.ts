/** Keeps the most urgent rows of a walk that does not know what is still to come, without keeping all. Pure. */

/** The list is read by people: what is beyond is counted, and not kept. */
export const mostKept = 10_000;

/** About a fifth apart: few enough to bound what is kept, fine enough that the worst are all there. */
const stepsADoubling = 4;

export const stepOf = (urgency: number): number => Math.floor(Math.log2(1 + Math.max(0, urgency)) * stepsADoubling);

interface Admission {
  readonly isKept: boolean;
  /** With this row counted. */
  readonly steps: readonly number[];
}

/**
 * A row is kept unless enough were found that are at least as urgent, to a step. So of those that are not, `most` are kept that
 * should come first; and no more than `most` are kept of any step.
 */
export function admit(steps: readonly number[], urgency: number, most = mostKept): Admission {
  const step = stepOf(urgency);
  const before = steps.slice(step).reduce((sum, count) => sum + count, 0);
  const counted = Array.from({ length: Math.max(steps.length, step + 1) }, (_, index) => steps[index] ?? 0);
  counted[step] = (counted[step] ?? 0) + 1;
  return { isKept: before < most, steps: counted };
}
