/**
 * How long a process may speak for the state that it works on without asking whether that is still the one in use. A switch does not wait for
 * a process that is silent, so one that was (frozen, cut off from the store) must neither answer, nor take messages, nor send any,
 * until it has asked again.
 */
import { BusError, topicName, type BusEngine, type Subscription } from '@tributary/bus';
import { topics } from '@tributary/contracts';
import { sendProblem, type createHttpApp } from '@tributary/http';

/** A process that has not said so for this long is believed to be gone: the switch does not wait for it. */
export const silenceMs = 10_000;
/** The clocks of two machines may differ by the rest. */
const trustMs = silenceMs - 2_000;

/** Both clocks: one of them may jump, the other may stand still with the machine. */
interface Moment {
  readonly wall: number;
  readonly steady: number;
}

export const moment = (): Moment => ({ wall: Date.now(), steady: performance.now() });

/** The longer of the two. */
export const since = (then: Moment, now: Moment = moment()): number =>
  Math.max(now.steady - then.steady, now.wall - then.wall);

export class Lease {
  #from: Moment | undefined;

  /** `at`: before the process said that it works. */
  renew(at: Moment): void {
    this.#from = at;
  }

  end(): void {
    this.#from = undefined;
  }

  holds(): boolean {
    return this.#from !== undefined && since(this.#from) < trustMs;
  }
}

type Holds = () => boolean;

const lapsed = 'This process was silent for too long and asks whether its state is still in use';

/** For /readyz. */
export const leaseHealth = (holds: Holds): string | undefined => (holds() ? undefined : lapsed);

/** They follow from what came in alone, whatever state is in use: a door stays open while the store is away. */
const ofTheDoors = [topics.eventReceived, topics.eventCollected, topics.eventRejected];

/** Sends nothing that follows from a state which is not in use any more. `bus` is an object of plain functions. */
export function leasedBus(bus: BusEngine, namespace: string, holds: Holds): BusEngine {
  const free = new Set(ofTheDoors.map((topic) => topicName(topic, namespace)));
  return {
    ...bus,
    append: (records) =>
      holds() || records.every(({ topic }) => free.has(topic)) ? bus.append(records) : Promise.reject(notNow()),
  };
}

/** Takes nothing that the state in use would then miss. What is taken stood on the log before the lease ended, so the switch has read it. */
export const leasedSubscription = (subscription: Subscription, holds: Holds): Subscription => ({
  topic: subscription.topic,
  handle: (batch) => (holds() ? subscription.handle(batch) : Promise.reject(notNow())),
});

/** An error of the bus, so that the lanes wait and park nothing. */
const notNow = (): BusError => new BusError('BUS_APPEND_FAILED', lapsed);

/** What tells about the process itself is always answered. */
const aboutItself = /^\/(?:livez|readyz|startupz|metrics|v1\/rebuilds)\b/;

export function answersUnderLease(app: Awaited<ReturnType<typeof createHttpApp>>, holds: Holds): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, next) => {
      if (holds() || request.routeOptions.config.stateless === true || aboutItself.test(request.url)) {
        next();
        return;
      }
      const fix = 'Send the request again, or to another process of the service.';
      sendProblem(reply, { status: 503, code: 'STATE_UNCERTAIN', detail: `${lapsed}.`, fix, retryAfter: 1 });
    });
}
