/** A log that refuses some appends: what a caller does then shows whether it takes a refusal seriously. */
import { BusError } from '@tributary/bus';
import { type BusSteps } from './decorated-bus.ts';

export const unsteady = (share: number): BusSteps =>
  share <= 0
    ? {}
    : {
        append: (records, go) =>
          Math.random() < share
            ? Promise.reject(new BusError('BUS_APPEND_FAILED', 'refused for the test'))
            : go(records),
      };
