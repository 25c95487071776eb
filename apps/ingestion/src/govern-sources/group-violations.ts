/** Puts violations together that are alike: those of one kind of event, at one place whatever item of a list it was in. */
import { type EventCollected } from '@tributary/contracts';
import { type Violation } from '@tributary/domain-governance';
import { type ViolationGroup } from '../ports.ts';

export interface Violating {
  readonly event: EventCollected;
  readonly violations: readonly Violation[];
  /** The rejection that the event is a replay of. */
  readonly replayOf?: string | undefined;
}

export function groupViolations(all: readonly Violating[]): readonly ViolationGroup[] {
  const groups = new Map<string, ViolationGroup>();
  for (const { event, violations } of all) {
    for (const violation of violations) {
      const what = {
        source: event.source,
        type: event.type,
        ...(event.name === undefined ? {} : { name: event.name }),
        ...violation,
        at: violation.at.replaceAll(/\/\d+(?=\/|$)/g, '/*'),
      };
      const key = JSON.stringify(what);
      const known = groups.get(key) ?? { ...what, count: 0, firstAt: event.receivedAt, lastAt: '', samples: [] };
      groups.set(key, {
        ...known,
        count: known.count + 1,
        lastAt: event.receivedAt > known.lastAt ? event.receivedAt : known.lastAt,
        samples: [...known.samples, event.messageId],
      });
    }
  }
  return [...groups.values()];
}
