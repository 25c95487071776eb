/** Follows what the visitor sees as one page after the other, in single-page applications as elsewhere. */
import { type Listen } from './listen.ts';
import { type Change, isNewView } from './route.ts';

/** Addresses as they are: they are redacted where they become part of an event. */
export interface View {
  readonly url: string;
  readonly referrer: string;
}

/** Routers redirect and set the title after they have set the address. */
const settlingTime = 50;

/**
 * `enter`: a new view; the first one when the document is there. `move`: the address changed, be it a new view or not. `leave`: the
 * view ends, and `view()` is still the one that ends. `hide`: the page is out of sight and may never be seen again. `go`: it is
 * being put away, and there is time for one request.
 */
type Moment = 'enter' | 'move' | 'leave' | 'hide' | 'go';

export class PageLife {
  #view: View = { url: location.href, referrer: document.referrer };
  #address = location.href;
  #state: 'settling' | 'seen' | 'left' = 'settling';
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners: (readonly [Moment, () => void])[] = [];

  constructor(listen: Listen) {
    followHistory((change) => {
      this.#move(change);
    });
    listen(window, 'popstate hashchange', () => {
      this.#move('popstate');
    });
    listen(window, 'pagehide', () => {
      this.#leave();
      this.#tell('go');
    });
    listen(window, 'pageshow', (event) => {
      if ('persisted' in event && event.persisted === true) this.#begin(this.#view.referrer);
    });
    listen(document, 'visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#tell('hide');
    });
    const enter = (): void => {
      this.#enter();
    };
    if (document.readyState === 'loading') listen(document, 'DOMContentLoaded', enter);
    else this.#timer = setTimeout(enter);
  }

  view(): View {
    return this.#view;
  }

  on(moment: Moment, listener: () => void): void {
    this.#listeners.push([moment, listener]);
  }

  #tell(now: Moment): void {
    for (const [moment, listener] of this.#listeners) if (moment === now) listener();
  }

  #enter(): void {
    clearTimeout(this.#timer);
    if (this.#state !== 'settling') return;
    this.#state = 'seen';
    this.#tell('enter');
  }

  #leave(): void {
    this.#enter(); // left before it had settled
    if (this.#state === 'seen') this.#tell('leave');
    this.#state = 'left';
  }

  #begin(referrer: string): void {
    this.#view = { url: location.href, referrer };
    this.#state = 'settling';
    this.#timer = setTimeout(() => {
      this.#enter();
    }, settlingTime);
  }

  #move(change: Change): void {
    const [before, after] = [this.#address, location.href];
    if (before === after) return;
    this.#address = after;
    // A redirect within the settling time replaces the view that nobody has seen.
    if (this.#state !== 'settling' && isNewView(before, after, change)) {
      this.#leave();
      this.#begin(before);
    } else this.#view = { ...this.#view, url: after };
    this.#tell('move');
  }
}

/** The History API tells nobody of what scripts do to it. */
function followHistory(move: (change: Change) => void): void {
  for (const change of ['pushState', 'replaceState'] as const) {
    const original = history[change].bind(history);
    history[change] = (state: unknown, unused: string, url?: string | URL | null) => {
      original(state, unused, url);
      move(change);
    };
  }
}
