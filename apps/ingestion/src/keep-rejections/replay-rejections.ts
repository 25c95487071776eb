/** Sends rejected events in again under today's rules. Twice is once: ids are derived, and the archive knows the event. */
import { type Output, type Publisher } from '@tributary/bus';
import { type EventReceived, type EventRejected, type JsonObject, topics } from '@tributary/contracts';
import { admit, decodeBody, type Reason, unwrapCloudEvent } from '@tributary/domain-collection';
import { type Clock } from '@tributary/telemetry';
import { type CountEvents } from '../count-events.ts';
import { isAcknowledgedOnLog, isRecorded } from '../doors.ts';
import { type Rejection, rejectionPosition, type RejectionStore } from '../ports.ts';
import { receivedIn } from './from-dead-letter.ts';

export interface Replayed {
  readonly rejection: string;
  /** `left-out`: it is right now, and no event follows from it. */
  readonly outcome: 'replayed' | 'left-out' | 'already-replayed' | 'still-rejected';
  readonly reason?: Reason;
}

/** One page is one publish; a reason with more than fits into one request is replayed by asking again. */
const pageSize = 500;
const mostInOneRequest = 10_000;

/**
 * Of a door whose bytes are no events: what it would make of them today, oldest first. Answers one for each: undefined where all that follows from
 * it is durable, `left-out` where nothing does, else the reason why it is still refused.
 */
export type Redo = (rejections: readonly Rejection[]) => Promise<readonly (Reason | 'left-out' | undefined)[]>;

export interface ReplayParts {
  readonly rejections: RejectionStore;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly count: CountEvents;
  readonly redo?: Partial<Record<EventRejected['door'], Redo>>;
}

export class ReplayRejections {
  constructor(private readonly parts: ReplayParts) {}

  async one(id: string): Promise<Replayed | undefined> {
    const rejection = await this.parts.rejections.find(id);
    return rejection && (await this.#replay([rejection]))[0];
  }

  /** Every open rejection with the reason, in the order in which they came. */
  async all(code: string): Promise<readonly Replayed[]> {
    const results: Replayed[] = [];
    let after: string | undefined;
    while (results.length < mostInOneRequest) {
      const { items, more } = await this.parts.rejections.page({
        code,
        state: 'open',
        after,
        order: 'oldest-first',
        limit: pageSize,
      });
      results.push(...(await this.#replay(items)));
      const last = items.at(-1);
      if (!more || !last) break;
      after = rejectionPosition(last);
    }
    return results;
  }

  async #replay(rejections: readonly Rejection[]): Promise<readonly Replayed[]> {
    const outputs: Output[] = [];
    const replayed: string[] = [];
    const results: Replayed[] = [];
    const redone = await this.#redo(rejections);
    for (const rejection of rejections) {
      const result = redone.get(rejection.rejection) ?? again(rejection);
      const { outcome = 'replayed' } = result;
      results.push('outputs' in result ? { rejection: rejection.rejection, outcome } : result);
      if (!('outputs' in result)) continue;
      replayed.push(rejection.rejection);
      outputs.push(...result.outputs);
    }
    if (replayed.length > 0) {
      await this.parts.publisher.publish(outputs);
      await this.parts.rejections.markReplayed(replayed, this.parts.clock.now());
      for (const { value } of outputs) {
        if (isReceived(value) && !isAcknowledgedOnLog(value.door)) this.parts.count(value.source, 'acknowledged');
      }
    }
    return results;
  }

  /** Those of doors that read their bytes themselves. What the pipeline has refused is an event, whatever door it came through. */
  async #redo(rejections: readonly Rejection[]): Promise<ReadonlyMap<string, Again>> {
    const results = new Map<string, Again>();
    const open = rejections.filter(
      // What somebody else has written may look like a message of ours.
      ({ state, bytes, bridged }) => state === 'open' && (bridged !== undefined || !receivedIn(bytes)),
    );
    for (const [door, redo] of Object.entries(this.parts.redo ?? {})) {
      const own = open.filter((rejection) => rejection.door === door);
      const reasons = own.length === 0 ? [] : await redo(own);
      for (const [index, { rejection }] of own.entries()) {
        const found = reasons[index];
        const isRefused = typeof found === 'object';
        const done = { outputs: [], outcome: found === 'left-out' ? found : 'replayed' } as const;
        results.set(rejection, isRefused ? { rejection, outcome: 'still-rejected', reason: found } : done);
      }
    }
    return results;
  }
}

type Again =
  Replayed | { readonly outputs: readonly Output<EventReceived>[]; readonly outcome?: 'replayed' | 'left-out' };

function again(rejection: Rejection): Again {
  const id = rejection.rejection;
  if (rejection.state === 'replayed') return { rejection: id, outcome: 'already-replayed' };
  const found = eventsIn(rejection);
  if ('code' in found) return { rejection: id, outcome: 'still-rejected', reason: found };
  const outputs: Output<EventReceived>[] = [];
  const { source, door, receivedAt, sender } = rejection;
  for (const [index, payload] of found.entries()) {
    const imported = isRecorded(door);
    const admission = admit({ source, receivedAt: Date.parse(receivedAt), imported, sender, payload });
    if (!admission.ok) return { rejection: id, outcome: 'still-rejected', reason: admission.reason };
    const told = sender === undefined ? {} : { sender };
    const value: EventReceived = { source, door, receivedAt, ...told, payload, replayOf: id };
    const time = Date.parse(receivedAt);
    outputs.push({ topic: topics.eventReceived, key: admission.record, id: `${id}:replay:${index}`, value, time });
  }
  return { outputs };
}

const isReceived = (value: unknown): value is EventReceived =>
  typeof value === 'object' && value !== null && 'payload' in value;

/** The bytes are an event as a client sent it, or the message of a door around one. */
function eventsIn(rejection: EventRejected): readonly JsonObject[] | Reason {
  const received = receivedIn(rejection.bytes);
  if (received) return [received.payload];
  const body = decodeBody(Buffer.from(rejection.bytes, 'base64'));
  if (!body.ok) return body.reason;
  const events: JsonObject[] = [];
  for (const item of body.items) {
    const unwrapped = item.ok ? unwrapCloudEvent(item.event) : item;
    if (!unwrapped.ok) return unwrapped.reason;
    events.push(unwrapped.event);
  }
  return events;
}
