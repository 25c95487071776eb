/** What the bridges of this process do, as metrics; what they have read is told with the groups. */
import { catalogue, type Metrics } from '@tributary/telemetry';
import { type RunState } from './bridge-run.ts';

type States = Iterable<readonly [bridge: string, state: RunState['state']]>;

export function tellBridges(metrics: Metrics, states: () => States): void {
  const gauge = metrics.gauge(catalogue.bridges);
  let told: { readonly bridge: string; readonly state: RunState['state'] }[] = [];
  metrics.beforeScrape(() => {
    for (const before of told) gauge.remove(before);
    told = [...states()].map(([bridge, state]) => ({ bridge, state }));
    for (const now of told) gauge.set(now, 1);
  });
}
