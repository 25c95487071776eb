/** Writes `context.page` and what is known of the device, as Segment's own SDK does, from addresses that were made safe. */
import { parameterRule } from '../campaign/campaign.ts';
import { redactText } from '../privacy/redact-text.ts';
import { redactUrl } from '../privacy/redact-url.ts';
import { deviceType } from './device.ts';
import { type View } from './page-life.ts';

/** `search` and `path` are parts of the redacted address. */
export interface PageContext {
  readonly path: string;
  readonly referrer: string;
  readonly search: string;
  readonly title: string;
  readonly url: string;
}

export function pageContext({ url, referrer }: View, title: string, advertising: boolean): PageContext {
  const rule = parameterRule(advertising);
  const safe = redactUrl(url, rule);
  const [, path = '/', search = ''] = /^https?:\/\/[^/?#]*([^?#]*)(\?[^#]*)?/.exec(safe) ?? [];
  return { path, referrer: redactUrl(referrer, rule), search, title, url: safe };
}

/** The title of now, unless it is marked as private. */
export function pageTitle(): string {
  const isPrivate = document.querySelector('title[data-trb-ignore]') !== null;
  return isPrivate ? '' : redactText(document.title);
}

/** The screen in CSS pixels; `density` is how many of the screen's are in one. */
export function deviceContext(deviceClass: unknown): Readonly<Record<string, unknown>> {
  const { width, height } = screen;
  const touch = matchMedia('(pointer: coarse)').matches;
  return {
    userAgent: navigator.userAgent,
    locale: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen: { width, height, density: devicePixelRatio, innerWidth, innerHeight },
    device: { type: deviceType(touch, Math.min(width, height)), class: deviceClass },
  };
}
