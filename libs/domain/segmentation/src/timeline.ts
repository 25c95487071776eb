/** When something is true: a truth at the start and the instants at which it changes. Rules combine by the algebra of such sets. */

export interface Timeline {
  /** The truth from the beginning until the first change. */
  readonly initial: boolean;
  /** Strictly ascending; from each instant on (it included) the truth is the other one. */
  readonly changes: readonly number[];
}

export const always: Timeline = { initial: true, changes: [] };
export const never: Timeline = { initial: false, changes: [] };

/** True from `start` on and before `end`. */
export function during(start: number, end: number): Timeline {
  if (start >= end) return never;
  const changes = [start, end].filter((at) => Number.isFinite(at));
  return { initial: start === -Infinity, changes };
}

export const not = (timeline: Timeline): Timeline => ({ initial: !timeline.initial, changes: timeline.changes });

export function all(timelines: readonly Timeline[]): Timeline {
  return combine(timelines, (trueOnes) => trueOnes === timelines.length);
}

export function any(timelines: readonly Timeline[]): Timeline {
  return combine(timelines, (trueOnes) => trueOnes > 0);
}

function combine(timelines: readonly Timeline[], holds: (trueOnes: number) => boolean): Timeline {
  const [only, ...others] = timelines;
  if (only !== undefined && others.length === 0) return only;
  let trueOnes = 0;
  const steps: { readonly at: number; readonly by: 1 | -1 }[] = [];
  for (const { initial, changes } of timelines) {
    if (initial) trueOnes += 1;
    let truth = initial;
    for (const at of changes) {
      truth = !truth;
      steps.push({ at, by: truth ? 1 : -1 });
    }
  }
  steps.sort((a, b) => a.at - b.at);
  const builder = timelineBuilder(holds(trueOnes));
  steps.forEach((step, index) => {
    trueOnes += step.by;
    if (steps[index + 1]?.at !== step.at) builder.set(step.at, holds(trueOnes));
  });
  return builder.done();
}

/** Gathers the truth at ascending instants. */
export function timelineBuilder(initial: boolean): { set(at: number, truth: boolean): void; done(): Timeline } {
  const changes: number[] = [];
  let current = initial;
  return {
    set(at, truth) {
      if (truth === current) return;
      current = truth;
      changes.push(at);
    },
    done: () => ({ initial, changes }),
  };
}

export interface TruthAt {
  readonly truth: boolean;
  /** The change that made it so; null when it has always been so. */
  readonly since: number | null;
  /** The next change; null when there is none. */
  readonly until: number | null;
}

export function at(timeline: Timeline, instant: number): TruthAt {
  const { changes, initial } = timeline;
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((changes[middle] ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return { truth: low % 2 === 0 ? initial : !initial, since: changes[low - 1] ?? null, until: changes[low] ?? null };
}
