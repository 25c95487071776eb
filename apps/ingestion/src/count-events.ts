/** The conservation law in numbers: acknowledged = stored + rejected + suppressed + duplicate + in flight. */
import { catalogue, type Metrics } from '@tributary/telemetry';

type Fate = (typeof catalogue.events.labels.fate)[number];
export type CountEvents = (source: string, fate: Fate, count?: number) => void;

/** Why events were refused. */
export type CountReasons = (code: string) => void;

export function countReasons(metrics: Metrics): CountReasons {
  const counter = metrics.counter(catalogue.rejections);
  return (code) => {
    counter.inc({ code });
  };
}

export function countEvents(metrics: Metrics): CountEvents {
  const counter = metrics.counter(catalogue.events);
  return (source, fate, count = 1) => {
    counter.inc({ source, fate }, count);
  };
}
