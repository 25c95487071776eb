/** The collections of the door for MQTT. */
import { Schema } from 'mongoose';

export const mqttCollections = { subscriptions: 'mqtt_subscriptions', slots: 'mqtt_slots' } as const;

export interface SubscriptionDocument {
  _id: string;
  /** The subscription as JSON: names of columns that somebody invents become no fields. */
  subscription: string;
}

/** A handful, read together. */
export const SubscriptionSchema = new Schema<SubscriptionDocument>(
  { _id: String, subscription: String },
  { collection: mqttCollections.subscriptions, versionKey: false },
);

export interface SlotDocument {
  /** `slot:<n>` or `process:<id>`. */
  _id: string;
  kind: string;
  holder: string;
  until: number;
}

/** As many as there are connections and processes, read together. */
export const SlotSchema = new Schema<SlotDocument>(
  { _id: String, kind: String, holder: String, until: Number },
  { collection: mqttCollections.slots, versionKey: false },
);
