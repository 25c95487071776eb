/** How many sightings there were, and what became of them. Sightings are no events: those that follow from them are counted with the events. */
import { catalogue, type Metrics } from '@tributary/telemetry';

export type CountSightings = (outcome: (typeof catalogue.sightings.labels.outcome)[number], count: number) => void;

export function countSightings(metrics: Metrics): CountSightings {
  const counter = metrics.counter(catalogue.sightings);
  return (outcome, count) => {
    if (count > 0) counter.inc({ outcome }, count);
  };
}
