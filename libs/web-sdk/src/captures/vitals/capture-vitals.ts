/** Tells how fast the page was, once, when it is first out of sight; pages that an application shows later have no figures. */
import { type Capture, type Observation } from '../capture.ts';
import { interactionToNextPaint, noShifts, shift } from './vitals.ts';

/** Shorter events are no interaction that anybody waits for; web-vitals has the same threshold. */
const shortestEvent = 40;

type Figures = Readonly<Record<string, number | undefined>>;

export const captureVitals: Capture = (observation) => {
  const { life, track } = observation;
  const readers = [paints(observation), shifts(), interactions()];
  let isTold = false;
  const tell = (): void => {
    const measured = readers.flatMap((read) => Object.entries(read()));
    if (!isTold) track('Web Vitals Measured', Object.fromEntries(measured));
    isTold = true;
  };
  life.on('hide', tell);
  life.on('leave', tell);
};

/** A browser that does not know a type of entry throws or says nothing: the figure is then missing. */
function observe(type: string, onEntry: (entry: PerformanceEntry) => void): PerformanceObserver | undefined {
  try {
    const observer = new PerformanceObserver((list) => {
      list.getEntries().forEach(onEntry);
    });
    const wanted = { type, buffered: true, durationThreshold: shortestEvent };
    observer.observe(wanted);
    return observer;
  } catch {
    return undefined;
  }
}

const milliseconds = (value: number): number => Math.max(0, Math.round(value));

/** TTFB, FCP and LCP count from the activation of a prerendered page; what is painted after the first input is no loading. */
function paints({ listen }: Observation): () => Figures {
  let [fcp, lcp]: (number | undefined)[] = [];
  const [navigation] = performance.getEntriesByType('navigation');
  const activated = navigation && 'activationStart' in navigation ? Number(navigation.activationStart) : 0;
  observe('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') fcp = milliseconds(startTime - activated);
  });
  const largest = observe('largest-contentful-paint', ({ startTime }) => {
    lcp = milliseconds(startTime - activated);
  });
  listen(window, 'pointerdown keydown', () => largest?.disconnect());
  const ttfb =
    navigation instanceof PerformanceNavigationTiming ? milliseconds(navigation.responseStart - activated) : undefined;
  return () => ({ ttfb, fcp, lcp });
}

function shifts(): () => Figures {
  let window = noShifts;
  const observer = observe('layout-shift', (entry) => {
    if (!('value' in entry) || ('hadRecentInput' in entry && entry.hadRecentInput === true)) return;
    window = shift(window, { value: Number(entry.value), at: entry.startTime });
  });
  return () => ({ cls: observer && Math.round(window.worst * 1_000) / 1_000 });
}

function interactions(): () => Figures {
  /** Of an interaction, as the press and the release of a key, the longest event. */
  const longest = new Map<number, number>();
  observe('event', (entry) => {
    const id = 'interactionId' in entry ? Number(entry.interactionId) : 0;
    if (id > 0) longest.set(id, Math.max(longest.get(id) ?? 0, entry.duration));
  });
  return () => {
    const count = 'interactionCount' in performance ? performance.interactionCount : longest.size;
    return { inp: interactionToNextPaint(longest.values(), count) };
  };
}
