/** Which canonical event a name stands for. */
import { type JsonObject } from '@tributary/contracts';
import { isObject, member } from '@tributary/domain-collection';
import { canonicalEvents, type CanonicalEvent, type Origin, origins } from './event-names.ts';
import { type NameList, namesOf, productLists, productNames } from './property-names.ts';
import { readThing, withoutPrefix } from './things.ts';

interface Meaning {
  readonly event: CanonicalEvent;
  /** What its properties are called. */
  readonly names: NameList;
  /** The vocabulary of the name; `spelling` where it is the canonical name in other letters. */
  readonly from: Origin | 'spelling';
}

interface Entry extends Meaning {
  readonly ifProduct: boolean;
}

/** One word for all spellings: `add_to_cart`, `addToCart` and `Add To Cart` are the same name. */
export const spelling = (name: string): string =>
  withoutPrefix(name)
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll(/[\s_\-./:]+/g, ' ')
    .trim();

const entries = new Map<string, Entry>(
  canonicalEvents.flatMap((event) => {
    const names = namesOf(event.scopes);
    const entry = (name: string, from: Meaning['from'], ifProduct = false) =>
      [spelling(name), { event, names, from, ifProduct }] as const;
    return [
      ...origins.flatMap((from) => [
        ...(event.aliases[from] ?? []).map((name) => entry(name, from)),
        ...(event.ifProduct?.[from] ?? []).map((name) => entry(name, from, true)),
      ]),
      entry(event.name, 'spelling'),
    ];
  }),
);

/** An event is named once and sent a million times; where names are made up by the thousand, they are forgotten. */
const mostKnown = 1_000;
const known = new Map<string, string>();

function knownSpelling(name: string): string {
  const made = known.get(name) ?? spelling(name);
  if (known.size >= mostKnown) known.clear();
  known.set(name, made);
  return made;
}

/** Undefined where the name means nothing in a shop, or only would if the event spoke of a product. */
export function meaningOf(name: string, properties: JsonObject): Meaning | undefined {
  const entry = entries.get(knownSpelling(name));
  return entry && (!entry.ifProduct || speaksOfProduct(properties)) ? entry : undefined;
}

/** Names of a product that nothing else has. */
const tellTale = ['product_id', ...(productNames['product_id'] ?? []).filter((name) => name !== 'id'), 'sku'];

function speaksOfProduct(properties: JsonObject): boolean {
  if (tellTale.some((name) => member(properties, name) !== undefined)) return true;
  if (['object', 'result'].some((place) => readThing(member(properties, place))?.ofProduct === true)) return true;
  return productLists.some((name) => {
    const list = member(properties, name);
    return Array.isArray(list) && list.some(isObject);
  });
}
