/** The conservation law in numbers: acknowledged = stored + rejected + duplicate + in flight. */
import { type Metrics } from '@tributary/telemetry';

type Fate = 'acknowledged' | 'stored' | 'rejected' | 'duplicate' | 'changed-duplicate';
export type CountEvents = (source: string, fate: Fate, count?: number) => void;

export function countEvents(metrics: Metrics): CountEvents {
  const counter = metrics.counter({
    name: 'tributary_ingestion_events_total',
    help: 'Events by source and by what became of them; changed-duplicate: another event came with a known id.',
    labels: ['source', 'fate'],
  });
  return (source, fate, count = 1) => {
    counter.inc({ source, fate }, count);
  };
}
