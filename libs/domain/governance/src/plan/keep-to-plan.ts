/** What becomes of an event by the plan of its source: it passes, with a flag or with parts taken out, or it is refused. */
import { type EventCollected, type JsonObject } from '@tributary/contracts';
import { isObject } from '@tributary/domain-collection';
import { violationsOf } from './check-plan.ts';
import { type TrackingPlan, type Violation } from './tracking-plan.ts';

export type Kept =
  | { readonly kind: 'pass'; readonly event: EventCollected; readonly violations: readonly Violation[] }
  | { readonly kind: 'block'; readonly violations: readonly Violation[] };

export function keepToPlan(event: EventCollected, plan: TrackingPlan): Kept {
  const violations = violationsOf(event, plan);
  if (violations.length === 0) return { kind: 'pass', event, violations };
  const unplanned = violations.some(({ kind }) => kind === 'unplanned-event');
  if (unplanned && plan.unplanned === 'block') return { kind: 'block', violations };
  const broken = violations.filter(({ kind }) => kind !== 'unplanned-event');
  if (broken.length > 0 && plan.violations === 'block') return { kind: 'block', violations };
  const strip = plan.violations === 'strip' ? broken.filter(({ kind }) => kind !== 'missing') : [];
  const kept = strip.reduce(without, event);
  const flags = [...event.flags, 'PLAN_VIOLATION', ...(strip.length > 0 ? ['PLAN_STRIPPED'] : [])];
  return { kind: 'pass', event: { ...kept, flags }, violations };
}

function without(event: EventCollected, { at }: Violation): EventCollected {
  const [, top = '', ...rest] = at.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (top === 'properties') return { ...event, properties: removed(event.properties, rest) };
  return top === 'traits' ? { ...event, traits: removed(event.traits, rest) } : event;
}

/** A copy without what stands at the path. An item of a list becomes null, so that the others keep their places. */
function removed(value: JsonObject, [step = '', ...rest]: readonly string[]): JsonObject {
  if (!Object.hasOwn(value, step)) return value;
  const inner = value[step];
  if (rest.length === 0) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== step));
  if (Array.isArray(inner))
    return {
      ...value,
      [step]: inner.map((item: unknown, at) => (String(at) === rest[0] ? itemWithout(item, rest.slice(1)) : item)),
    };
  return isObject(inner) ? { ...value, [step]: removed(inner, rest) } : value;
}

const itemWithout = (item: unknown, rest: readonly string[]): unknown =>
  rest.length > 0 && isObject(item) ? removed(item, rest) : null;
