/** The six calls of the Segment wire format, and the routes that stand for them. */
import { type EventType } from '@tributary/contracts';

export const eventTypes: readonly EventType[] = ['identify', 'track', 'page', 'screen', 'group', 'alias'];

export function eventTypeOf(value: unknown): EventType | undefined {
  return eventTypes.find((type) => type === value);
}
