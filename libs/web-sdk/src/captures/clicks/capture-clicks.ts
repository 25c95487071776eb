/** Tells of clicks and taps on what can be pressed. */
import { describeElement, nameIn } from '../../elements/describe-element.ts';
import { type ElementLike, has, outward } from '../../elements/element-like.ts';
import { interactiveAround } from '../../elements/interactive.ts';
import { type Capture } from '../capture.ts';
import { hasHandCursor, observedTarget } from '../event-target.ts';
import { safeAddress } from '../safe-address.ts';

export const captureClicks: Capture = ({ listen, track, mayObserveAds }) => {
  listen(document, 'click', (event) => {
    const target = event.isTrusted ? observedTarget(event) : undefined;
    const element = target && interactiveAround(target, hasHandCursor);
    if (element === undefined || !(event instanceof MouseEvent)) return;
    const ad = adAround(element);
    if (ad !== undefined && !mayObserveAds()) return;
    const href = element.getAttribute('href');
    track('Element Clicked', {
      ...describeElement(element),
      ad_id: ad && nameIn(ad, 'data-trb-ad'),
      href: href === null ? undefined : safeAddress(href, mayObserveAds()),
      pointer: pointerOf(event),
    });
  });
};

function adAround(element: ElementLike): ElementLike | undefined {
  for (const around of outward(element)) if (has(around, 'data-trb-ad')) return around;
  return undefined;
}

/** Enter and space press as well. */
function pointerOf(event: MouseEvent): string {
  if (event.detail === 0) return 'keyboard';
  return event instanceof PointerEvent ? event.pointerType : 'mouse';
}
