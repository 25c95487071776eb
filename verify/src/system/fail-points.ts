/** Places between two steps at which the process under test kills itself when it was told to. */
import { type BusSteps } from './decorated-bus.ts';
import { type StoreStep } from './store-steps.ts';

export const failPoints = ['before write', 'after write', 'after publish'] as const;
export type FailPoint = (typeof failPoints)[number];

const armed = new Set<FailPoint>();

export const arm = (point: FailPoint): void => void armed.add(point);

export const isFailPoint = (text: unknown): text is FailPoint => failPoints.some((point) => point === text);

function reach(point: FailPoint): void {
  if (armed.has(point)) process.kill(process.pid, 'SIGKILL');
}

export const killAroundWrites: StoreStep = async (_write, next) => {
  reach('before write');
  const answer = await next();
  reach('after write');
  return answer;
};

/** A commit comes when the outputs are durable. */
export const killBeforeCommits: BusSteps = {
  commit: (place, go) => {
    reach('after publish');
    return go(...place);
  },
};
