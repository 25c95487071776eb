/** Brings events to the endpoint: at least once, one tab at a time, as patiently as the endpoint asks. */
import { type Store } from '../storage/store.ts';
import { type Alone, onlyOneTab } from './alone.ts';
import { meaningOf, retryDelay } from './backoff.ts';
import { bytesIn, firstBatch, longestRequest, mostEvents, requestBody, type Waiting } from './batching.ts';
import { type EventQueue } from './event-queue.ts';
import { addToWill, type LastWill, readWill } from './last-will.ts';
import { type OtherTabs, otherTabs } from './other-tabs.ts';
import { type Endpoint, post, postLast, type Reply } from './post.ts';
import { openQueue } from './stored-queue.ts';

export interface DeliverySettings {
  readonly endpoint: Endpoint;
  readonly store: Store;
  readonly flushInterval: number;
  readonly maxQueued: number;
  /** Names this tab among those of the site. */
  readonly tab: string;
  readonly warn: (message: string) => void;
  /** Events that had to go because there were too many; told once the endpoint takes events again. */
  readonly onDropped: (count: number) => void;
}

/** Another tab is sending: `elsewhere`. */
type Step = 'sent' | 'empty' | 'wait' | 'elsewhere';

/** As many as wait are worth a request of their own. */
const enough = 20;

/** An event that is larger is refused at the door, so it would only cost the visitor's data volume. */
const longestEvent = 32_000;

/** An endpoint rarely fails within minutes of having worked. */
const trustTime = 5 * 60_000;

export class Delivery {
  readonly #settings: DeliverySettings;
  readonly #queue: EventQueue;
  readonly #alone: Alone;
  readonly #tabs: OtherTabs;
  /** Written by this tab and not known to be on the way: what it must look after at its end. */
  readonly #own = new Map<string, Waiting>();
  /** Of these, what the queue has not confirmed. */
  readonly #unsaved = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #bytesOnTheWay = 0;
  #failures = 0;
  /** Before the first event, after the end of the page or of consent, nothing is sent and nothing is opened. */
  #isHalted = true;

  constructor(settings: DeliverySettings) {
    const { endpoint, store, tab, maxQueued } = settings;
    const name = `tributary:${endpoint.writeKey}`;
    this.#settings = settings;
    this.#queue = openQueue(name, maxQueued);
    this.#alone = onlyOneTab(name, store, tab);
    this.#tabs = otherTabs(name, (ids) => {
      this.#disown(ids);
    });
  }

  add(event: Waiting): void {
    const { warn, flushInterval, store } = this.#settings;
    if (bytesIn(event.body) > longestEvent) {
      warn('An event over 32 KB refused');
      return;
    }
    this.#isHalted = false;
    this.#own.set(event.id, event);
    this.#unsaved.add(event.id);
    void this.#queue.add(event).then((excess) => {
      this.#unsaved.delete(event.id);
      if (excess > 0) store.set('dropped', String(this.#number('dropped') + excess));
      this.#schedule(this.#own.size < enough ? flushInterval : 0);
    });
  }

  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isHalted) return Promise.resolve();
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** The page ends: nothing can be waited for. */
  handOver(): void {
    this.#isHalted = true;
    const own = [...this.#own.values()];
    if (own.length === 0) return;
    const batch = this.#pause() > 0 ? [] : firstBatch(own, longestRequest - this.#bytesOnTheWay);
    const done = this.#claim(batch);
    // The answer mostly comes when the page is gone. An endpoint that has just worked is trusted with this request;
    // otherwise the next page sends the same message ids again.
    const isTrusted = this.#isTrusted();
    const left = own.slice(isTrusted ? batch.length : 0).filter(({ id }) => this.#unsaved.has(id));
    this.#leave({ left, done: isTrusted ? done : [] });
    if (batch.length === 0) return;
    void postLast(this.#settings.endpoint, this.#bodyOf(batch)).then((taken) => {
      if (taken && !isTrusted) this.#leave({ left: [], done });
    });
  }

  /** Consent was withdrawn: nothing that waits is sent. */
  clear(): void {
    this.#isHalted = true;
    this.#own.clear();
    for (const kept of ['not_before', 'answered', 'dropped', 'lease', 'will']) this.#settings.store.remove(kept);
    void this.#queue.clear();
  }

  /** Asked anew after every wait. */
  #mustStop(): boolean {
    return this.#isHalted;
  }

  #leave(will: LastWill): void {
    const { store } = this.#settings;
    store.set('will', addToWill(store.get('will'), will));
  }

  async #readWill(): Promise<void> {
    const { store } = this.#settings;
    const written = store.get('will');
    const { left, done } = readWill(written);
    for (const event of left) await this.#queue.add(event);
    await this.#queue.remove(done);
    if (store.get('will') === written) store.remove('will'); // else another tab has ended meanwhile
  }

  #schedule(delay: number): void {
    if (delay === 0) clearTimeout(this.#timer);
    else if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.flush(), delay);
  }

  async #run(): Promise<void> {
    let step: Step = 'sent';
    while (step === 'sent') {
      step = this.#pause() > 0 ? 'wait' : ((await this.#alone(() => this.#sendFirst())) ?? 'elsewhere');
    }
    const { flushInterval } = this.#settings;
    if (step === 'wait') this.#schedule(Math.max(flushInterval, this.#pause()));
    if (step === 'elsewhere' && this.#own.size > 0) this.#schedule(flushInterval);
  }

  async #sendFirst(): Promise<Step> {
    await this.#readWill();
    const batch = firstBatch(await this.#queue.first(mostEvents));
    if (batch.length === 0 || this.#mustStop()) return 'empty';
    const ids = this.#claim(batch);
    const body = this.#bodyOf(batch);
    this.#bytesOnTheWay = bytesIn(body);
    const reply = await post(this.#settings.endpoint, body);
    this.#bytesOnTheWay = 0;
    const answer = meaningOf(reply.status);
    if (answer !== 'try-again') await this.#queue.remove(ids);
    if (this.#mustStop()) return 'empty'; // consent may have been withdrawn meanwhile: nothing is noted any more
    if (answer === 'try-again') return this.#wait(reply, batch);
    this.#failures = 0;
    this.#settings.store.set('answered', String(Date.now()));
    if (answer === 'refused') this.#settings.warn(`${ids.length} events refused, status ${reply.status}`);
    this.#tellDropped();
    return 'sent';
  }

  #wait({ patience }: Reply, batch: readonly Waiting[]): Step {
    for (const event of batch) this.#own.set(event.id, event);
    this.#failures += 1;
    this.#settings.store.remove('answered');
    const delay = retryDelay(this.#failures, Math.random(), patience);
    this.#settings.store.set('not_before', String(Date.now() + delay));
    return 'wait';
  }

  #tellDropped(): void {
    const count = this.#number('dropped');
    this.#settings.store.remove('dropped');
    if (count > 0) this.#settings.onDropped(count);
  }

  /** From here on this tab brings them, and nobody else must. */
  #claim(batch: readonly Waiting[]): readonly string[] {
    const ids = batch.map(({ id }) => id);
    this.#disown(ids);
    this.#tabs.tell(ids);
    return ids;
  }

  #disown(ids: readonly string[]): void {
    for (const id of ids) this.#own.delete(id);
  }

  #bodyOf(batch: readonly Waiting[]): string {
    return requestBody(batch, this.#settings.endpoint.writeKey, new Date());
  }

  /** Shared by all tabs and pages: a reload is no reason to ask again. */
  #pause(): number {
    return this.#number('not_before') - Date.now();
  }

  /** The last request, of this page or another one, was answered, and not long ago. */
  #isTrusted(): boolean {
    return Date.now() - this.#number('answered') < trustTime;
  }

  #number(name: string): number {
    return Number(this.#settings.store.get(name) ?? 0);
  }
}
