/** One event at the doors as somebody who looks on sees it: what it is, what became of it and why; nothing of what it says. */
import { EventCollected, EventRejected } from '@tributary/contracts';

export interface LiveEvent {
  /** When the door took it. */
  readonly receivedAt: string;
  readonly outcome: 'accepted' | 'warned' | 'rejected';
  readonly source: string;
  readonly type?: string;
  /** Name of what happened, of the page or screen. */
  readonly name?: string;
  readonly messageId?: string;
  /** What was repaired or is suspicious, of a warned one. */
  readonly flags?: readonly string[];
  /** Why it was rejected, and what to do. */
  readonly why?: { readonly code: string; readonly detail: string; readonly at?: string; readonly fix: string };
  /** To be read with `GET /v1/rejections/:id`. */
  readonly rejection?: string;
}

/** `value` as it stands on `event.collected` or `event.rejected`; undefined where it is neither. */
export function liveEventOf(value: unknown): LiveEvent | undefined {
  if (EventCollected.check(value)) return stored(value);
  return EventRejected.check(value) ? rejected(value) : undefined;
}

const stored = ({ receivedAt, source, type, name, messageId, flags }: EventCollected): LiveEvent => ({
  ...{ receivedAt, source, type, messageId },
  outcome: flags.length === 0 ? 'accepted' : 'warned',
  ...(name === undefined ? {} : { name }),
  ...(flags.length === 0 ? {} : { flags }),
});

const rejected = (one: EventRejected): LiveEvent => ({
  ...{ receivedAt: one.receivedAt, source: one.source, rejection: one.rejection },
  outcome: 'rejected',
  ...(one.messageId === undefined ? {} : { messageId: one.messageId }),
  why: { code: one.code, detail: one.detail, fix: one.fix, ...(one.at === undefined ? {} : { at: one.at }) },
});

export interface Rate {
  readonly source: string;
  readonly outcome: LiveEvent['outcome'];
  readonly perSecond: number;
}

/** By source and outcome, sorted; `seconds` is the time in which these came. */
export function ratesOf(events: readonly LiveEvent[], seconds: number): readonly Rate[] {
  const counts = new Map<string, { readonly source: string; readonly outcome: LiveEvent['outcome']; count: number }>();
  for (const { source, outcome } of events) {
    const known = counts.get(`${source} ${outcome}`) ?? { source, outcome, count: 0 };
    known.count += 1;
    counts.set(`${source} ${outcome}`, known);
  }
  return [...counts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { source, outcome, count }]) => ({ source, outcome, perSecond: Math.round((count / seconds) * 10) / 10 }));
}

export type LiveMessage =
  | { readonly type: 'event'; readonly data: LiveEvent }
  | { readonly type: 'rates'; readonly data: { readonly rates: readonly Rate[]; readonly passedOver: number } };

/** What a message says of one source; none where that is nothing. */
export function onlyOf(source: string, message: LiveMessage): readonly LiveMessage[] {
  if (message.type === 'event') return message.data.source === source ? [message] : [];
  const rates = message.data.rates.filter((rate) => rate.source === source);
  return [{ ...message, data: { ...message.data, rates } }];
}
