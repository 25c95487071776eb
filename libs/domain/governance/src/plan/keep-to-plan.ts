/** What becomes of an event by the plan of its source: it passes, with a flag or with parts taken out, or it is refused. */
import { type EventCollected, type JsonObject } from '@tributary/contracts';
import { isObject, pointer } from '@tributary/domain-collection';
import { violationsOf } from './check-plan.ts';
import { type TrackingPlan, type Violation } from './tracking-plan.ts';

export type Kept =
  | { readonly kind: 'pass'; readonly event: EventCollected; readonly violations: readonly Violation[] }
  | { readonly kind: 'block'; readonly event: EventCollected; readonly violations: readonly Violation[] };

/** Beyond so many an event says no more about what is wrong with it. */
const mostViolations = 50;

export function keepToPlan(event: EventCollected, plan: TrackingPlan): Kept {
  const all = violationsOf(event, plan);
  const violations = all.slice(0, mostViolations);
  if (all.length === 0) return { kind: 'pass', event, violations };
  const unplanned = all.some(({ kind }) => kind === 'unplanned-event');
  if (unplanned && plan.unplanned === 'block') return { kind: 'block', event, violations };
  const broken = all.filter(({ kind }) => kind !== 'unplanned-event');
  if (broken.length > 0 && plan.violations === 'block') return { kind: 'block', event, violations };
  const strip = plan.violations === 'strip' ? broken.filter(({ kind }) => kind !== 'missing') : [];
  const kept = strip.length === 0 ? event : without(event, new Set(strip.map(({ at }) => at)));
  const flags = [...event.flags, 'PLAN_VIOLATION', ...(strip.length > 0 ? ['PLAN_STRIPPED'] : [])];
  return { kind: 'pass', event: { ...kept, flags }, violations };
}

const without = (event: EventCollected, places: ReadonlySet<string>): EventCollected => ({
  ...event,
  properties: membersWithout(event.properties, '/properties', places),
  traits: membersWithout(event.traits, '/traits', places),
});

/** A copy without what stands at the places, in one pass: an event may hold thousands of them. */
function membersWithout(value: JsonObject, at: string, places: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, own]) => {
      const place = pointer(at, name);
      return places.has(place) ? [] : [[name, valueWithout(own, place, places)]];
    }),
  );
}

/** An item of a list goes altogether: null would break the plan as much as what stood there. */
function valueWithout(value: unknown, at: string, places: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => {
      const place = pointer(at, index);
      return places.has(place) ? [] : [valueWithout(item, place, places)];
    });
  }
  return isObject(value) ? membersWithout(value, at, places) : value;
}
