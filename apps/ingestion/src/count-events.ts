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

/** The same, counted together: telling the meter of each event of a batch costs as much as judging it in part does. */
export class Tally {
  readonly #counts = new Map<string, Map<Fate, number>>();

  readonly count: CountEvents = (source, fate, count = 1) => {
    const ofSource = this.#counts.get(source) ?? new Map<Fate, number>();
    this.#counts.set(source, ofSource.set(fate, (ofSource.get(fate) ?? 0) + count));
  };

  tell(count: CountEvents): void {
    for (const [source, fates] of this.#counts) for (const [fate, events] of fates) count(source, fate, events);
  }
}

export function countEvents(metrics: Metrics): CountEvents {
  const counter = metrics.counter(catalogue.events);
  return (source, fate, count = 1) => {
    counter.inc({ source, fate }, count);
  };
}
