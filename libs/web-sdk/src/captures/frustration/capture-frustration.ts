/** Tells of clicks in anger and of clicks on what should react and does not. */
import { describeElement } from '../../elements/describe-element.ts';
import { interactiveAround, shouldReact } from '../../elements/interactive.ts';
import { type Capture, type Observation } from '../capture.ts';
import { hasHandCursor, observedTarget } from '../event-target.ts';
import { type Press, pressAgain } from './rage.ts';

/** Somebody who sees nothing happen for this long takes it for broken. */
const deadAfter = 2_500;

export const captureFrustration: Capture = (observation) => {
  const { listen, track } = observation;
  const watch = deathWatch(observation);
  let recent: readonly Press[] = [];
  listen(document, 'click', (event) => {
    const target = event.isTrusted ? observedTarget(event) : undefined;
    // Presses of the keyboard have no place.
    if (target === undefined || !(event instanceof MouseEvent) || event.detail === 0) return;
    const press = pressAgain(recent, { x: event.clientX, y: event.clientY, at: event.timeStamp });
    recent = press.recent;
    const element = interactiveAround(target, hasHandCursor);
    if (press.rage) track('Rage Clicked', { ...describeElement(element ?? target) });
    if (element !== undefined && shouldReact(element))
      watch(target, () => {
        track('Dead Clicked', { ...describeElement(element) });
      });
  });
};

/** Waits for any sign that a press did something; only one press at a time is watched, the last one. */
function deathWatch({ listen, life }: Observation): (target: Element, onDead: () => void) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alive = (): void => {
    clearTimeout(timer);
    observer.disconnect();
  };
  const observer = new MutationObserver(alive);
  life.on('move', alive);
  life.on('leave', alive);
  life.on('hide', alive);
  listen(document, 'scroll input submit', alive);
  listen(window, 'blur', ({ target }) => {
    if (target === window) alive(); // another window has opened
  });
  return (target, onDead) => {
    alive();
    // A document does not hear of changes inside web components.
    for (const root of new Set([document, target.getRootNode()])) {
      observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    }
    timer = setTimeout(() => {
      alive();
      onDead();
    }, deadAfter);
  };
}
