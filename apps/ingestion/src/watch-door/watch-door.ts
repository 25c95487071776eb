/** Shows everybody who looks on what passes the doors; looks at the log only while somebody does. */
import { type Glimpse } from '@tributary/bus';
import { Observable, type Subscriber } from 'rxjs';
import { type LiveEvent, liveEventOf, type LiveMessage, ratesOf } from './live-event.ts';

export interface WatchDoorOptions {
  readonly tail: () => { look(): Promise<Glimpse> };
  readonly onTrouble: (error: unknown) => void;
}

/** Shown to who comes, before what is new. */
const kept = 500;
/** An event is seen within a second: it is stored in some milliseconds, and looked for this often. */
const everyMs = 400;
/** Rates are told once in so many milliseconds. */
const ratesEveryMs = 1_000;

export class WatchDoor {
  readonly #options: WatchDoorOptions;
  readonly #watchers = new Set<Subscriber<LiveMessage>>();
  #seen: readonly LiveEvent[] = [];
  #going = false;

  constructor(options: WatchDoorOptions) {
    this.#options = options;
  }

  /** The last events, oldest first, then each new one; the rates every second. It goes on until nobody listens. */
  watch(): Observable<LiveMessage> {
    return new Observable((watcher) => {
      for (const data of this.#seen) watcher.next({ type: 'event', data });
      this.#watchers.add(watcher);
      if (!this.#going) void this.#go();
      return () => this.#watchers.delete(watcher);
    });
  }

  /** Ends what is shown: a process that stops keeps nobody waiting. */
  close(): void {
    for (const watcher of this.#watchers) watcher.complete();
    this.#watchers.clear();
  }

  async #go(): Promise<void> {
    this.#going = true;
    const tail = this.#options.tail();
    let counted: Counted | undefined;
    while (this.#watchers.size > 0) {
      try {
        counted = this.#tell(await tail.look(), counted);
      } catch (error) {
        // The log is away: who looks on sees nothing new until it is back.
        this.#options.onTrouble(error);
      }
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    this.#seen = [];
    this.#going = false;
  }

  #tell({ messages, passedOver }: Glimpse, counted: Counted | undefined): Counted {
    const events = messages.flatMap(({ value }) => liveEventOf(value) ?? []);
    events.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
    this.#seen = [...this.#seen, ...events].slice(-kept);
    for (const data of events.slice(-kept)) this.#send({ type: 'event', data });
    const now = performance.now();
    // What stood there before the first look came at no known rate.
    if (counted === undefined) return { events: [], passedOver: 0, since: now };
    const all = [...counted.events, ...events];
    const seconds = (now - counted.since) / 1_000;
    if (seconds * 1_000 < ratesEveryMs) return { ...counted, events: all, passedOver: counted.passedOver + passedOver };
    const data = { rates: ratesOf(all, seconds), passedOver: counted.passedOver + passedOver };
    this.#send({ type: 'rates', data });
    return { events: [], passedOver: 0, since: now };
  }

  #send(message: LiveMessage): void {
    for (const watcher of this.#watchers) watcher.next(message);
  }
}

interface Counted {
  readonly events: readonly LiveEvent[];
  readonly passedOver: number;
  readonly since: number;
}
