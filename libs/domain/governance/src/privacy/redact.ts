/** Finds personal data where it does not belong, and masks, hashes, takes out or refuses it, by the rules of the source. */
import { type EventCollected, type JsonObject } from '@tributary/contracts';
import { hash128, isObject, pointer } from '@tributary/domain-collection';
import { bareKey, type Detector, detectors, findIn } from './detectors.ts';

/** `mask` leaves the name of the detector in its place, `hash` a pseudonym that is the same for the same value, `drop` nothing. */
type PrivacyAction = 'keep' | 'mask' | 'hash' | 'drop' | 'block';
export const privacyActions = ['keep', 'mask', 'hash', 'drop', 'block'] as const;

export type PrivacyRules = Readonly<Record<string, PrivacyAction>>;

/** What nobody needs to know in order to know a customer; the rest is the choice of whoever runs the source. */
export const usualPrivacy: PrivacyRules = { secret: 'drop', 'card-code': 'drop', 'payment-card': 'mask' };

export interface Finding {
  readonly detector: string;
  readonly action: PrivacyAction;
  /** JSON pointer into the event. */
  readonly at: string;
}

export interface Redacted {
  readonly event: EventCollected;
  readonly findings: readonly Finding[];
}

type Active = readonly (readonly [Detector, PrivacyAction])[];

interface Work {
  readonly active: Active;
  /** Nobody who has a pseudonym and not this key can find the value by trying. */
  readonly pepper: string;
  readonly findings: Finding[];
}

/** How people are known: identity needs them as they are, and erasure finds them there. */
const identifying = /^\/traits\/(email|phone|firstName|lastName|name|address|birthday|username)(\/|$)/;

export function redact(event: EventCollected, rules: PrivacyRules, pepper: string): Redacted {
  const active = activeBy(rules);
  const work: Work = { active, pepper, findings: [] };
  if (active.length === 0) return { event, findings: [] };
  const properties = redactObject(event.properties, '/properties', work);
  const traits = redactObject(event.traits, '/traits', work);
  const context = redactObject(event.context, '/context', work);
  const { findings } = work;
  if (findings.length === 0) return { event, findings };
  return { event: { ...event, properties, traits, context, flags: [...event.flags, 'PERSONAL_DATA_FOUND'] }, findings };
}

/** Rules hold for many events. */
const known = new WeakMap<PrivacyRules, Active>();

function activeBy(rules: PrivacyRules): Active {
  const active =
    known.get(rules) ??
    detectors.flatMap((detector): Active => {
      const action = rules[detector.name] ?? 'keep';
      return action === 'keep' ? [] : [[detector, action]];
    });
  known.set(rules, active);
  return active;
}

const taken = Symbol('taken out');

function redactObject(value: JsonObject, at: string, work: Work): JsonObject {
  let changed = false;
  const entries: [string, unknown][] = [];
  for (const [key, own] of Object.entries(value)) {
    const redacted = redactValue(own, key, pointer(at, key), work);
    if (redacted !== own) changed = true;
    if (redacted !== taken) entries.push([key, redacted]);
  }
  return changed ? Object.fromEntries(entries) : value;
}

function redactValue(value: unknown, key: string, at: string, work: Work): unknown {
  if (typeof value === 'string') return redactText(value, { key, at }, work);
  if (typeof value === 'number') {
    const text = String(value);
    const redacted = redactText(text, { key, at }, work);
    return redacted === text ? value : redacted;
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => redactValue(item, key, pointer(at, index), work));
    // An item that is taken out leaves null, so that the others keep their places.
    return items.some((item, index) => item !== value[index])
      ? items.map((item) => (item === taken ? null : item))
      : value;
  }
  return isObject(value) ? redactObject(value, at, work) : value;
}

function redactText(
  text: string,
  { key, at }: { readonly key: string; readonly at: string },
  work: Work,
): string | typeof taken {
  if (identifying.test(at)) return text;
  let left = text;
  const bare = bareKey(key);
  for (const [detector, action] of work.active) {
    const found = findIn(left, bare, detector);
    if (found.length === 0) continue;
    work.findings.push({ detector: detector.name, action, at });
    if (action === 'drop') return taken;
    if (action === 'block') continue;
    // From behind, so that the places before stay where they are.
    for (const { start, end } of found.toReversed()) {
      left = left.slice(0, start) + inPlaceOf(left.slice(start, end), detector, action, work.pepper) + left.slice(end);
    }
  }
  return left;
}

const inPlaceOf = (value: string, { name }: Detector, action: PrivacyAction, pepper: string): string =>
  action === 'hash'
    ? `${name}:${hash128(pepper, value.toLowerCase().replaceAll(/[^\p{L}\p{N}@.]/gu, ''))}`
    : `[${name}]`;
