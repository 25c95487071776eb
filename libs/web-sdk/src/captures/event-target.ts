/** The element that an event is about, also inside web components; undefined where it must not be observed. */
import { isUnobserved } from '../elements/private-element.ts';

export function observedTarget(event: Event): Element | undefined {
  const [target] = event.composedPath();
  return target instanceof Element && !isUnobserved(target) ? target : undefined;
}

/** A hand as cursor is inherited, so the outermost element that shows it is not looked for. */
export const hasHandCursor = (target: object): boolean =>
  target instanceof Element && getComputedStyle(target).cursor === 'pointer';
