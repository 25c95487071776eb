/** Counts what a service could not make durable: its callers were told so, or try again. */
import { type Publisher } from '@tributary/bus';
import { catalogue, type Metrics } from '@tributary/telemetry';
import { codeOf } from './measured-bus.ts';

export function measuredPublisher(publisher: Publisher, metrics: Metrics, service: string): Publisher {
  const refusals = metrics.counter(catalogue.sendRefusals);
  return {
    publish: async (outputs) => {
      try {
        await publisher.publish(outputs);
      } catch (error) {
        refusals.inc({ service, code: codeOf(error) });
        throw error;
      }
    },
  };
}
