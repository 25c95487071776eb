/** Sends rejected events in again under today's rules. Twice is once: ids are derived, and the archive knows the event. */
import { type Output, type Publisher } from '@tributary/bus';
import { type EventReceived, type EventRejected, type JsonObject, topics } from '@tributary/contracts';
import { admit, decodeBody, type Reason, unwrapCloudEvent } from '@tributary/domain-collection';
import { type Clock } from '@tributary/telemetry';
import { type CountEvents } from '../count-events.ts';
import { type Rejection, rejectionPosition, type RejectionStore } from '../ports.ts';
import { receivedIn } from './from-dead-letter.ts';

export interface Replayed {
  readonly rejection: string;
  readonly outcome: 'replayed' | 'already-replayed' | 'still-rejected';
  readonly reason?: Reason;
}

/** One page is one publish; a reason with more than fits into one request is replayed by asking again. */
const pageSize = 500;
const mostInOneRequest = 10_000;

export interface ReplayParts {
  readonly rejections: RejectionStore;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly count: CountEvents;
}

export class ReplayRejections {
  constructor(private readonly parts: ReplayParts) {}

  async one(id: string): Promise<Replayed | undefined> {
    const rejection = await this.parts.rejections.find(id);
    return rejection && (await this.#replay([rejection]))[0];
  }

  /** Every open rejection with the reason, newest first. */
  async all(code: string): Promise<readonly Replayed[]> {
    const results: Replayed[] = [];
    let after: string | undefined;
    while (results.length < mostInOneRequest) {
      const page = await this.parts.rejections.page({ code, state: 'open', after, limit: pageSize });
      results.push(...(await this.#replay(page)));
      const last = page.at(-1);
      if (page.length < pageSize || !last) break;
      after = rejectionPosition(last);
    }
    return results;
  }

  async #replay(rejections: readonly Rejection[]): Promise<readonly Replayed[]> {
    const outputs: Output[] = [];
    const replayed: string[] = [];
    const results: Replayed[] = [];
    for (const rejection of rejections) {
      const result = again(rejection);
      results.push('outputs' in result ? { rejection: rejection.rejection, outcome: 'replayed' } : result);
      if (!('outputs' in result)) continue;
      replayed.push(rejection.rejection);
      outputs.push(...result.outputs);
    }
    if (outputs.length > 0) {
      await this.parts.publisher.publish(outputs);
      await this.parts.rejections.markReplayed(replayed, this.parts.clock.now());
      for (const { value } of outputs) if (isReceived(value)) this.parts.count(value.source, 'acknowledged');
    }
    return results;
  }
}

function again(rejection: Rejection): Replayed | { readonly outputs: readonly Output<EventReceived>[] } {
  const id = rejection.rejection;
  if (rejection.state === 'replayed') return { rejection: id, outcome: 'already-replayed' };
  const found = eventsIn(rejection);
  if ('code' in found) return { rejection: id, outcome: 'still-rejected', reason: found };
  const outputs: Output<EventReceived>[] = [];
  const { source, door, receivedAt, sender } = rejection;
  for (const [index, payload] of found.entries()) {
    const imported = door === 'file';
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
