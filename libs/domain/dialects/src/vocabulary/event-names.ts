/** The names of what happens in a shop: Segment's e-commerce names are canonical, other vocabularies map onto them. */

/** The vocabularies that are understood. */
export const origins = ['segment-v1', 'ga4', 'schema.org', 'snowplow', 'common'] as const;
export type Origin = (typeof origins)[number];

export const originTitles: Readonly<Record<Origin, string>> = {
  'segment-v1': 'Segment v1',
  ga4: 'GA4',
  'schema.org': 'schema.org',
  snowplow: 'Snowplow',
  common: 'in common use (PostHog and others)',
};

/** Which properties an event has; see `property-names.ts`. */
export type Scope =
  'product' | 'list' | 'search' | 'order' | 'sale' | 'cart' | 'checkout' | 'promotion' | 'coupon' | 'share' | 'review';

export interface CanonicalEvent {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly aliases: Partial<Readonly<Record<Origin, readonly string[]>>>;
  /** Names that everybody uses for other things too: they count only where the properties speak of a product. */
  readonly ifProduct?: Partial<Readonly<Record<Origin, readonly string[]>>>;
}

const product: readonly Scope[] = ['product'];
const action = (type: string): string => `snowplow_ecommerce_action/${type}`;

/** A name matches in any spelling: `order_completed`, `orderCompleted` and `ORDER COMPLETED` are `Order Completed`. */
export const canonicalEvents: readonly CanonicalEvent[] = [
  {
    name: 'Products Searched',
    scopes: ['search', 'list'],
    aliases: {
      'segment-v1': ['Searched Products'],
      ga4: ['search', 'view_search_results'],
      'schema.org': ['SearchAction'],
      snowplow: ['site_search'],
      common: ['searched', 'product search', 'search performed', 'search submitted'],
    },
  },
  {
    name: 'Product List Viewed',
    scopes: ['list'],
    aliases: {
      'segment-v1': ['Viewed Product List', 'Viewed Product Category', 'Product Category Viewed'],
      ga4: ['view_item_list'],
      snowplow: [action('list_view')],
      common: ['category viewed', 'viewed category', 'view category', 'collection viewed'],
    },
  },
  { name: 'Product List Filtered', scopes: ['list'], aliases: { 'segment-v1': ['Filtered Product List'] } },
  {
    name: 'Promotion Viewed',
    scopes: ['promotion'],
    aliases: { 'segment-v1': ['Viewed Promotion'], ga4: ['view_promotion'], snowplow: [action('promo_view')] },
  },
  {
    name: 'Promotion Clicked',
    scopes: ['promotion'],
    aliases: { 'segment-v1': ['Clicked Promotion'], ga4: ['select_promotion'], snowplow: [action('promo_click')] },
  },
  {
    name: 'Product Clicked',
    scopes: product,
    aliases: { 'segment-v1': ['Clicked Product'], ga4: ['select_item'], snowplow: [action('list_click')] },
  },
  {
    name: 'Product Viewed',
    scopes: product,
    aliases: {
      'segment-v1': ['Viewed Product', 'Viewed Product Details'],
      ga4: ['view_item'],
      snowplow: [action('product_view')],
      common: ['view product', 'item viewed', 'viewed item', 'product page viewed', 'product detail viewed'],
    },
    ifProduct: { 'schema.org': ['ViewAction'] },
  },
  {
    name: 'Product Added',
    scopes: ['product', 'cart'],
    aliases: {
      'segment-v1': ['Added Product'],
      ga4: ['add_to_cart'],
      snowplow: [action('add_to_cart')],
      common: ['added to cart', 'product added to cart', 'item added to cart', 'added product to cart', 'item added'],
    },
    ifProduct: { 'schema.org': ['AddAction'] },
  },
  {
    name: 'Product Removed',
    scopes: ['product', 'cart'],
    aliases: {
      'segment-v1': ['Removed Product'],
      ga4: ['remove_from_cart'],
      snowplow: [action('remove_from_cart')],
      common: ['removed from cart', 'product removed from cart', 'item removed from cart', 'removed product from cart'],
    },
  },
  {
    name: 'Cart Viewed',
    scopes: ['cart'],
    aliases: { 'segment-v1': ['Viewed Cart'], ga4: ['view_cart'], common: ['basket viewed', 'viewed basket'] },
  },
  {
    name: 'Checkout Started',
    scopes: ['order', 'checkout'],
    aliases: {
      'segment-v1': ['Started Checkout', 'Started Order'],
      ga4: ['begin_checkout'],
      common: ['checkout begun', 'checkout initiated', 'initiated checkout', 'initiate checkout', 'start checkout'],
    },
  },
  { name: 'Checkout Step Viewed', scopes: ['checkout'], aliases: { 'segment-v1': ['Viewed Checkout Step'] } },
  {
    name: 'Checkout Step Completed',
    scopes: ['checkout'],
    aliases: {
      'segment-v1': ['Completed Checkout Step'],
      ga4: ['add_shipping_info', 'checkout_progress'],
      snowplow: [action('checkout_step')],
    },
  },
  {
    name: 'Payment Info Entered',
    scopes: ['checkout', 'order'],
    aliases: { 'segment-v1': ['Entered Payment Info'], ga4: ['add_payment_info'], common: ['payment info added'] },
  },
  { name: 'Order Updated', scopes: ['order', 'sale'], aliases: { 'segment-v1': ['Updated Order'] } },
  {
    name: 'Order Completed',
    scopes: ['order', 'sale'],
    aliases: {
      'segment-v1': ['Completed Order'],
      ga4: ['purchase', 'ecommerce_purchase'],
      'schema.org': ['OrderAction', 'BuyAction'],
      snowplow: ['snowplow_transaction', action('transaction')],
      common: [
        'order placed',
        'placed order',
        'purchased',
        'purchase completed',
        'completed purchase',
        'checkout completed',
      ],
    },
  },
  {
    name: 'Order Refunded',
    scopes: ['order', 'sale'],
    aliases: {
      'segment-v1': ['Refunded Order'],
      ga4: ['refund', 'purchase_refund'],
      snowplow: [action('refund')],
      common: ['refund issued', 'refunded', 'purchase refunded'],
    },
  },
  {
    name: 'Order Cancelled',
    scopes: ['order', 'sale'],
    aliases: { 'segment-v1': ['Cancelled Order', 'Canceled Order'], common: ['order canceled', 'purchase cancelled'] },
  },
  { name: 'Coupon Entered', scopes: ['coupon'], aliases: { 'segment-v1': ['Entered Coupon'] } },
  {
    name: 'Coupon Applied',
    scopes: ['coupon'],
    aliases: {
      'segment-v1': ['Applied Coupon'],
      common: ['coupon redeemed', 'discount applied', 'promo code applied'],
    },
  },
  {
    name: 'Coupon Denied',
    scopes: ['coupon'],
    aliases: { 'segment-v1': ['Denied Coupon'], common: ['coupon rejected'] },
  },
  { name: 'Coupon Removed', scopes: ['coupon'], aliases: { 'segment-v1': ['Removed Coupon'] } },
  {
    name: 'Product Added to Wishlist',
    scopes: product,
    aliases: {
      'segment-v1': ['Added Product to Wishlist'],
      ga4: ['add_to_wishlist'],
      common: ['added to wishlist', 'wishlist item added', 'product favorited', 'product liked'],
    },
    ifProduct: { 'schema.org': ['WantAction', 'LikeAction'] },
  },
  {
    name: 'Product Removed from Wishlist',
    scopes: product,
    aliases: { 'segment-v1': ['Removed Product from Wishlist'], common: ['removed from wishlist'] },
  },
  {
    name: 'Wishlist Product Added to Cart',
    scopes: product,
    aliases: { 'segment-v1': ['Added Wishlist Product to Cart'] },
  },
  {
    name: 'Product Shared',
    scopes: ['product', 'share'],
    aliases: { 'segment-v1': ['Shared Product'] },
    ifProduct: { ga4: ['share'], 'schema.org': ['ShareAction'] },
  },
  { name: 'Cart Shared', scopes: ['cart', 'share'], aliases: { 'segment-v1': ['Shared Cart'] } },
  {
    name: 'Product Reviewed',
    scopes: ['product', 'review'],
    aliases: { 'segment-v1': ['Reviewed Product'], common: ['product rated', 'product review submitted'] },
    ifProduct: { 'schema.org': ['ReviewAction'] },
  },
];
