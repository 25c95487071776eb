/** Takes a body in and answers only when every event of it, good or bad, is durable on the log. */
import { BusError, type Output, type Publisher } from '@tributary/bus';
import {
  type EventReceived,
  type EventRejected,
  instantText,
  type JsonObject,
  type Sender,
  topics,
} from '@tributary/contracts';
import { admit, type DecodedBody, type DecodedItem, hash128, member, type Reason } from '@tributary/domain-collection';
import { type Clock } from '@tributary/telemetry';
import { type CountEvents } from '../count-events.ts';
import { type Source } from '../ports.ts';
import { type ToldByBrowser, withWhatBrowserTells } from './told-by-browser.ts';

export interface Delivery extends ToldByBrowser {
  readonly body: DecodedBody & { readonly ok: true };
  readonly source: Source;
  /** Absent: `file` for an import, `http` for anything else. */
  readonly door?: EventReceived['door'];
  /** An import keeps its times and may carry whole orders. */
  readonly imported: boolean;
  /** The same may come again, and what is refused of it then is the same refusal: it is named after its bytes. */
  readonly repeatable?: boolean;
  /** The MQTT topic that it came on. */
  readonly topic?: string;
  /** The request says that a web page has sent it. */
  readonly fromPage: boolean;
  /** Unique for the request: its events on the log are numbered after it. */
  readonly requestId: string;
  readonly ip: string | undefined;
  /** W3C trace context of the request, handed on to its events. */
  readonly traceparent: string | undefined;
}

interface RefusedItem extends Reason {
  /** Position in the body, from 0. */
  readonly index: number;
}

export interface Accepted {
  readonly accepted: number;
  readonly rejected: readonly RefusedItem[];
}

export class AcceptEvents {
  constructor(
    private readonly publisher: Publisher,
    private readonly clock: Clock,
    private readonly count: CountEvents,
  ) {}

  async run(delivery: Delivery): Promise<Accepted> {
    const receivedAt = this.clock.now();
    const outputs: Output[] = [];
    const rejected: RefusedItem[] = [];
    for (const [index, item] of delivery.body.items.entries()) {
      const id = `${delivery.requestId}:${index}`;
      const admitted = item.ok ? received(delivery, item.event, { id, receivedAt }) : item.reason;
      if ('topic' in admitted) outputs.push(admitted);
      else {
        rejected.push({ index, ...admitted });
        outputs.push(refused(delivery, admitted, { id, receivedAt, index }));
      }
    }
    if (outputs.length > 0) await this.#publish(delivery.source.id, outputs);
    return { accepted: outputs.length - rejected.length, rejected };
  }

  async #publish(source: string, outputs: readonly Output[]): Promise<void> {
    try {
      await this.publisher.publish(outputs);
    } catch (error) {
      const unsent = error instanceof BusError && error.code === 'BUS_OVERLOADED';
      if (!unsent) this.count(source, 'unanswered', outputs.length);
      throw error;
    }
    this.count(source, 'acknowledged', outputs.length);
  }
}

/** Longer ones are refused as such; their beginning is enough to find them. */
const longestId = 512;

interface Place {
  readonly id: string;
  readonly receivedAt: number;
}

function received(delivery: Delivery, event: JsonObject, { id, receivedAt }: Place): Output<EventReceived> | Reason {
  const { source, imported } = delivery;
  const client = source.kind === 'client' && !imported;
  const payload = client ? withWhatBrowserTells(event, delivery) : event;
  const sender = senderOf(delivery);
  const admission = admit({ source: source.id, receivedAt, imported, sender, payload });
  if (!admission.ok) return admission.reason;
  const value: EventReceived = {
    source: source.id,
    door: doorOf(delivery),
    receivedAt: instantText(receivedAt),
    sender,
    payload,
    ...(client && delivery.ip !== undefined ? { ip: delivery.ip } : {}),
  };
  return { topic: topics.eventReceived, key: admission.record, id, value, time: receivedAt, ...contextOf(delivery) };
}

/** The key of a client is public, whatever door it is shown at; a page that was given the key of a server is a browser still. */
export const senderOf = ({ source, imported, fromPage }: Pick<Delivery, 'source' | 'imported' | 'fromPage'>): Sender =>
  source.kind === 'client' || (fromPage && !imported) ? 'client' : 'server';

const doorOf = ({ door, imported }: Delivery): EventReceived['door'] => door ?? (imported ? 'file' : 'http');

function refused(delivery: Delivery, why: Reason, place: Place & { index: number }): Output<EventRejected> {
  const bytes = Buffer.from(delivery.body.bytesOf(place.index)).toString('base64');
  const door = doorOf(delivery);
  const name = delivery.repeatable === true ? [door, delivery.source.id, delivery.topic ?? '', bytes] : [place.id];
  const rejection = `j_${hash128(...name)}`;
  const value: EventRejected = {
    rejection,
    source: delivery.source.id,
    door,
    receivedAt: instantText(place.receivedAt),
    sender: senderOf(delivery),
    ...messageIdOf(delivery.body.items[place.index]),
    ...why,
    ...(delivery.topic === undefined ? {} : { topic: delivery.topic }),
    bytes,
  };
  // What comes again is told apart on the log, so that it is counted.
  const id = delivery.repeatable === true ? `${rejection}/${place.id}` : rejection;
  return {
    topic: topics.eventRejected,
    key: rejection,
    id,
    value,
    time: place.receivedAt,
    ...contextOf(delivery),
  };
}

/** So that whoever looks for the message finds why it was refused. */
function messageIdOf(item: DecodedItem | undefined): { readonly messageId?: string } {
  const messageId = item?.ok === true ? member(item.event, 'messageId') : undefined;
  return typeof messageId === 'string' && messageId !== '' ? { messageId: messageId.slice(0, longestId) } : {};
}

const contextOf = ({ traceparent }: Delivery): Pick<Output, 'traceparent'> =>
  traceparent === undefined ? {} : { traceparent };
