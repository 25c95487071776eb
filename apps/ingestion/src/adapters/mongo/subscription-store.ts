/** Subscriptions to MQTT topics. */
import { isObject } from '@tributary/domain-collection';
import { type Collection } from 'mongoose';
import { carried, type MqttSubscription, type SubscriptionStore } from '../../listen-mqtt/ports.ts';
import { type SubscriptionDocument } from './mqtt-schemas.ts';

export class MongoSubscriptionStore implements SubscriptionStore {
  constructor(private readonly subscriptions: Collection<SubscriptionDocument>) {}

  async all(): Promise<readonly MqttSubscription[]> {
    return (await this.subscriptions.find({}).sort({ _id: 1 }).toArray()).map(read);
  }

  async put(subscription: MqttSubscription): Promise<void> {
    const update = { $set: { subscription: JSON.stringify(subscription) } };
    await this.subscriptions.updateOne({ _id: subscription.name }, update, { upsert: true });
  }

  async forget(name: string): Promise<void> {
    await this.subscriptions.deleteOne({ _id: name });
  }
}

function read({ _id, subscription }: SubscriptionDocument): MqttSubscription {
  const value: unknown = JSON.parse(subscription);
  if (isSubscription(value)) return value;
  throw new Error(`The stored subscription ${_id} cannot be read.`);
}

const isSubscription = (value: unknown): value is MqttSubscription =>
  isObject(value) &&
  ['name', 'filter', 'source', 'updatedAt'].every((name) => typeof value[name] === 'string') &&
  carried.some((one) => one === value['carries']);
