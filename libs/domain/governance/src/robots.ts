/** Robots are told from people by what they say they are, and tagged: what they do stays, and whoever counts people leaves it out. */
import { type EventCollected } from '@tributary/contracts';
import { member } from '@tributary/domain-collection';
import { isbot } from 'isbot';

export function tagRobot(event: EventCollected): EventCollected {
  const userAgent = member(event.context, 'userAgent');
  if (typeof userAgent !== 'string' || !isbot(userAgent)) return event;
  return { ...event, flags: [...event.flags, 'ROBOT'] };
}
