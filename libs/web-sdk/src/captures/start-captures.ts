/** The list of everything that is observed without tags. */
import { type CaptureName } from '../api.ts';
import { captureAds } from './ads/capture-ads.ts';
import { type Capture, type Observation } from './capture.ts';
import { captureClicks } from './clicks/capture-clicks.ts';
import { captureEngagement } from './engagement/capture-engagement.ts';
import { captureForms } from './forms/capture-forms.ts';
import { captureFrustration } from './frustration/capture-frustration.ts';
import { capturePages } from './pages/capture-pages.ts';
import { captureSearches } from './searches/capture-searches.ts';
import { captureSwipes } from './swipes/capture-swipes.ts';
import { captureVitals } from './vitals/capture-vitals.ts';

/** In this order things are told when a page begins or ends. */
const captures: readonly (readonly [CaptureName, Capture])[] = [
  ['pages', capturePages],
  ['searches', captureSearches],
  ['clicks', captureClicks],
  ['swipes', captureSwipes],
  ['forms', captureForms],
  ['frustration', captureFrustration],
  ['ads', captureAds],
  ['vitals', captureVitals],
  ['engagement', captureEngagement],
];

export function startCaptures(observation: Observation, wanted: (name: CaptureName) => boolean): void {
  for (const [name, capture] of captures) if (wanted(name)) capture(observation);
}
