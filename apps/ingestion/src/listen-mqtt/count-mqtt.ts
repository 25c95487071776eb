/** The door for MQTT in numbers. */
import { catalogue, type Metrics } from '@tributary/telemetry';
import { type TakenMessage } from './take-message.ts';

export interface CountMqtt {
  readonly message: (taken: TakenMessage) => void;
  readonly retry: () => void;
  /** `connected`: one for each connection that is to be. */
  readonly connections: (connected: () => readonly boolean[]) => void;
}

export function countMqtt(metrics: Metrics): CountMqtt {
  const messages = metrics.counter(catalogue.mqttMessages);
  const retries = metrics.counter(catalogue.mqttRetries);
  const gauge = metrics.gauge(catalogue.mqttConnections);
  return {
    message: ({ subscription, refused }) => {
      messages.inc({ subscription, outcome: refused ? 'refused' : 'taken' });
    },
    retry: () => {
      retries.inc({});
    },
    connections: (connected) => {
      metrics.beforeScrape(() => {
        const all = connected();
        const there = all.filter(Boolean).length;
        gauge.set({ state: 'connected' }, there);
        gauge.set({ state: 'away' }, all.length - there);
      });
    },
  };
}
