/** What every engine of the bus must do; run by each adapter. */
import { describe } from '@jest/globals';
import { failureContract } from './failure-contract.ts';
import { type OpenEngine } from './fixtures.ts';
import { foreignContract } from './foreign-contract.ts';
import { groupContract } from './group-contract.ts';
import { cleaningContract, logContract } from './log-contract.ts';
import { runnerContract } from './runner-contract.ts';

export interface BusCapabilities {
  /** Retention and compaction can be asked for, by `clean` of what `open` answers. */
  readonly cleans?: boolean;
}

/** `open` answers a new connection to one and the same log each time; topics and groups have names of their own. */
export function busContract(name: string, open: OpenEngine, { cleans = false }: BusCapabilities = {}): void {
  describe(`${name} keeps the bus contract`, () => {
    logContract(open);
    if (cleans) cleaningContract(open);
    groupContract(open);
    runnerContract(open);
    failureContract(open);
    foreignContract(open);
  });
}
