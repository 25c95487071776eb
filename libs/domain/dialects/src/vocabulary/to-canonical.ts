/** Says what happened in one vocabulary, whatever the client called it. Pure, and twice is once. */
import { type JsonObject } from '@tributary/contracts';
import { isObject, member } from '@tributary/domain-collection';
import { meaningOf } from './meaning.ts';
import { type Scope } from './event-names.ts';
import { type NameList, namesOfProduct, productLists } from './property-names.ts';
import { readThing } from './things.ts';

/** As much of an event as its vocabulary is about. */
export interface SpokenEvent {
  readonly type: string;
  readonly name?: string | undefined;
  readonly properties: JsonObject;
  readonly context: JsonObject;
}

/** Canonical name, and where it stood before. */
type Renamed = readonly (readonly [name: string, was: string])[];

interface Said {
  readonly properties: JsonObject;
  readonly renamed: Renamed;
}

/**
 * The event by its canonical name, with its properties by theirs. What it was called stands in `context.vocabulary`: `name` and `from`
 * where the event was renamed, `renamed` for its properties. A canonical name that the event has already is never overwritten: the
 * other then stays what it is. Events that no vocabulary knows are returned as they are.
 */
export function toCanonical<E extends SpokenEvent>(event: E): E {
  if (event.type !== 'track' || event.name === undefined) return event;
  const meaning = meaningOf(event.name, event.properties);
  if (!meaning) return event;
  const { properties, renamed } = spoken(event.properties, meaning.event.scopes, meaning.names);
  const name = meaning.event.name;
  if (name === event.name && renamed.length === 0) return event;
  const vocabulary = {
    ...(name === event.name ? {} : { name: event.name, from: meaning.from }),
    ...(renamed.length === 0 ? {} : { renamed: Object.fromEntries(renamed) }),
  };
  const before = member(event.context, 'vocabulary');
  const context = { ...event.context, vocabulary: isObject(before) ? { ...before, ...vocabulary } : vocabulary };
  return { ...event, name, properties, context };
}

function spoken(properties: JsonObject, scopes: readonly Scope[], names: NameList): Said {
  const steps: readonly ((said: JsonObject) => Said)[] = [
    (said) => withThings(said, scopes),
    (said) => renameAll(said, names),
    (said) => withProducts(said, scopes),
    (said) => renameAll(said, names), // what a product brought with it
  ];
  let [current, renamed]: [JsonObject, Renamed] = [properties, []];
  for (const step of steps) {
    const next = step(current);
    current = next.properties;
    renamed = [...renamed, ...next.renamed];
  }
  return { properties: current, renamed };
}

function renameAll(properties: JsonObject, { names, aliases: others }: NameList): Said {
  if (!Object.keys(properties).some((name) => others.has(name))) return { properties, renamed: [] };
  const moves = new Map<string, string>();
  for (const [name, aliases] of names) {
    if (Object.hasOwn(properties, name)) continue;
    const alias = aliases.find((one) => says(properties, one));
    if (alias !== undefined) moves.set(alias, name);
  }
  if (moves.size === 0) return { properties, renamed: [] };
  return {
    properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [moves.get(name) ?? name, value])),
    renamed: [...moves].map(([alias, name]) => [name, alias]),
  };
}

function says(properties: JsonObject, name: string): boolean {
  const value = member(properties, name);
  return value !== undefined && value !== null && value !== '';
}

/** Things of schema.org stand under `object` or `result` of an action; they stay there, and what they say is also said plainly. */
function withThings(properties: JsonObject, scopes: readonly Scope[]): Said {
  let said = properties;
  const renamed: (readonly [string, string])[] = [];
  const add = (name: string, value: unknown, from: string): void => {
    if (Object.hasOwn(said, name)) return;
    said = { ...said, [name]: value };
    renamed.push([name, from]);
  };
  for (const place of ['object', 'result']) {
    const thing = readThing(member(properties, place));
    if (!thing) continue;
    const isLine = thing.ofProduct && scopes.includes('sale');
    const products = isLine ? [thing.properties] : thing.products;
    if (!isLine) for (const [name, value] of Object.entries(thing.properties)) add(name, value, place);
    if (products.length > 0) add('products', products, place);
  }
  return { properties: said, renamed };
}

/** The list of products by its name, its products by theirs; the only product of an event about one is the event's own. */
function withProducts(properties: JsonObject, scopes: readonly Scope[]): Said {
  const list = productLists.find((name) => Array.isArray(member(properties, name)));
  if (list === undefined) return { properties, renamed: [] };
  const listed = member(properties, list);
  const items: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const read = items.map((item) => (isObject(item) ? renameAll(item, namesOfProduct) : undefined));
  const names = new Map(read.flatMap((one) => one?.renamed ?? []).map(([name, was]) => [name, `${list}[].${was}`]));
  const products = items.map((item, index) => read[index]?.properties ?? item);
  const [only] = products;
  const others = Object.fromEntries(Object.entries(properties).filter(([name]) => name !== list));
  if (
    list !== 'products' &&
    scopes.includes('product') &&
    products.length === 1 &&
    isObject(only) &&
    agree(others, only)
  ) {
    return { properties: { ...only, ...others }, renamed: [...names] };
  }
  if (list === 'products' && names.size === 0) return { properties, renamed: [] };
  const inner = [...names].map(([name, was]) => [`products[].${name}`, was] as const);
  const moved: Renamed = list === 'products' ? inner : [['products', list], ...inner];
  const kept = Object.entries(others);
  return { properties: Object.fromEntries<unknown>([...kept, ['products', products]]), renamed: moved };
}

const agree = (some: JsonObject, others: JsonObject): boolean =>
  Object.entries(others).every(([name, value]) => !Object.hasOwn(some, name) || some[name] === value);
