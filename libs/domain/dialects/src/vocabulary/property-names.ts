/** What properties of an event in a shop are called: the canonical name and the names that others give it. */
import { type Scope } from './event-names.ts';

/** Canonical name, and its aliases in the order in which they are believed: the first that an event has is taken. */
export type Names = Readonly<Record<string, readonly string[]>>;

/** A product, be it the event's own or one of its list. */
export const productNames: Names = {
  product_id: ['item_id', 'productId', 'productID', 'id'],
  sku: ['SKU', 'item_sku'],
  name: ['item_name', 'product_name', 'productName'],
  brand: ['item_brand', 'product_brand'],
  category: ['item_category', 'product_category', 'productCategory'],
  variant: ['item_variant', 'product_variant'],
  price: ['unitPrice', 'unit_price', 'item_price', 'product_price'],
  quantity: ['qty', 'item_quantity', 'orderQuantity'],
  position: ['index', 'item_position'],
  coupon: ['coupon_code', 'discountCode'],
  discount: ['discount_amount', 'discountAmount'],
  currency: ['priceCurrency', 'currencyCode', 'currency_code'],
  image_url: ['imageUrl', 'image', 'item_image'],
  url: ['product_url', 'productUrl'],
  list_id: ['item_list_id', 'listId'],
  affiliation: ['item_affiliation'],
};

/** Of the event itself, by what it speaks of. `sale`: the value of an order is its revenue; that of a cart is not. */
export const scopeNames: Readonly<Record<Scope, Names>> = {
  product: { ...productNames, wishlist_id: ['wishlistId'], wishlist_name: ['wishlistName'] },
  list: {
    list_id: ['item_list_id', 'listId'],
    category: ['item_list_category', 'category_name', 'categoryName'],
    currency: ['priceCurrency', 'currencyCode', 'currency_code'],
  },
  search: {
    query: [
      'search_term',
      'searchTerm',
      'search_query',
      'searchQuery',
      'search_text',
      'keyword',
      'keywords',
      'terms',
      'term',
      'q',
    ],
    results: ['result_count', 'results_count', 'resultsCount', 'number_of_results', 'totalResults'],
  },
  order: {
    order_id: ['transaction_id', 'transactionId', 'orderId', 'orderNumber', 'order_number'],
    total: ['order_total', 'orderTotal'],
    affiliation: ['store_name', 'storeName'],
    tax: ['tax_amount', 'taxAmount'],
    shipping: ['shipping_amount', 'shippingAmount', 'shipping_cost', 'shippingCost'],
    discount: ['discount_amount', 'discountAmount'],
    coupon: ['coupon_code', 'couponCode', 'discount_code', 'discountCode', 'promo_code', 'promoCode'],
    currency: ['priceCurrency', 'currencyCode', 'currency_code'],
  },
  sale: { revenue: ['value', 'total_value', 'totalPrice'] },
  cart: { cart_id: ['cartId', 'basket_id', 'basketId'], currency: ['priceCurrency', 'currencyCode', 'currency_code'] },
  checkout: {
    checkout_id: ['checkoutId'],
    step: ['checkout_step', 'checkoutStep'],
    shipping_method: ['shipping_tier', 'shippingMethod', 'delivery_method', 'deliveryMethod'],
    payment_method: ['payment_type', 'paymentMethod', 'paymentType'],
    coupon: ['coupon_code', 'couponCode'],
  },
  promotion: {
    promotion_id: ['promo_id', 'promotionId', 'id'],
    name: ['promotion_name', 'promotionName', 'promo_name'],
    creative: ['creative_name', 'creativeName'],
    position: ['creative_slot', 'location_id', 'slot'],
  },
  coupon: {
    coupon_id: ['coupon', 'coupon_code', 'couponCode', 'code', 'couponId'],
    coupon_name: ['couponName'],
    order_id: ['orderId', 'transaction_id'],
    cart_id: ['cartId'],
    discount: ['discount_amount', 'discountAmount'],
  },
  share: { share_via: ['method', 'shareVia'], share_message: ['shareMessage'], recipient: ['share_recipient'] },
  review: {
    review_id: ['reviewId'],
    review_body: ['reviewBody', 'review_text', 'review'],
    rating: ['ratingValue', 'review_rating', 'stars'],
  },
};

/** Lists of products: the canonical name first. */
export const productLists: readonly string[] = ['products', 'items', 'line_items', 'lineItems'];

/** Of all scopes of an event together. */
export interface NameList {
  /** Canonical names with their aliases. */
  readonly names: readonly (readonly [name: string, aliases: readonly string[]])[];
  /** Those of all names: properties without any of them are what they should be. */
  readonly aliases: ReadonlySet<string>;
}

export function namesOf(scopes: readonly Scope[]): NameList {
  const names = new Map<string, readonly string[]>();
  for (const [name, aliases] of scopes.flatMap((scope) => Object.entries(scopeNames[scope]))) {
    names.set(name, [...new Set([...(names.get(name) ?? []), ...aliases])]);
  }
  return listed([...names]);
}

function listed(names: NameList['names']): NameList {
  return { names, aliases: new Set(names.flatMap(([, aliases]) => aliases)) };
}

export const namesOfProduct: NameList = listed(Object.entries(productNames));
