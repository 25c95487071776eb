/** A session is what a visitor does without pausing for half an hour; it keeps the campaign that led to it. */
import { type Campaign } from '../campaign/campaign.ts';
import { isObject, isString, parseJson } from '../json/parse-json.ts';

export interface Session {
  readonly id: string;
  readonly lastSeenAt: number;
  readonly origin: Campaign;
}

/** Half an hour, as Google Analytics and Snowplow count it: figures can be compared. */
const idleLimit = 30 * 60_000;

/** The session in which something happens now; `arriving` is what the address of the page says of campaigns. */
export function sessionAt(now: number, last: Session | undefined, arriving: Campaign, newId: () => string): Session {
  const idle = last === undefined ? Infinity : Math.abs(now - last.lastSeenAt); // a clock set back ends a session, too
  if (last === undefined || idle > idleLimit) return { id: newId(), lastSeenAt: now, origin: arriving };
  return { id: last.id, lastSeenAt: now, origin: (arriving.campaign ?? arriving.clickIds) ? arriving : last.origin };
}

/** Reads what was stored; anything else is no session. */
export function readSession(stored: string | undefined): Session | undefined {
  const read = parseJson(stored);
  if (!isObject(read)) return undefined;
  const { id, lastSeenAt, campaign, clickIds } = read;
  if (!isString(id) || typeof lastSeenAt !== 'number') return undefined;
  const texts = (value: unknown) => (isTexts(value) ? value : undefined);
  return { id, lastSeenAt, origin: { campaign: texts(campaign), clickIds: texts(clickIds) } };
}

export const writeSession = ({ id, lastSeenAt, origin }: Session): string =>
  JSON.stringify({ id, lastSeenAt, ...origin });

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every(isString);
}
