/** Tells of advertisements (elements marked `data-trb-ad`) that were really seen: half of one for a second, as the IAB counts. */
import { chainOf, nameIn } from '../../elements/describe-element.ts';
import { isUnobserved } from '../../elements/private-element.ts';
import { type Properties } from '../../api.ts';
import { type Capture } from '../capture.ts';

const visibleShare = 0.5;
const visibleTime = 1_000;

export const captureAds: Capture = ({ life, track, mayObserveAds }) => {
  const timers = new Map<Element, ReturnType<typeof setTimeout>>();
  let seen = new WeakSet<Element>();
  const forget = (element: Element): void => {
    clearTimeout(timers.get(element));
    timers.delete(element);
  };
  const see = (element: Element): void => {
    timers.delete(element);
    if (document.visibilityState === 'hidden' || !mayObserveAds()) return;
    seen.add(element);
    track('Ad Viewed', adIn(element));
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries) {
        forget(target);
        if (intersectionRatio < visibleShare || seen.has(target) || isUnobserved(target)) continue;
        timers.set(target, setTimeout(see, visibleTime, target));
      }
    },
    { threshold: visibleShare },
  );
  const find = (): void => {
    if (mayObserveAds())
      document.querySelectorAll('[data-trb-ad]').forEach((ad) => {
        observer.observe(ad);
      });
  };
  new MutationObserver(find).observe(document, { subtree: true, childList: true });
  life.on('enter', () => {
    seen = new WeakSet();
    observer.disconnect(); // what stands on the next page as well is seen there, too
    find();
  });
  life.on('leave', () => {
    [...timers.keys()].forEach(forget);
  });
};

/** `data-trb-ad` is its id, `data-trb-ad-campaign` what it belongs to. */
const adIn = (element: Element): Properties => ({
  ad_id: nameIn(element, 'data-trb-ad'),
  ad_campaign: nameIn(element, 'data-trb-ad-campaign'),
  element_chain: chainOf(element),
});
