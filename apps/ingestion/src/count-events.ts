/** The conservation law in numbers: acknowledged = stored + rejected + duplicate + in flight. */
import { catalogue, type Metrics } from '@tributary/telemetry';

type Fate = (typeof catalogue.events.labels.fate)[number];
export type CountEvents = (source: string, fate: Fate, count?: number) => void;

export function countEvents(metrics: Metrics): CountEvents {
  const counter = metrics.counter(catalogue.events);
  return (source, fate, count = 1) => {
    counter.inc({ source, fate }, count);
  };
}
