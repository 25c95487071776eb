import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isPurchase, ownedProducts, purchaseOf, type Purchase } from './index.ts';

const bought = (event: string, time: number, properties: Record<string, unknown>): Purchase | undefined =>
  purchaseOf({ event, name: 'Order Completed', time, properties });
const gaveBack = (event: string, time: number, properties: Record<string, unknown>): Purchase | undefined =>
  purchaseOf({ event, name: 'Order Refunded', time, properties });
const owned = (...purchases: (Purchase | undefined)[]) => ownedProducts(purchases.filter((one) => one !== undefined));

describe('owned products', () => {
  const order = bought('e1', 1, { order_id: 'o1', products: [{ product_id: 'a', quantity: 2 }, { sku: 'b' }] });

  it.each([
    ['an order gives its products', [order], ['a', 'b']],
    ['a refund gives some of them back', [order, gaveBack('e2', 2, { products: [{ product_id: 'b' }] })], ['a']],
    ['a part of the quantity stays owned', [order, gaveBack('e2', 2, { product_id: 'a', quantity: -1 })], ['a', 'b']],
    ['a refund without lines gives back the order', [order, gaveBack('e2', 2, { order_id: 'o1', products: [] })], []],
    [
      'a refund of something older takes nothing away',
      [gaveBack('e0', 0, { sku: 'a', quantity: 5 }), order],
      ['a', 'b'],
    ],
  ])('%s', (_, purchases, expected) => {
    expect(owned(...purchases)).toEqual(expected);
  });

  it.each([
    [{ products: 'a' }],
    [{ products: [null, 3, {}] }],
    [{ product_id: 'a', quantity: 0 }],
    [{ product_id: 'a', quantity: 'many' }],
  ])('an order of %j owns nothing', (properties) => {
    expect(bought('e', 1, properties)).toBeUndefined();
  });

  it('listens to orders and refunds only', () => {
    expect(isPurchase('Order Completed') && isPurchase('Order Refunded')).toBe(true);
    expect(isPurchase('Product Viewed') || isPurchase('toString') || isPurchase(undefined)).toBe(false);
  });

  it('does not depend on the order of arrival', () => {
    const any = fc.record({
      refund: fc.boolean(),
      product: fc.constantFrom('a', 'b'),
      time: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(any), (drawn) => {
        const purchases = drawn.map(({ refund, product, time }, at) =>
          (refund ? gaveBack : bought)(`e${at}`, time, { product_id: product }),
        );
        expect(owned(...purchases.toReversed())).toEqual(owned(...purchases));
      }),
    );
  });
});
