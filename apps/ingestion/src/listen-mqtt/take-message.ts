/** Takes one message of the broker in: resolves when everything that follows from it, good or bad, is durable. Twice is once. */
import { createHash, randomUUID } from 'node:crypto';
import {
  admit,
  decodeBody,
  type DecodedItem,
  hash128,
  reason,
  type Reason,
  saying,
} from '@tributary/domain-collection';
import { type Clock } from '@tributary/telemetry';
import { type AcceptEvents, type Delivery, senderOf } from '../accept-events/accept-events.ts';
import { readBody } from '../accept-events/read-body.ts';
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { type Rejection, type Source } from '../ports.ts';
import { type SightBeacons } from '../sight-beacons/sight-beacons.ts';
import { type ReadSubscription } from './ports.ts';
import { eventsInRows } from './read-rows.ts';
import { type SubscriptionDirectory } from './subscription-directory.ts';

export interface MqttMessage {
  readonly topic: string;
  readonly payload: Buffer;
}

export interface TakenMessage {
  /** Its name. */
  readonly subscription: string;
  /** Something in it, or all of it. */
  readonly refused: boolean;
}

export interface TakeMessageParts {
  readonly subscriptions: Pick<SubscriptionDirectory, 'of'>;
  readonly sources: Pick<SourceDirectory, 'byId'>;
  readonly accept: Pick<AcceptEvents, 'run'>;
  readonly sight: Pick<SightBeacons, 'run' | 'take'>;
  readonly clock: Clock;
}

/** A refusal keeps the whole of it, and the log takes messages of four times that. */
const largestPayload = 1_000_000;
/** Inflated: what is refused of it is kept inflated. */
const largestContent = 2_500_000;

interface Content {
  readonly items: readonly DecodedItem[];
  readonly bytesOf: (index: number) => Uint8Array;
}

/** Whose it is where nobody has said so. */
const ownerless: Source = { id: 'mqtt', name: 'MQTT', kind: 'server', writeKey: '', createdAt: '' };

export class TakeMessage {
  constructor(private readonly parts: TakeMessageParts) {}

  async run(message: MqttMessage): Promise<TakenMessage> {
    const subscription = await this.parts.subscriptions.of(message.topic);
    const source = (subscription && (await this.parts.sources.byId(subscription.source))) ?? ownerless;
    const content = await contentOf(message, subscription);
    const { rejected } =
      'code' in content
        ? await this.parts.accept.run(deliveryOf(message, source, refusal(message, content)))
        : await this.#taker(subscription).run(deliveryOf(message, source, content));
    return { subscription: subscription?.name ?? 'none', refused: rejected.length > 0 };
  }

  /** A message, or a part of one, that was refused before: why it still is, if so. */
  async again(rejection: Rejection): Promise<Reason | undefined> {
    const message = { topic: rejection.topic ?? '', payload: Buffer.from(rejection.bytes, 'base64') };
    const subscription = await this.parts.subscriptions.of(message.topic);
    const content = await contentOf(message, subscription);
    if ('code' in content) return content;
    const source = subscription && (await this.parts.sources.byId(subscription.source));
    if (!source) return reason('UNKNOWN_TOPIC', `The source of ${message.topic} does not exist any more.`);
    const delivery = deliveryOf(message, source, content);
    if (subscription.carries === 'sightings') {
      return (await this.parts.sight.take(seenBy(delivery, rejection.receivedAt))).find((why) => why !== undefined);
    }
    const refused = content.items.map((item) => this.#refusalOf(item, source)).find((why) => why !== undefined);
    if (!refused) await this.parts.accept.run(delivery);
    return refused;
  }

  #taker(subscription: ReadSubscription | undefined): Pick<AcceptEvents, 'run'> {
    return subscription?.carries === 'sightings' ? this.parts.sight : this.parts.accept;
  }

  #refusalOf(item: DecodedItem, source: Source): Reason | undefined {
    if (!item.ok) return item.reason;
    const receivedAt = this.parts.clock.now();
    const sender = senderOf({ source, imported: false, fromPage: false });
    const admission = admit({ source: source.id, receivedAt, imported: false, sender, payload: item.event });
    return admission.ok ? undefined : admission.reason;
  }
}

async function contentOf(message: MqttMessage, subscription: ReadSubscription | undefined): Promise<Content | Reason> {
  const { topic, payload } = message;
  if (!subscription || subscription.removed) return reason('UNKNOWN_TOPIC', `Nothing says what comes on ${topic}.`);
  if (payload.length > largestPayload) {
    return reason(
      'PAYLOAD_TOO_LARGE',
      `The message has ${payload.length} bytes; of those, the first ${largestPayload} are kept.`,
    );
  }
  const body = await readBody(payload, undefined);
  if (body.kind === 'broken') return reason('NOT_JSON', `The message cannot be inflated as ${body.encoding}.`);
  if (body.kind === 'too-large' || body.bytes.length > largestContent) {
    return reason('PAYLOAD_TOO_LARGE', `The message has more than ${largestContent} bytes when it is inflated.`);
  }
  if (subscription.carries === 'rows') {
    const rows = eventsInRows(body.bytes, subscription.mapping);
    if ('code' in rows) return rows;
    return { items: rows.map(({ item }) => item), bytesOf: (index) => Buffer.from(rows[index]?.text ?? '') };
  }
  const decoded = decodeBody(body.bytes);
  if (!decoded.ok) return decoded.reason;
  const named = subscription.carries === 'events' ? decoded.items.map(namedAfter(message)) : decoded.items;
  return { items: named, bytesOf: (index) => decoded.bytesOf(index) };
}

/** What has no message id is named after topic, payload and place: the same message again is the same events. */
function namedAfter({ topic, payload }: MqttMessage): (item: DecodedItem, index: number) => DecodedItem {
  const digest = createHash('sha256').update(payload).digest('hex');
  return (item, index) => {
    if (!item.ok) return item;
    return { ok: true, event: saying(item.event, ['messageId', `mqtt-${hash128(topic, digest)}-${index}`]) };
  };
}

function refusal({ payload }: MqttMessage, why: Reason): Content {
  return { items: [{ ok: false, reason: why }], bytesOf: () => payload.subarray(0, largestPayload) };
}

const deliveryOf = ({ topic }: MqttMessage, source: Source, { items, bytesOf }: Content): Delivery => ({
  source,
  door: 'mqtt',
  imported: false,
  repeatable: true,
  topic,
  fromPage: false,
  requestId: randomUUID(),
  ip: undefined,
  userAgent: undefined,
  traceparent: undefined,
  body: { ok: true, items, writeKey: undefined, bytesOf },
});

/** They were seen when they came, where they do not say when. */
const seenBy = (delivery: Delivery, receivedAt: string): Delivery => ({
  ...delivery,
  body: {
    ...delivery.body,
    items: delivery.body.items.map((item) =>
      item.ok ? { ok: true, event: saying(item.event, ['at', receivedAt]) } : item,
    ),
  },
});
