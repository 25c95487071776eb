import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalEvents, origins } from './event-names.ts';
import { meaningOf, spelling } from './meaning.ts';
import { scopeNames } from './property-names.ts';
import { renderVocabulary } from './render-vocabulary.ts';
import { toCanonical } from './to-canonical.ts';

const said = (name: string, properties: object = {}) => ({
  type: 'track',
  name,
  properties: { ...properties },
  context: {},
});
const tea = { item_id: 'p-1', item_name: 'Tea', price: 10, quantity: 2 };

describe('the vocabulary of the shop', () => {
  it.each([
    ['Viewed Product', { id: 'p', sku: 's' }, 'Product Viewed', { product_id: 'p', sku: 's' }],
    [
      'Completed Order',
      { orderId: 'o', total: 5, products: [{ id: 'p' }] },
      'Order Completed',
      {
        ...{ order_id: 'o', total: 5, products: [{ product_id: 'p' }] },
      },
    ],
    ['search', { search_term: 'tea' }, 'Products Searched', { query: 'tea' }],
    [
      'view_item',
      { currency: 'EUR', value: 20, items: [tea] },
      'Product Viewed',
      {
        ...{ product_id: 'p-1', name: 'Tea', price: 10, quantity: 2, currency: 'EUR', value: 20 },
      },
    ],
    [
      'purchase',
      { transaction_id: 'o', value: 20, tax: 1, shipping: 2, coupon: 'C', items: [tea] },
      'Order Completed',
      {
        ...{ order_id: 'o', revenue: 20, tax: 1, shipping: 2, coupon: 'C' },
        products: [{ product_id: 'p-1', name: 'Tea', price: 10, quantity: 2 }],
      },
    ],
    ['refund', { transaction_id: 'o', value: 5 }, 'Order Refunded', { order_id: 'o', revenue: 5 }],
    ['begin_checkout', { value: 20 }, 'Checkout Started', { value: 20 }],
    ['add_shipping_info', { shipping_tier: 'Air' }, 'Checkout Step Completed', { shipping_method: 'Air' }],
    ['add_payment_info', { payment_type: 'Card' }, 'Payment Info Entered', { payment_method: 'Card' }],
    [
      'select_promotion',
      { promotion_name: 'Spring', creative_slot: 'top' },
      'Promotion Clicked',
      { name: 'Spring', position: 'top' },
    ],
    [
      'site_search',
      { terms: ['green', 'tea'], totalResults: 3 },
      'Products Searched',
      { query: ['green', 'tea'], results: 3 },
    ],
    ['order_completed', { order_id: 'o' }, 'Order Completed', { order_id: 'o' }],
    ['productAdded', { productId: 'p' }, 'Product Added', { product_id: 'p' }],
    ['https://schema.org/SearchAction', { query: 'tea' }, 'Products Searched', { query: 'tea' }],
    ['share', { method: 'mail', item_id: 'p' }, 'Product Shared', { share_via: 'mail', product_id: 'p' }],
  ])('understands %s', (name, properties, canonical, expected) => {
    const event = toCanonical(said(name, properties));
    expect([event.name, event.properties]).toEqual([canonical, expected]);
    expect(event.context).toMatchObject({ vocabulary: { name } });
  });

  it('reads the things of schema.org and leaves them where they are', () => {
    const object = {
      '@type': 'Product',
      productID: 'p',
      name: 'Tea',
      brand: { '@type': 'Brand', name: 'Acme' },
      offers: { '@type': 'Offer', price: 10, priceCurrency: 'EUR' },
    };
    const flat = { product_id: 'p', name: 'Tea', brand: 'Acme', price: 10, currency: 'EUR' };
    expect(toCanonical(said('ViewAction', { object })).properties).toEqual({ object, ...flat });
    const order = {
      '@type': 'https://schema.org/Order',
      orderNumber: 'o',
      orderedItem: [{ '@type': 'OrderItem', orderQuantity: 2, orderedItem: object }],
    };
    expect(toCanonical(said('schema:OrderAction', { result: order })).properties).toEqual({
      ...{ result: order, order_id: 'o', products: [{ ...flat, quantity: 2 }] },
    });
    expect(toCanonical(said('BuyAction', { object })).properties).toEqual({ object, products: [flat] });
    const offer = { '@type': 'Offer', price: 8, itemOffered: object };
    expect(toCanonical(said('ViewAction', { object: offer })).properties).toMatchObject({ name: 'Tea', price: 8 }); // the outer
  });

  it('reads what the only item of an event says of the event', () => {
    const { properties } = toCanonical(said('add_to_cart', { items: [{ item_id: 'p', cartId: 'c' }] }));
    expect(properties).toEqual({ product_id: 'p', cart_id: 'c' });
  });

  it('says what everything was called', () => {
    expect(toCanonical(said('add_to_cart', { items: [tea], value: 20 })).context).toEqual({
      vocabulary: {
        name: 'add_to_cart',
        from: 'ga4',
        renamed: { product_id: 'items[].item_id', name: 'items[].item_name' },
      },
    });
    expect(toCanonical(said('Order Completed', { transaction_id: 'o', items: [tea] })).context).toEqual({
      vocabulary: {
        renamed: {
          order_id: 'transaction_id',
          products: 'items',
          'products[].product_id': 'items[].item_id',
          'products[].name': 'items[].item_name',
        },
      },
    });
  });

  it.each([
    ['a canonical event', said('Order Completed', { order_id: 'o', revenue: 5, value: 6, total: 7 })],
    ['an event that is of no shop', said('Signed Up', { item_id: 'x' })],
    ['a name that may mean anything', said('share', { method: 'mail' })],
    ['a name of the language itself', said('constructor')],
    ['a view', { ...said('search'), type: 'page' }],
  ])('leaves %s alone', (_what, event) => {
    expect(toCanonical(event)).toBe(event);
  });

  it('never overwrites a canonical property, nor prefers a blank one', () => {
    expect(toCanonical(said('purchase', { order_id: 'o', transaction_id: 't', orderId: 'u' })).properties).toEqual({
      ...{ order_id: 'o', transaction_id: 't', orderId: 'u' },
    });
    expect(toCanonical(said('purchase', { transaction_id: null, orderId: 'u' })).properties).toEqual({
      ...{ transaction_id: null, order_id: 'u' },
    });
    expect(toCanonical(said('add_to_cart', { currency: 'EUR', items: [{ currency: 'USD' }] })).properties).toEqual({
      ...{ currency: 'EUR', products: [{ currency: 'USD' }] },
    });
  });

  const names = canonicalEvents.flatMap((event) => [
    ...[
      event.name,
      ...origins.flatMap((origin) => [...(event.aliases[origin] ?? []), ...(event.ifProduct?.[origin] ?? [])]),
    ],
  ]);
  const keys = [...new Set(Object.values(scopeNames).flatMap((table) => Object.entries(table).flat(2)))];
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean());
  const members = fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), leaf, { maxKeys: 8 });
  const thing = fc.record({
    '@type': fc.constantFrom('Product', 'Offer', 'Order', 'ItemList', 'Other'),
    name: leaf,
    sku: leaf,
    price: leaf,
    orderedItem: members,
  });
  const extras = fc.record(
    {
      items: fc.array(fc.oneof(members, leaf), { maxLength: 3 }),
      products: fc.array(members),
      object: thing,
      result: thing,
    },
    { requiredKeys: [] },
  );

  /** Values that are no lists or objects. */
  const leaves = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [value];

  it('says the same when said twice, and loses nothing, whatever the properties', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), members, extras, (name, own, more) => {
        const event = said(name, { ...own, ...more });
        const once = toCanonical(event);
        expect(toCanonical(once)).toBe(once);
        const remaining = new Set(leaves(once.properties));
        expect(leaves(event.properties).filter((value) => !remaining.has(value))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the tables of the vocabulary', () => {
  it('give every name one meaning', () => {
    const all = canonicalEvents.flatMap((event) => [
      ...[event.name, ...Object.values(event.aliases).flat(), ...Object.values(event.ifProduct ?? {}).flat()].map(
        spelling,
      ),
    ]);
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
    for (const { name } of canonicalEvents) expect(meaningOf(name, {})?.event.name).toBe(name);
  });

  it('give every property of an event one name, which is no alias of another', () => {
    for (const { name, scopes } of canonicalEvents) {
      const named = new Map<string, Set<string>>();
      for (const [canonical, aliases] of scopes.flatMap((scope) => Object.entries(scopeNames[scope]))) {
        for (const alias of aliases) named.set(alias, (named.get(alias) ?? new Set<string>()).add(canonical));
      }
      expect([name, [...named].filter(([, canonical]) => canonical.size > 1)]).toEqual([name, []]);
      const canonicals = scopes.flatMap((scope) => Object.keys(scopeNames[scope]));
      expect([name, canonicals.filter((one) => named.has(one))]).toEqual([name, []]);
    }
  });

  it('are what the reference page shows', () => {
    const page = new URL('../../../../../docs/reference/vocabulary.md', import.meta.url);
    expect(readFileSync(page, 'utf8')).toBe(renderVocabulary());
  });
});
