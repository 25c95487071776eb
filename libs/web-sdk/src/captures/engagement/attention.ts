/** Counts the time that a visitor spends with a page: while it is seen and something is done on it. */

export interface Attention {
  readonly activeTime: number;
  readonly countedAt: number;
  readonly actedAt: number;
  readonly visible: boolean;
}

/** Somebody who reads moves something within this time. */
const idleAfter = 30_000;

export const attentionFrom = (now: number, visible: boolean): Attention => ({
  activeTime: 0,
  countedAt: now,
  actedAt: now,
  visible,
});

/** Counts up to now; what has changed since is said by `change`. */
export function attend(last: Attention, now: number, change: { acted?: boolean; visible?: boolean } = {}): Attention {
  const until = Math.min(now, last.actedAt + idleAfter);
  const added = last.visible ? Math.max(0, until - last.countedAt) : 0;
  const visible = change.visible ?? last.visible;
  return {
    activeTime: last.activeTime + added,
    countedAt: now,
    actedAt: change.acted === true || (visible && !last.visible) ? now : last.actedAt,
    visible,
  };
}
