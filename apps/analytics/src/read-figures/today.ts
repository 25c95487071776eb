/** The day it is now, where the business is. */
import { type DayOf } from '@tributary/domain-analytics';

export class Today {
  constructor(
    private readonly dayOf: DayOf,
    private readonly clock: { now(): number },
  ) {}

  day(): string {
    return this.dayOf(new Date(this.clock.now()).toISOString());
  }
}
