/** The lanes as a Nest transport: `app.connectMicroservice({ strategy })`. Nest is asked once a batch, never once a message. */
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { type DeadLettered, type Topic } from '@tributary/contracts';
import { type Clock, type Logger } from '@tributary/telemetry';
import { isObservable, lastValueFrom } from 'rxjs';
import { type TroubleCheck } from './engine-trouble.ts';
import { Gate } from './gate.ts';
import { JoinedGroups, type JoinedGroup, type Joining } from './joined-groups.ts';
import { type LaneLimits, type Subscription } from './lane-options.ts';
import { Binding, lanesTransport } from './nest-consumer.ts';
import { type RunnerObserver } from './observer.ts';
import { type Outcome, type Received } from './outcome.ts';
import { type BusEngine } from './port.ts';
import { createPublisher, type ClosablePublisher } from './publisher.ts';
import { startRunner, type Runner } from './runner.ts';

export interface LanesStrategyOptions {
  readonly engine: BusEngine;
  /** Where a group parks what it can never process. */
  readonly deadLetters: (group: string) => Topic<DeadLettered>;
  readonly namespace?: string;
  readonly clock?: Clock;
  readonly log?: Logger;
  readonly observer?: RunnerObserver;
  /** What becomes of a subscription before it is run, e.g. one that is traced; absent: nothing. */
  readonly prepare?: (subscription: Subscription, group: string) => Subscription;
  readonly limits?: Partial<LaneLimits>;
  /** Asked after a failure: a message counts as failing by itself only while what its handler needs is well. */
  readonly trouble?: TroubleCheck;
  /** A group can do no more work here; the process should exit. */
  readonly onFatal?: (error: Error) => void;
}

export class LanesStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = lanesTransport;
  readonly #options: LanesStrategyOptions;
  readonly #subscriptions = new Map<string, Subscription[]>();
  readonly #gate = new Gate();
  readonly #joined = new JoinedGroups((joining) => this.#startJoined(joining));
  #runners: Runner[] = [];
  #publishers: ClosablePublisher[] = [];
  #closed: Promise<void> | undefined;

  constructor(options: LanesStrategyOptions) {
    super();
    this.#options = options;
  }

  /** The groups that this process is a member of, with the names of their topics. */
  get groups(): ReadonlyMap<string, readonly string[]> {
    return new Map(
      [...this.#subscriptions].map(([group, subscriptions]) => [group, subscriptions.map(({ topic }) => topic.name)]),
    );
  }

  /** What is wrong, in a sentence; undefined when all is well. */
  unhealthy(): string | undefined {
    const sentences = this.#runners.map((runner) => runner.unhealthy()).filter((one) => one !== undefined);
    return sentences.length === 0 ? undefined : sentences.join(' ');
  }

  /** Called by Nest for each method that `@ConsumesBatch` marks. */
  override addHandler(_pattern: unknown, handler: MessageHandler, _isEvent?: boolean, extras?: object): void {
    const binding: unknown = extras && 'binding' in extras ? extras.binding : undefined;
    if (!(binding instanceof Binding)) return;
    const bound = this.#subscriptions.get(binding.group) ?? [];
    this.#subscriptions.set(binding.group, bound);
    const subscription: Subscription = { topic: binding.topic, handle: (batch) => ask(handler, batch) };
    bound.push(this.#options.prepare?.(subscription, binding.group) ?? subscription);
  }

  /** Called by Nest; joins every group. */
  override listen(callback: (error?: unknown) => void): void {
    this.#start().then(() => {
      callback();
    }, callback);
  }

  /** Drains every lane and leaves every group; Nest calls it too. */
  override close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  /** What is consumed there is decided while the process runs; it stops with the others at the latest. */
  join(joining: Joining): Promise<JoinedGroup> {
    return this.#joined.join(joining);
  }

  async #close(): Promise<void> {
    await Promise.all([this.#joined.close(), ...this.#runners.map((runner) => runner.stop())]);
    await Promise.all(this.#publishers.map((publisher) => publisher.close()));
  }

  override on(): void {
    throw new Error('The lanes emit no events: pass an observer.');
  }

  override unwrap(): never {
    throw new Error('The lanes wrap no client.');
  }

  async #start(): Promise<void> {
    const starts = [...this.#subscriptions].map(async ([group, subscriptions]) => {
      const publisher = this.#publisherOf(group);
      this.#publishers.push(publisher);
      this.#runners.push(await startRunner({ ...this.#shared(group), publisher, group, subscriptions }));
    });
    await Promise.all(starts);
  }

  async #startJoined({ group, subscription, limits, ...own }: Joining): Promise<JoinedGroup> {
    const shared = this.#shared(group);
    const subscriptions = [this.#options.prepare?.(subscription, group) ?? subscription];
    const bounds = { limits: { ...shared.limits, ...limits } };
    const publisher = this.#publisherOf(group);
    try {
      const runner = await startRunner({ ...shared, ...own, ...bounds, publisher, group, subscriptions });
      return { stop: () => runner.stop().finally(() => publisher.close()) };
    } catch (error) {
      await publisher.close();
      throw error;
    }
  }

  #shared(group: string) {
    const { deadLetters, ...rest } = this.#options;
    return { ...rest, gate: this.#gate, deadLetters: deadLetters(group) };
  }

  #publisherOf(group: string): ClosablePublisher {
    const { engine, namespace, clock } = this.#options;
    const bound = { ...(namespace === undefined ? {} : { namespace }), ...(clock ? { clock } : {}) };
    return createPublisher({ engine, source: group, ...bound });
  }
}

/** Nest answers a value, or a stream when a filter or an interceptor took part. */
async function ask(handler: MessageHandler, batch: readonly Received<unknown>[]): Promise<readonly Outcome[]> {
  const answer: unknown = await handler(batch);
  const outcomes: unknown = isObservable(answer) ? await lastValueFrom(answer) : answer;
  if (isOutcomes(outcomes)) return outcomes;
  throw new Error('A batch handler must answer an array of outcomes.');
}

/** The decorator has checked the method's type; this catches a filter or interceptor that answers something else. */
const isOutcomes = (answer: unknown): answer is readonly Outcome[] => Array.isArray(answer);
