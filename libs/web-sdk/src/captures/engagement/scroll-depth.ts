/** How far down a page has been seen, in percent of its height. */

export interface Extent {
  /** CSS pixels above the visible part. */
  readonly above: number;
  readonly visible: number;
  readonly whole: number;
}

const milestones = [25, 50, 75, 100] as const;

export function scrollDepth({ above, visible, whole }: Extent): number {
  if (whole <= visible) return 100;
  // Browsers stop up to a pixel before the end when the page is zoomed.
  const seen = above + visible >= whole - 1 ? whole : above + visible;
  return Math.max(0, Math.min(100, Math.floor((seen / whole) * 100)));
}

/** The milestones that lie between two depths. */
export const milestonesBetween = (before: number, after: number): readonly number[] =>
  milestones.filter((milestone) => before < milestone && milestone <= after);
