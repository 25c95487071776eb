/** Tells of swipes with one finger. */
import { describeElement } from '../../elements/describe-element.ts';
import { type Capture } from '../capture.ts';
import { observedTarget } from '../event-target.ts';
import { swipeBetween, type Touch } from './swipe.ts';

export const captureSwipes: Capture = ({ listen, track }) => {
  let start: Touch | undefined;
  listen(document, 'touchstart touchend touchcancel', (event) => {
    if (!(event instanceof TouchEvent)) return;
    const [finger, second] = event.type === 'touchstart' ? event.touches : event.changedTouches;
    const touch = finger && { x: finger.clientX, y: finger.clientY, at: event.timeStamp };
    const from = start;
    start = event.type === 'touchstart' && second === undefined ? touch : undefined;
    if (event.type !== 'touchend' || touch === undefined || from === undefined) return;
    const swipe = swipeBetween(from, touch);
    const target = swipe && observedTarget(event);
    if (target) track('Element Swiped', { ...describeElement(target), ...swipe });
  });
};
