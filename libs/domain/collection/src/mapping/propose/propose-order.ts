/** Proposes what a list of orders, or of the lines of orders, becomes. */
import { type JsonObject } from '@tributary/contracts';
import { cell, type ColumnGuess, type Guesses, hasGaps } from './column-guess.ts';
import { type Draft, type Places, restOf, traitsOf } from './draft.ts';

export function proposeOrder(guesses: Guesses): Draft | undefined {
  const [order, time] = [guesses.of('order'), guesses.of('time')];
  const hasFigure = guesses.of('amount') ?? guesses.of('price');
  if (!order || !time || !hasFigure) return undefined;
  const places: Places = new Map([
    [order.name, 'properties.order_id, the group and the message id'],
    [time.name, 'timestamp'],
  ]);
  const groups = groupsOf(order);
  const identity = identityOf(guesses, order, places);
  const revenue = revenueOf(guesses, groups, places);
  const products = productsOf(guesses, groups, places);
  const currency = guesses.of('currency');
  if (currency) places.set(currency.name, 'properties.currency');
  const event = {
    type: 'track',
    event: 'Order Completed',
    messageId: `order-${cell(order)}`,
    timestamp: cell(time),
    ...identity.members,
    properties: {
      order_id: cell(order),
      ...(currency && { currency: cell(currency) }),
      ...(revenue && { revenue: revenue.value }),
      ...(products && { products: { $each: products } }),
      ...restOf(guesses, 'properties', places),
    },
  };
  const notes = [
    groups.some((group) => group.length > 1)
      ? `Rows with the same ${order.name} are the lines of one order: they must stand together.`
      : `Each row is an order; rows with the same ${order.name} would be its lines.`,
    ...identity.notes,
    ...(revenue ? [revenue.note] : []),
    ...(currency ? [] : ['No column is a currency: add "currency" to the properties.']),
    'Cancellations are not told apart: add a rule with "when" for them, as Order Refunded.',
  ];
  return { groupBy: [order.alias], event, places, required: [order.name, time.name], notes };
}

/** Why a file that names orders is not taken for a list of them. */
export function whyNoOrder(guesses: Guesses, outcome: string): readonly string[] {
  const order = guesses.of('order');
  if (!order) return [];
  const [time, figure] = [guesses.of('time'), guesses.of('amount') ?? guesses.of('price')];
  const lacks = [
    ...(time ? [] : [`no column is a time${but(guesses.almost('time'))}`]),
    ...(figure ? [] : [`no column is an amount or a price${but(guesses.almost('amount', 'price'))}`]),
  ];
  return lacks.length === 0 ? [] : [`${outcome}: ${order.name} looks like an order, but ${lacks.join(', and ')}.`];
}

/** The column that was meant to be it, with the reason. */
export const but = (column: ColumnGuess | undefined): string => (column ? ` (${column.name}: ${column.type.why})` : '');

type Group = readonly number[];

/** Indexes of consecutive rows of one order. */
function groupsOf({ values }: ColumnGuess): readonly Group[] {
  const groups: number[][] = [];
  for (const [index, value] of values.entries()) {
    const last = groups.at(-1);
    if (last && values[index - 1] === value) last.push(index);
    else groups.push([index]);
  }
  return groups;
}

/** What only one line of an order says, it says of all. */
const isConstant = ({ values }: ColumnGuess, groups: readonly Group[]): boolean =>
  groups.every((group) => new Set(group.flatMap((index) => values[index]?.trim() || [])).size <= 1);

function identityOf(guesses: Guesses, order: ColumnGuess, places: Places) {
  const customer = guesses.of('customer');
  const guest = `guest-${cell(order)}`;
  if (customer) places.set(customer.name, 'userId');
  const known = traitsOf(guesses, 'context.traits', places);
  const context = Object.keys(known).length === 0 ? {} : { context: { traits: known } };
  if (!customer) {
    const notes = [`No column is a customer id: each order is of a guest of its own, named ${guest}.`];
    return { members: { anonymousId: guest, ...context }, notes };
  }
  if (!hasGaps(customer)) return { members: { userId: cell(customer), ...context }, notes: [] };
  const anonymousId = { $if: [{ column: customer.alias, empty: true }, guest] };
  const notes = [`Some rows have no ${customer.name}: their order is of a guest, named ${guest}.`];
  return { members: { userId: cell(customer), anonymousId, ...context }, notes };
}

interface Revenue {
  readonly value: unknown;
  readonly note: string;
}

function revenueOf(guesses: Guesses, groups: readonly Group[], places: Places): Revenue | undefined {
  const [amount, price, quantity] = [guesses.of('amount'), guesses.of('price'), guesses.of('quantity')];
  const sum = (value: unknown): unknown => ({ $round: [{ $sum: value }, 2] });
  if (!amount) {
    if (!price) return undefined;
    const value = quantity ? { $multiply: [cell(quantity), cell(price)] } : cell(price);
    const of = quantity ? `${quantity.name} times ${price.name}` : price.name;
    return { value: sum(value), note: `Revenue is the sum of ${of} over the lines.` };
  }
  places.set(amount.name, 'properties.revenue');
  const hasLines = groups.some((group) => group.length > 1);
  if (hasLines && !isConstant(amount, groups)) {
    return {
      value: sum(cell(amount)),
      note: `Revenue is the sum of ${amount.name}: it differs between the lines of an order.`,
    };
  }
  const why = hasLines ? ': it is the same in all lines of an order' : '';
  return { value: cell(amount), note: `Revenue is ${amount.name} of the first line${why}.` };
}

/** With every column that differs between the lines of an order. */
function productsOf(guesses: Guesses, groups: readonly Group[], places: Places): JsonObject | undefined {
  const product: JsonObject = {};
  const put = (column: ColumnGuess | undefined, name: string): void => {
    if (!column || places.has(column.name)) return;
    product[name] = cell(column);
    places.set(column.name, `properties.products.${name}`);
  };
  put(guesses.of('product') ?? guesses.of('productName'), 'product_id');
  put(guesses.of('productName'), 'name');
  put(guesses.of('price'), 'price');
  put(guesses.of('quantity'), 'quantity');
  for (const column of guesses.all) if (!isConstant(column, groups)) put(column, column.key);
  return Object.keys(product).length === 0 ? undefined : product;
}
