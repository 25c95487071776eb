/** Tells how long a page is used and how far down it is seen. */
import { type Capture } from '../capture.ts';
import { attend, attentionFrom } from './attention.ts';
import { milestonesBetween, scrollDepth } from './scroll-depth.ts';

/** Of active time, not of the clock: a page that is left open is told of no more. */
const pingEvery = 15_000;
const lookEvery = 1_000;

export const captureEngagement: Capture = ({ listen, life, track }) => {
  const isVisible = (): boolean => document.visibilityState === 'visible';
  let attention = attentionFrom(Date.now(), isVisible());
  let [enteredAt, depth, pings] = [Date.now(), 0, 0];
  const seconds = (milliseconds: number): number => Math.round(milliseconds / 1_000);
  const figures = (): Readonly<Record<string, number>> => ({
    active_seconds: seconds(attention.activeTime),
    scroll_depth: Math.max(depth, depthNow()),
  });
  const count = (): void => {
    attention = attend(attention, Date.now(), { visible: isVisible() });
    if (Math.floor(attention.activeTime / pingEvery) <= pings) return;
    pings = Math.floor(attention.activeTime / pingEvery);
    track('Page Engaged', figures());
  };

  setInterval(count, lookEvery);
  listen(document, 'visibilitychange', count);
  listen(document, 'pointerdown pointermove keydown wheel touchstart scroll', (event) => {
    attention = attend(attention, Date.now(), { acted: true });
    if (event.type !== 'scroll') return;
    const now = depthNow();
    for (const milestone of milestonesBetween(depth, now)) track('Page Scrolled', { scroll_depth: milestone });
    depth = Math.max(depth, now);
  });
  life.on('enter', () => {
    attention = attentionFrom(Date.now(), isVisible());
    [enteredAt, depth, pings] = [Date.now(), 0, 0];
  });
  life.on('leave', () => {
    attention = attend(attention, Date.now());
    track('Page Left', { ...figures(), seconds: seconds(Date.now() - enteredAt) });
  });
};

const depthNow = (): number =>
  scrollDepth({ above: scrollY, visible: innerHeight, whole: document.documentElement.scrollHeight });
