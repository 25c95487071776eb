/** Things of schema.org inside an event: products, offers, orders and lists, read as far as the vocabulary has a name for what they say. */
import { type JsonObject } from '@tributary/contracts';
import { isObject, member } from '@tributary/domain-collection';

interface Thing {
  /** Member, as names with dots between them, and the canonical property. */
  readonly columns: readonly (readonly [path: string, property: string])[];
  /** Members that are things of the same product. */
  readonly into?: readonly string[];
  /** Members that are products of an order or a list. */
  readonly lists?: readonly string[];
}

export const things: Readonly<Record<string, Thing>> = {
  Product: {
    columns: [
      ['productID', 'product_id'],
      ['sku', 'sku'],
      ['name', 'name'],
      ['brand.name', 'brand'],
      ['brand', 'brand'],
      ['category', 'category'],
      ['color', 'variant'],
      ['image', 'image_url'],
      ['url', 'url'],
    ],
    into: ['offers'],
  },
  Offer: {
    columns: [
      ['price', 'price'],
      ['priceCurrency', 'currency'],
    ],
    into: ['itemOffered'],
  },
  AggregateOffer: {
    columns: [
      ['lowPrice', 'price'],
      ['priceCurrency', 'currency'],
    ],
    into: ['itemOffered'],
  },
  OrderItem: { columns: [['orderQuantity', 'quantity']], into: ['orderedItem'] },
  ListItem: { columns: [['position', 'position']], into: ['item'] },
  Order: {
    columns: [
      ['orderNumber', 'order_id'],
      ['discountCode', 'coupon'],
      ['discount', 'discount'],
      ['price', 'revenue'],
      ['priceCurrency', 'currency'],
    ],
    lists: ['orderedItem', 'acceptedOffer'],
  },
  ItemList: { columns: [], lists: ['itemListElement'] },
  Review: {
    columns: [
      ['reviewBody', 'review_body'],
      ['reviewRating.ratingValue', 'rating'],
    ],
    into: ['itemReviewed'],
  },
};

const products: readonly string[] = ['Product', 'Offer', 'AggregateOffer', 'OrderItem', 'Review'];

interface ReadThing {
  readonly properties: JsonObject;
  readonly products: readonly JsonObject[];
  /** It is a product, or speaks of one. */
  readonly ofProduct: boolean;
}

/** A product within an offer within an item of an order is as deep as they are nested in practice. */
const deepest = 5;

/** Undefined where the value is no thing that the vocabulary knows. */
export function readThing(value: unknown, depth = 0): ReadThing | undefined {
  const type = typeOf(value);
  const thing = type !== undefined && Object.hasOwn(things, type) ? things[type] : undefined;
  if (!thing || type === undefined || depth > deepest) return undefined;
  const own = thing.columns.map(([path, property]) => [property, plain(at(value, path))] as const);
  const inner = (thing.into ?? [])
    .flatMap((name) => listed(member(value, name)))
    .map((one) => readThing(one, depth + 1));
  const all = [...own, ...inner.flatMap((one) => Object.entries(one?.properties ?? {}))];
  const items = (thing.lists ?? []).flatMap((name) => listed(member(value, name)));
  return {
    // The first to say something is believed, so the outer thing wins.
    properties: Object.fromEntries(all.filter(([, said]) => said !== undefined).reverse()),
    products: items.flatMap((item) => {
      const product = readThing(item, depth + 1);
      return product ? [product.properties] : [];
    }),
    ofProduct: products.includes(type),
  };
}

/** `Product`, `https://schema.org/Product`, `schema:Product`, or the first of several. */
function typeOf(value: unknown): string | undefined {
  const [type] = listed(member(value, '@type'));
  return typeof type === 'string' ? withoutPrefix(type) : undefined;
}

export const withoutPrefix = (name: string): string => name.replace(/^(https?:\/\/schema\.org\/|schema:)/, '');

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce((inner: unknown, name) => member(inner, name), value);

const plain = (value: unknown): unknown =>
  isObject(value) || Array.isArray(value) || value === null || value === '' ? undefined : value;
