/** What the system says it has counted, over its public API: the effect that a brand looks at. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Figures } from './evidence.ts';
import { listAt, numberAt, textAt } from './wire.ts';

const tries = 20;

/** Undefined when the service does not answer. */
export async function readFigures(url: string, secretKey: string): Promise<Figures | undefined> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const [summary, events] = [await get(url, secretKey, 'summary'), await get(url, secretKey, 'events')];
    if (summary !== undefined && events !== undefined) return figuresOf(summary, events);
    await pause(500);
  }
  return undefined;
}

function figuresOf(summary: unknown, events: unknown): Figures {
  const counted = listAt(events, 'totals').map((one) => [textAt(one, 'name'), numberAt(one, 'count')] as const);
  return {
    events: Object.fromEntries(counted),
    orders: numberAt(summary, 'ordersKnown') + numberAt(summary, 'ordersGuest'),
    gross: Math.round(numberAt(summary, 'gross') * 100),
  };
}

async function get(url: string, secretKey: string, name: string): Promise<unknown> {
  try {
    const answer = await fetch(`${url}/v1/figures/${name}`, { headers: { authorization: `Bearer ${secretKey}` } });
    const body: unknown = await answer.json();
    return answer.ok ? body : undefined;
  } catch {
    return undefined;
  }
}
