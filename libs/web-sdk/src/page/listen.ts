/** Listens to a page without ever disturbing it. */

export type Listen = (target: EventTarget, types: string, handler: (event: Event) => void) => void;

/**
 * Handlers see events first (a page may stop them), cannot delay scrolling, and what goes wrong in one ends there. `types` is
 * one or several, separated by blanks.
 */
export function listenUntil(signal: AbortSignal, warn: (message: string) => void): Listen {
  return (target, types, handler) => {
    const guarded = (event: Event): void => {
      try {
        handler(event);
      } catch (error) {
        warn(`${event.type}: ${String(error)}`);
      }
    };
    for (const type of types.split(' ')) {
      target.addEventListener(type, guarded, { capture: true, passive: true, signal });
    }
  };
}
