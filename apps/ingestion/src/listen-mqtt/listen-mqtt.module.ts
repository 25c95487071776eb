/** What listening to an MQTT broker is made of, bound to the store and the broker. */
import { type DynamicModule, Module } from '@nestjs/common';
import { type ServiceDeps } from '@tributary/runtime';
import { type AcceptEvents } from '../accept-events/accept-events.ts';
import { mqttCollections, type SlotDocument, type SubscriptionDocument } from '../adapters/mongo/mqtt-schemas.ts';
import { MongoSlotStore } from '../adapters/mongo/slot-store.ts';
import { MongoSubscriptionStore } from '../adapters/mongo/subscription-store.ts';
import { type IngestionConfig } from '../config.ts';
import { type Redo } from '../keep-rejections/replay-rejections.ts';
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { type SightBeacons } from '../sight-beacons/sight-beacons.ts';
import { countMqtt } from './count-mqtt.ts';
import { ListenMqtt } from './listen-mqtt.ts';
import { ManageSubscriptions } from './manage-subscriptions.ts';
import { mqttSettings } from './mqtt-settings.ts';
import { SubscriptionDirectory } from './subscription-directory.ts';
import { SubscriptionsController } from './subscriptions.controller.ts';
import { TakeMessage } from './take-message.ts';

export interface ListenMqttOptions {
  readonly accept: AcceptEvents;
  readonly sight: SightBeacons;
  readonly sources: SourceDirectory;
}

export interface MqttDoor {
  readonly subscriptions: SubscriptionDirectory;
  readonly take: TakeMessage;
}

export function mqttDoorOf({ connection, clock }: ServiceDeps, options: ListenMqttOptions): MqttDoor {
  const subscriptions = new SubscriptionDirectory(storeOf(connection));
  return { subscriptions, take: new TakeMessage({ ...options, subscriptions, clock }) };
}

/** Messages that were refused, read as their subscriptions have it today. */
export const redoMqtt =
  ({ subscriptions, take }: MqttDoor): Redo =>
  async (rejections) => {
    await subscriptions.reload();
    const reasons = [];
    for (const rejection of rejections) reasons.push(await take.again(rejection));
    return reasons;
  };

const storeOf = (connection: ServiceDeps['connection']): MongoSubscriptionStore =>
  new MongoSubscriptionStore(connection.collection<SubscriptionDocument>(mqttCollections.subscriptions));

@Module({})
export class ListenMqttModule {
  static with(
    deps: ServiceDeps,
    { subscriptions, take }: MqttDoor,
    { sources, config }: { readonly sources: SourceDirectory; readonly config: IngestionConfig },
  ): DynamicModule {
    const { connection, clock, log, metrics, env } = deps;
    const settings = mqttSettings(config, env['TRIBUTARY_NAMESPACE'] ?? '');
    const slots = new MongoSlotStore(connection.collection<SlotDocument>(mqttCollections.slots));
    const listening = new ListenMqtt({
      settings,
      subscriptions,
      sources,
      slots,
      take,
      count: countMqtt(metrics),
      clock,
      log,
    });
    const changed = (): void => {
      listening.lookNow();
    };
    return {
      module: ListenMqttModule,
      controllers: [SubscriptionsController],
      providers: [
        { provide: ListenMqtt, useFactory: () => listening },
        {
          provide: ManageSubscriptions,
          useValue: new ManageSubscriptions({ store: storeOf(connection), sources, clock, changed }),
        },
      ],
    };
  }
}
