/** Finds personal data where it does not belong, and masks, hashes, takes out or refuses it, by the rules of the source. */
import { type EventCollected, type JsonObject } from '@tributary/contracts';
import { hash128, isObject, pointer } from '@tributary/domain-collection';
import { type Detector, detectors, findIn, keyOf, shortest } from './detectors.ts';
import { plainText, type Span } from './plain-text.ts';

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

interface Wanted {
  readonly active: Active;
  /** Those of them that need no key. */
  readonly keyless: Active;
}

interface Work extends Wanted {
  /** Nobody who has a pseudonym and not this key can find the value by trying. */
  readonly pepper: string;
  readonly findings: Finding[];
}

/** How people are known and reached: identity and pushes need them as they are, and erasure finds them there. */
const identifying =
  /^\/traits\/(?:email|phone|firstName|lastName|name|address|birthday|username)(?:\/|$)|^\/context\/device\/token$/;

export function redact(event: EventCollected, rules: PrivacyRules, pepper: string): Redacted {
  const wanted = wantedBy(rules);
  if (wanted.active.length === 0) return { event, findings: [] };
  const work: Work = { ...wanted, pepper, findings: [] };
  const name = event.name === undefined ? {} : { name: redactName(event.name, work) };
  const properties = redactObject(event.properties, '/properties', work);
  const traits = redactObject(event.traits, '/traits', work);
  const context = redactObject(event.context, '/context', work);
  const { findings } = work;
  if (findings.length === 0) return { event, findings };
  return {
    event: { ...event, ...name, properties, traits, context, flags: [...event.flags, 'PERSONAL_DATA_FOUND'] },
    findings,
  };
}

/** A text that tells of keys or of the name of an event, as these are after `redact`. */
export function redactText(text: string, rules: PrivacyRules, pepper: string): string {
  const { left, hits } = looked(text, { ...wantedBy(rules), pepper });
  return hits.length === 0 ? text : left;
}

/** Rules hold for many events. */
const known = new WeakMap<PrivacyRules, Wanted>();

function wantedBy(rules: PrivacyRules): Wanted {
  const remembered = known.get(rules);
  if (remembered) return remembered;
  const active = detectors.flatMap((detector): Active => {
    const action = rules[detector.name] ?? 'keep';
    return action === 'keep' ? [] : [[detector, action]];
  });
  const keyless = active.filter(([{ needs, anywhere }]) => needs === 'alone' || anywhere !== undefined);
  const wanted = { active, keyless };
  known.set(rules, wanted);
  return wanted;
}

const taken = Symbol('taken out');

function redactObject(value: JsonObject, at: string, work: Work): JsonObject {
  let changed = false;
  const entries: [string, unknown][] = [];
  let names: Names | undefined;
  for (const [key, own] of Object.entries(value)) {
    const found = key.length < shortest ? nothing : looked(key, work);
    const name =
      found.hits.length === 0 ? key : redactKey(key, found, { at, work, names: (names ??= new Names(value)) });
    const redacted = name === taken ? taken : redactValue(own, name, pointer(at, name), work);
    if (redacted !== own || name !== key) changed = true;
    if (name !== taken && redacted !== taken) entries.push([name, redacted]);
  }
  return changed ? Object.fromEntries(entries) : value;
}

/** A name has no place of its own to be left out of: what is to be dropped or refused is masked in it. */
function redactName(name: string, work: Work): string {
  const { left, hits } = looked(name, work);
  if (hits.length === 0) return name;
  for (const [{ name: detector }, action] of hits) work.findings.push({ detector, action, at: '/name' });
  return left;
}

/** The place tells a key as it is after, and so never what was found in it. */
function redactKey(
  key: string,
  { left, hits }: Looked,
  { at, work, names }: { readonly at: string; readonly work: Work; readonly names: Names },
): string | typeof taken {
  if (identifying.test(pointer(at, key))) return key;
  const name = names.free(left);
  for (const [{ name: detector }, action] of hits) work.findings.push({ detector, action, at: pointer(at, name) });
  return hits.some(([, action]) => action === 'drop') ? taken : name;
}

interface Looked {
  readonly left: string;
  readonly hits: Active;
}

const nothing: Looked = { left: '', hits: [] };
const noKey = keyOf('', '');

/** Of keys and names: only what needs no key is found in them. */
function looked(text: string, { keyless, pepper }: Pick<Work, 'keyless' | 'pepper'>): Looked {
  let left = text;
  let hits: Active = [];
  for (const [detector, action] of keyless) {
    const found = findIn(left, noKey, detector);
    if (found.length === 0) continue;
    left = replaced(left, found, (value) => inPlaceOf(value, detector, action, pepper));
    hits = [...hits, [detector, action]];
  }
  return hits.length === 0 ? nothing : { left, hits };
}

/** Two keys that were masked alike are told apart by a number. */
class Names {
  readonly #given = new Map<string, number>();

  constructor(private readonly known: JsonObject) {}

  free(name: string): string {
    let next = this.#given.get(name) ?? 1;
    const numbered = (): string => (next === 1 ? name : `${name} ${next}`);
    while (Object.hasOwn(this.known, numbered())) next += 1;
    const free = numbered();
    this.#given.set(name, next + 1);
    return free;
  }
}

function redactValue(value: unknown, key: string, at: string, work: Work): unknown {
  if (typeof value === 'string') return redactScalar(value, { key, at }, work);
  if (typeof value === 'number') {
    const text = String(value);
    const redacted = redactScalar(text, { key, at }, work);
    return redacted === text ? value : redacted;
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => redactValue(item, key, pointer(at, index), work));
    return items.some((item, index) => item !== value[index]) ? items.filter((item) => item !== taken) : value;
  }
  return isObject(value) ? redactObject(value, at, work) : value;
}

function redactScalar(
  text: string,
  { key, at }: { readonly key: string; readonly at: string },
  work: Work,
): string | typeof taken {
  if (identifying.test(at)) return text;
  let left = text;
  const under = keyOf(key, at);
  for (const [detector, action] of work.active) {
    const found = findIn(left, under, detector);
    if (found.length === 0) continue;
    work.findings.push({ detector: detector.name, action, at });
    if (action === 'drop') return taken;
    if (action !== 'block') left = replaced(left, found, (value) => inPlaceOf(value, detector, action, work.pepper));
  }
  return left;
}

/** From behind, so that the places before stay where they are. */
const replaced = (text: string, found: readonly Span[], by: (value: string) => string): string =>
  found.reduceRight(
    (left, { start, end }) => left.slice(0, start) + by(left.slice(start, end)) + left.slice(end),
    text,
  );

/** For pseudonyms: how a value is written does not matter. */
const bareOf = (value: string, { name }: Detector): string =>
  plainText(value)
    .toLowerCase()
    .replaceAll(name === 'email' ? /[^\p{L}\p{N}@.]/gu : /[^\p{L}\p{N}@]/gu, '');

const inPlaceOf = (value: string, detector: Detector, action: PrivacyAction, pepper: string): string =>
  action === 'hash' ? `${detector.name}:${hash128(pepper, bareOf(value, detector))}` : `[${detector.name}]`;
