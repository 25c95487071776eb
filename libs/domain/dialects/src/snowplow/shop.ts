/** Snowplow's e-commerce actions: the action says what was done, entities beside it say to what. */
import { type JsonObject } from '@tributary/contracts';
import { given, renamed } from '../wire/assemble.ts';
import { dataOf, type SelfDescribing } from './schema.ts';

const vendor = 'com.snowplowanalytics.snowplow.ecommerce';
export const shopAction = `${vendor}/snowplow_ecommerce_action`;
const product = `${vendor}/product`;

/** Entities of an action, and what their members are called in the e-commerce vocabulary; others keep their name. */
const shopEntities: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [product]: { id: 'product_id' },
  [`${vendor}/cart`]: { total_value: 'value' },
  [`${vendor}/transaction`]: {
    transaction_id: 'order_id',
    discount_code: 'coupon',
    discount_amount: 'discount',
  },
  [`${vendor}/refund`]: { transaction_id: 'order_id', refund_amount: 'revenue', refund_reason: 'reason' },
  [`${vendor}/checkout_step`]: { delivery_method: 'shipping_method', coupon_code: 'coupon' },
  [`${vendor}/promotion`]: { id: 'promotion_id', creative_id: 'creative', slot: 'position', position: 'list_position' },
  [`${vendor}/transaction_error`]: {},
};

/** Actions on one product, whose members therefore are those of the event. */
const onOneProduct: readonly unknown[] = ['product_view', 'list_click', 'add_to_cart', 'remove_from_cart'];

interface ShopAction {
  readonly event: string;
  readonly properties: JsonObject;
  /** Entities that nothing of the action speaks of. */
  readonly others: readonly SelfDescribing[];
}

export function readShopAction(action: SelfDescribing, entities: readonly SelfDescribing[]): ShopAction {
  const { type, name, ...rest } = dataOf(action);
  const products = entities.filter(({ key }) => key === product).map((entity) => membersOf(entity));
  const others: SelfDescribing[] = [];
  let said: JsonObject = rest;
  for (const entity of entities) {
    if (entity.key === product) continue;
    const members = membersOf(entity);
    // Were there two carts that differ, the second would be nobody's: it stays an entity.
    if (Object.hasOwn(shopEntities, entity.key) && agree(said, members)) said = { ...said, ...members };
    else others.push(entity);
  }
  const list = given(name) === undefined ? {} : { list_id: name };
  return {
    event: typeof type === 'string' ? `${action.name}/${type}` : action.name,
    properties: { ...list, ...withProducts(said, products, onOneProduct.includes(type)) },
    others,
  };
}

const agree = (some: JsonObject, others: JsonObject): boolean =>
  Object.entries(others).every(([name, value]) => !Object.hasOwn(some, name) || some[name] === value);

function withProducts(said: JsonObject, products: readonly JsonObject[], single: boolean): JsonObject {
  const [only] = products;
  if (only === undefined) return said;
  return single && products.length === 1 && agree(said, only) ? { ...only, ...said } : { ...said, products };
}

const membersOf = (entity: SelfDescribing): JsonObject => renamed(dataOf(entity), shopEntities[entity.key] ?? {});
